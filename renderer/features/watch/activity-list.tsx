import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import type { WatchedFile } from '../../../shared/model/watch.ts';
import { useCommand } from '../../keyboard/use-command.ts';
import { fileKey } from '../../store/activity.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { askOlder } from '../../store/watch-feed.ts';
import { ContextMenu } from '../../ui/menu.tsx';
import { useWords } from '../../words/words.tsx';
import { useKeyboardUsed } from '../queue/use-keyboard-used.ts';
import { ActivityRow, activityRowId } from './activity-row.tsx';
import { FileItems, abilitiesOf } from './file-menu.tsx';
import { moved } from './moved.ts';
import { useRuleActions } from './rule-actions.ts';
import s from './activity.module.css';

/** Height of `activity.module.css`, as the list has to know it to place rows that are not drawn. */
const rowHeight = 30;
/** So many rows before the end the next page is asked for. */
const ahead = 40;

/** The files, as many of them as fit. One stop of Tab; the arrow keys move in it. */
export function ActivityList() {
  const app = useApp();
  const actions = useRuleActions();
  const w = useWords().watch.activity;
  const files = useAppState(({ watch }) => watch.activity.files);
  const more = useAppState(({ watch }) => watch.activity.more);
  const loading = useAppState(({ watch }) => watch.activity.loading);
  const scroller = useRef<HTMLDivElement>(null);
  const keyboardUsed = useKeyboardUsed();
  /** The row that has the keyboard, and whether that is to be seen. */
  const [focus, setFocus] = useState<string | null>(null);
  const [keyboard, setKeyboard] = useState(false);
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler memoizes here, which the rule is about
  const virtual = useVirtualizer({
    count: files.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const file = files[index];
      return file === undefined ? index : fileKey(file);
    },
    overscan: 8,
    paddingEnd: 8,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (more && loading === 'no' && last >= files.length - ahead) void askOlder(app);
  }, [app, more, loading, last, files.length]);

  const indexOf = (key: string | null): number =>
    key === null ? -1 : files.findIndex((file) => fileKey(file) === key);
  const focused = (): WatchedFile | undefined => files[indexOf(focus)];
  const withFocused = (can: keyof ReturnType<typeof abilitiesOf>, run: (file: WatchedFile) => void) => () => {
    const file = focused();
    if (file !== undefined && abilitiesOf(file, app.store.getState())[can]) run(file);
  };
  useCommand('open_result', withFocused('showJob', actions.showJob), focus !== null);
  useCommand('retry', withFocused('anyway', actions.anyway), focus !== null);
  useCommand('show', withFocused('showFile', actions.showFile), focus !== null);

  const press = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target !== event.currentTarget) return;
    const page = Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight);
    const next = moved(event.key, indexOf(focus), files.length, page);
    const file = next === null ? undefined : files[next];
    if (next === null || file === undefined) return;
    event.preventDefault();
    setKeyboard(true);
    setFocus(fileKey(file));
    virtual.scrollToIndex(next, { align: 'auto' });
  };
  const point = (event: MouseEvent): void => {
    const key = rowAt(event.target);
    if (key === null) return;
    setKeyboard(false);
    setFocus(key);
  };

  const focusShown = focus !== null && items.some((item) => item.key === focus);
  const chosen = focused();
  return (
    <ContextMenu menu={chosen === undefined ? null : <FileItems file={chosen} />}>
      <div
        ref={scroller}
        role="grid"
        className={s.list}
        tabIndex={0}
        aria-label={w.label}
        aria-rowcount={more ? -1 : files.length + 1}
        aria-busy={loading !== 'no'}
        aria-activedescendant={focusShown ? activityRowId(focus) : undefined}
        onKeyDown={press}
        onClick={point}
        onContextMenu={point}
        onFocus={() => {
          setKeyboard(keyboardUsed.current);
          const [first] = files;
          if (focus === null && first !== undefined) setFocus(fileKey(first));
        }}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) setKeyboard(false);
        }}
      >
        <div role="row" aria-rowindex={1} className={s.columns}>
          {(['file', 'state', 'why', 'seen'] as const).map((column) => (
            <span key={column} role="columnheader" className={s[column]}>
              {w.columns[column]}
            </span>
          ))}
        </div>
        <div role="presentation" className={s.rows} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const file = files[item.index];
            return file === undefined ? null : (
              <ActivityRow
                key={item.key}
                file={file}
                index={item.index}
                top={item.start}
                lit={keyboard && item.key === focus}
                marked={item.key === focus}
              />
            );
          })}
        </div>
      </div>
    </ContextMenu>
  );
}

/** The row that an element is in; null between rows. */
function rowAt(target: EventTarget): string | null {
  return target instanceof Element
    ? (target.closest<HTMLElement>('[data-key]')?.dataset['key'] ?? null)
    : null;
}
