import { CallFailed } from '../../bridge/bridge.ts';
import type { App } from '../../store/store.ts';
import { type Undo, undo as takeBack } from '../../store/undo.ts';
import { toast } from '../../ui/toast.tsx';

/** Does what a person asked for and says it in their words when it was refused. True when it was done. */
export async function tryOrSay(run: () => Promise<void>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (failure) {
    if (!(failure instanceof CallFailed)) throw failure;
    toast({ text: failure.error.message, second: failure.error.hint, tone: 'bad' });
    return false;
  }
}

const undoIt = (app: App, what: Undo): Promise<boolean> =>
  tryOrSay(async () => {
    await takeBack(app, what);
  });

/** Says what was done, with the way back where there is one. */
export function savedToast(
  app: App,
  text: string,
  action: { readonly label: string; readonly undo: Undo } | null = null,
): void {
  toast({
    text,
    ...(action === null
      ? { tone: 'good' as const }
      : {
          icon: 'trash' as const,
          action: { label: action.label, run: () => void undoIt(app, action.undo) },
        }),
  });
}
