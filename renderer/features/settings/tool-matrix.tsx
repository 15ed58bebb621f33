import type { ToolsView } from '../../../shared/ipc/contract.ts';
import { useApp } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Icon } from '../../ui/icon.tsx';
import { codecWord, formatWord } from '../../words/media-words.ts';
import { type Words, useWords } from '../../words/words.tsx';
import { toolName } from './tool-row.tsx';
import { type Ability, type ToolColumn, type ToolTask, toolColumns, toolTasks } from './tool-table.ts';
import s from './tools.module.css';

type ToolWords = Words['settings']['tools'];

/** What each tool can do: a circled check is the one in use, a check one that could, words say why not. */
export function ToolMatrix({ view }: { readonly view: ToolsView }) {
  const w = useWords().settings.tools;
  const columns = toolColumns(view);
  if (columns.length === 0) return null;
  return (
    <section>
      <h3 className={s.head}>
        {w.canDo} <span>{w.circled}</span>
      </h3>
      <div className={s.scroll}>
        <table className={s.matrix}>
          <thead>
            <tr>
              <th scope="col">{w.task}</th>
              {columns.map((column) => (
                <th key={column.id} scope="col">
                  {columnName(column, w)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {toolTasks(view).map((task) => (
              <tr key={`${task.family} ${task.about.join(' ')}`}>
                <th scope="row">{taskName(task, w)}</th>
                {task.abilities.map((ability, n) => (
                  <AbilityCell key={columns[n]?.id} ability={ability} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function columnName(column: ToolColumn, w: ToolWords): string {
  if (column.place === 'pictures') return w.photoTools;
  return column.place === 'bundled' ? w.builtInShort : toolName({ ...column, place: column.place }, w);
}

/** A task in words: "Write H.264, H.265, VP9". */
export function taskName({ family, about }: ToolTask, w: ToolWords): string {
  if (family === 'filter') {
    const [filter = ''] = about;
    return w.filters[filter] ?? w.tasks.filter(filter);
  }
  const word = family === 'video' || family === 'sound' ? codecWord : formatWord;
  return w.tasks[family](about.map((name) => (family === 'other' ? name : word(name))).join(w.join));
}

function AbilityCell({ ability }: { readonly ability: Ability }) {
  const w = useWords().settings.tools;
  switch (ability) {
    case 'use':
      return (
        <td className={s.use}>
          <Icon name="fin" size="s" />
          <span aria-hidden="true">{w.yes}</span>
          <span className={s.hidden}>{w.inUse}</span>
        </td>
      );
    case 'can':
      return (
        <td className={s.can}>
          <Icon name="check" size="s" />
          {w.yes}
        </td>
      );
    case 'cannot':
      return <td className={s.cannot}>{w.no}</td>;
    case 'none':
      return (
        <td className={s.cannot}>
          <span aria-hidden="true">{w.notItsTask}</span>
          <span className={s.hidden}>{w.notItsTaskAloud}</span>
        </td>
      );
  }
}

/** What cannot be had at all, and how to get it. */
export function MissingList({ view }: { readonly view: ToolsView }) {
  const app = useApp();
  const words = useWords();
  const w = words.settings.tools;
  if (view.missing.length === 0) return null;
  return (
    <section>
      <h3 className={s.head}>{w.missing}</h3>
      <ul className={classes(s.box, s.missing)}>
        {view.missing.map(({ option, remedy }) => (
          <li key={option}>
            <b>{missingName(option, words)}</b>
            <span>{remedy}</span>
          </li>
        ))}
      </ul>
      <Button
        icon={<Icon name="open" />}
        onClick={() => void app.bridge.call('shell:link', { to: 'get_ffmpeg' })}
      >
        {w.get}
      </Button>
    </section>
  );
}

/** `video.codec.av1` → Video, AV1 */
function missingName(option: string, words: Words): string {
  const [kind = '', what = '', name = ''] = option.split('.');
  const kinds: Readonly<Record<string, string>> = words.presets.kinds;
  const thing = what === 'codec' ? codecWord(name) : formatWord(name);
  return [kinds[kind] ?? kind, thing].join(words.settings.tools.join);
}
