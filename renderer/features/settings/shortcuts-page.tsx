import { isMac, keysText, shortcuts } from '../../keyboard/shortcuts.ts';
import { useWords } from '../../words/words.tsx';
import type { SettingEntry } from './entry.ts';
import s from './settings.module.css';

function Shortcuts() {
  const w = useWords().settings;
  const mac = isMac();
  const rows = shortcuts.map(({ id, keys, mac: macKeys }) => ({
    id,
    does: w.commands[id],
    keys: ((mac ? macKeys : undefined) ?? keys).map((one) => keysText(one, mac)),
  }));
  return (
    <table className={s.table}>
      <thead>
        <tr>
          <th scope="col">{w.shortcutsFor}</th>
          <th scope="col">{w.shortcutKeys}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, does, keys }) => (
          <tr key={id}>
            <td>{does}</td>
            <td>
              {keys.map((one, n) => (
                <span key={one}>
                  {n > 0 && ` ${w.shortcutOr} `}
                  <kbd className={s.key}>{one}</kbd>
                </span>
              ))}
            </td>
          </tr>
        ))}
        {w.otherKeys.map(([keys, does]) => (
          <tr key={keys}>
            <td>{does}</td>
            <td>{keys}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const shortcutsEntries: readonly SettingEntry[] = [
  {
    id: 'shortcuts',
    page: 'shortcuts',
    label: (w) => w.pages.shortcuts,
    also: (w) => shortcuts.map(({ id }) => w.commands[id]),
    Control: Shortcuts,
  },
];
