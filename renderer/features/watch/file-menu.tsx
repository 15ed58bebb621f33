import type { WatchedFile } from '../../../shared/model/watch.ts';
import { keysOf } from '../../keyboard/shortcuts.ts';
import type { AppState } from '../../store/app-state.ts';
import { useAppState } from '../../store/store.ts';
import { Icon } from '../../ui/icon.tsx';
import { MenuItem } from '../../ui/menu.tsx';
import { useWords } from '../../words/words.tsx';
import { useRuleActions } from './rule-actions.ts';

/** What can be done with a file of the activity now. */
export interface FileAbilities {
  readonly anyway: boolean;
  readonly showJob: boolean;
  readonly showFile: boolean;
}

/** States of a file that nothing is being done with. */
const ended: ReadonlySet<WatchedFile['state']> = new Set(['done', 'failed', 'left_alone']);

export function abilitiesOf(
  { state, reason, jobId, ruleId }: WatchedFile,
  { rows, hello, watch }: Pick<AppState, 'rows' | 'hello' | 'watch'>,
): FileAbilities {
  const queued = jobId !== null && rows.byId.has(jobId);
  const there = watch.rules?.some(({ rule }) => rule.id === ruleId) === true;
  return {
    anyway: ended.has(state) && reason !== 'gone' && there,
    showJob: queued,
    showFile: queued && hello?.abilities.show === true,
  };
}

/** Abilities as a component follows them: as one word, so that it renders only when they change. */
export function useFileAbilities(file: WatchedFile): FileAbilities {
  const word = useAppState((state) => {
    const { anyway, showJob, showFile } = abilitiesOf(file, state);
    return `${anyway ? 'a' : ''}${showJob ? 'j' : ''}${showFile ? 'f' : ''}`;
  });
  return { anyway: word.includes('a'), showJob: word.includes('j'), showFile: word.includes('f') };
}

/** The menu of a row. */
export function FileItems({ file }: { readonly file: WatchedFile }) {
  const actions = useRuleActions();
  const w = useWords().watch.activity;
  const { anyway, showJob, showFile } = useFileAbilities(file);
  const shows = useAppState((state) => state.hello?.abilities.show === true);
  return (
    <>
      <MenuItem
        icon={<Icon name="retry" />}
        keys={keysOf('retry')}
        disabled={!anyway}
        reason={w.notNow}
        onSelect={() => actions.anyway(file)}
      >
        {w.anyway}
      </MenuItem>
      <MenuItem
        icon={<Icon name="queue" />}
        keys={keysOf('open_result')}
        disabled={!showJob}
        reason={w.noJob}
        onSelect={() => actions.showJob(file)}
      >
        {w.showJob}
      </MenuItem>
      {shows && (
        <MenuItem
          icon={<Icon name="show" />}
          keys={keysOf('show')}
          disabled={!showFile}
          reason={w.noJob}
          onSelect={() => actions.showFile(file)}
        >
          {w.showFile}
        </MenuItem>
      )}
    </>
  );
}
