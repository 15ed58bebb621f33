export { BatchUndoneDialog } from './batch-undone-dialog.tsx';
export { HistoryPage } from './history-page.tsx';
export { UndoBatchDialog } from './undo-batch-dialog.tsx';
