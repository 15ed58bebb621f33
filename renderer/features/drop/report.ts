import { CallFailed } from '../../bridge/bridge.ts';
import { toast } from '../../ui/toast.tsx';

/** Says why something was refused, in the words of who refused it. */
export function sayRefusal(reason: unknown, instead: string): void {
  if (reason instanceof CallFailed) {
    if (reason.error.kind === 'cancelled') return;
    toast({ text: reason.error.message, second: reason.error.hint, tone: 'bad' });
    return;
  }
  toast({ text: instead, second: reason instanceof Error ? reason.message : undefined, tone: 'bad' });
}
