export { ConvoyBar } from './convoy-bar.tsx';
export { JobsRefusedDialog } from './jobs-refused-dialog.tsx';
export { QueuePage } from './queue-page.tsx';
