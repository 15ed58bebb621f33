import type { App } from '../../store/store.ts';
import { newDraft } from '../../store/watch-draft.ts';
import { makeRule } from '../../store/watch-editor.ts';
import { toast } from '../../ui/toast.tsx';
import { spokenLanguage } from '../../words/language.ts';

/** Begins a watch rule with the folder that was dropped; what is no folder is refused with the reason. */
export function watchDropped(app: App, transfer: Pick<DataTransfer, 'items' | 'files'>): void {
  const { drop: words } = spokenLanguage().words.watch;
  const items = Array.from(transfer.items).filter((item) => item.kind === 'file');
  const at = items.findIndex((item) => item.webkitGetAsEntry()?.isDirectory === true);
  const file = transfer.files[at];
  if (file === undefined) {
    toast({ text: words.notFolder, tone: 'warn' });
    return;
  }
  const [folder] = app.bridge.pathsOf([file]) ?? [];
  makeRule(app, newDraft(folder));
  if (folder === undefined) toast({ text: words.notSeen, second: words.notSeenHint });
}
