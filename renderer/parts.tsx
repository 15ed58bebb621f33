import { BrowseDialog } from './features/drop/browse-dialog.tsx';
import { BatchUndoneDialog, UndoBatchDialog } from './features/history/index.ts';
import { PresetsDialog, SavePresetDialog } from './features/presets/index.ts';
import { PreviewDialog } from './features/preview/index.ts';
import { JobsRefusedDialog } from './features/queue/jobs-refused-dialog.tsx';

/** Everything of the window that its first picture can do without: a script of its own, loaded behind that picture. */
export { ComparePage } from './features/compare/index.ts';
export { ConnectionSide, ConnectionsPage } from './features/connections/index.ts';
export { HistoryDetails, HistoryPage } from './features/history/index.ts';
export { Inspector } from './features/inspector/index.ts';
export { SettingsPage } from './features/settings/index.ts';
export { RuleEditor, WatchPage } from './features/watch/index.ts';

/** At most one of them shows. */
export function Dialogs() {
  return (
    <>
      <PresetsDialog />
      <SavePresetDialog />
      <BrowseDialog />
      <PreviewDialog />
      <UndoBatchDialog />
      <BatchUndoneDialog />
      <JobsRefusedDialog />
    </>
  );
}
