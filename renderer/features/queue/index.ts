export { ConvoyBar } from './convoy-bar.tsx';
export { QueuePage } from './queue-page.tsx';
