import { toast } from '../../../ui/toast.tsx';
import { useWords } from '../../../words/words.tsx';
import { errorOf } from '../editing.ts';

/** Does something that may be refused, and says so when it is. Settles either way. */
export function useRun(): (action: () => Promise<unknown>) => Promise<void> {
  const { notDone } = useWords().inspector.fail;
  return async (action) => {
    try {
      await action();
    } catch (error) {
      toast({ text: notDone, second: errorOf(error).message, tone: 'bad' });
    }
  };
}
