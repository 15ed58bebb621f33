import { CallFailed } from '../../bridge/bridge.ts';
import { useApp } from '../../store/store.ts';
import { toast } from '../../ui/toast.tsx';
import type { Side } from './preview-of.ts';

/** Opens one side of a job with the system's program, or in a new tab; a refusal is said. */
export function useOpenFile(id: string, side: Side): () => void {
  const { bridge } = useApp();
  return () => {
    bridge.call('shell:open', { id, which: side }).catch((reason: unknown) => {
      if (!(reason instanceof CallFailed)) throw reason;
      toast({ text: reason.error.message, second: reason.error.hint, tone: 'bad' });
    });
  };
}
