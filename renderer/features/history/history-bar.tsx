import { useRef } from 'react';
import { kinds } from '../../../shared/model/options.ts';
import { endedStatuses } from '../../../shared/ipc/history-calls.ts';
import { useCommand } from '../../keyboard/use-command.ts';
import { setHistoryView } from '../../store/history-feed.ts';
import { historySpans } from '../../store/history-state.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useWords } from '../../words/words.tsx';
import s from './history.module.css';

/** No kind and no state have an empty name. */
const any = '';

/** The bar over the list: which files are shown. */
export function HistoryBar({ empty }: { /** There is nothing to choose from. */ readonly empty: boolean }) {
  const words = useWords();
  const w = words.history.bar;
  return (
    <div role="toolbar" aria-label={w.label} className={s.bar}>
      <h1 className={s.title}>{words.history.title}</h1>
      {!empty && <Filters />}
    </div>
  );
}

function Filters() {
  const app = useApp();
  const words = useWords();
  const w = words.history.bar;
  const { search, kind, status, span } = useAppState(({ history }) => history.view);
  const field = useRef<HTMLInputElement>(null);
  useCommand('search', () => {
    field.current?.focus();
    field.current?.select();
  });
  return (
    <>
      <SelectField
        ariaLabel={w.kind}
        className={s.filter}
        value={kind ?? any}
        options={[
          { value: any, label: w.allKinds },
          ...kinds.map((value) => ({ value, label: words.presets.kinds[value] })),
        ]}
        onChange={(chosen) => setHistoryView(app, { kind: kinds.find((one) => one === chosen) ?? null })}
      />
      <SelectField
        ariaLabel={w.state}
        className={s.filter}
        value={status ?? any}
        options={[
          { value: any, label: w.allStates },
          ...endedStatuses.map((value) => ({ value, label: w.states[value] })),
        ]}
        onChange={(chosen) =>
          setHistoryView(app, { status: endedStatuses.find((one) => one === chosen) ?? null })
        }
      />
      <SelectField
        ariaLabel={w.span}
        className={s.filter}
        value={span}
        options={historySpans.map((value) => ({ value, label: w.spans[value] }))}
        onChange={(chosen) =>
          setHistoryView(app, { span: historySpans.find((one) => one === chosen) ?? 'all' })
        }
      />
      <span className={s.grow} />
      <SearchField
        inputRef={field}
        className={s.search}
        label={w.search}
        value={search}
        onChange={(text) => setHistoryView(app, { search: text })}
      />
    </>
  );
}
