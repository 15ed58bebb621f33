export { BatchUndoneDialog } from './batch-undone-dialog.tsx';
export { HistoryDetails } from './history-details.tsx';
export { HistoryPage } from './history-page.tsx';
export { UndoBatchDialog } from './undo-batch-dialog.tsx';
