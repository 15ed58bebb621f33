import { useCommand } from '../../keyboard/use-command.ts';
import { summaryOf } from '../../store/list-summary.ts';
import { useApp } from '../../store/store.ts';
import { useFileActions } from './file-actions.ts';

/** The key of the one button that starts or pauses all files, wherever that button is shown. */
export function useStartPause(): void {
  const app = useApp();
  const actions = useFileActions();
  useCommand('start_pause', () => {
    const { rows, queue } = app.store.getState();
    const { running, states, ready } = summaryOf(rows);
    if (running + states.waiting === 0) {
      if (ready > 0) actions.start(null);
    } else if (queue.paused === 'no') actions.pause('now');
    else actions.resume();
  });
}
