import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Kind } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { useAppState } from '../../store/store.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { useWords } from '../../words/words.tsx';
import { presetNote } from './preset-facts.ts';
import { PresetGroupPart } from './preset-group.tsx';
import { type PresetGroup, pickerGroups, searchFrom, searchGroups } from './preset-groups.ts';
import s from './preset-picker.module.css';
import { presetName, useFactSpeech } from './speech.ts';

export interface PresetMenuProps {
  readonly kind: Kind;
  readonly current: string | null;
  readonly onPick: (presetId: string) => void;
  readonly onReset: (() => void) | null;
  readonly onSaveAs: (() => void) | null;
  readonly update: { readonly name: string; readonly run: () => void } | null;
  readonly onManage: () => void;
}

/** What opens from the picker. Arrows move through presets and actions; typing goes to the search. */
export function PresetMenu({ kind, current, onPick, onReset, onSaveAs, update, onManage }: PresetMenuProps) {
  const words = useWords().presets;
  const speech = useFactSpeech();
  const presets = useAppState((state) => state.presets);
  const recent = useAppState((state) => state.settings.recentPresets);
  const [search, setSearch] = useState('');
  const menu = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);

  const all = pickerGroups(presets, kind, recent);
  const groups = searchGroups(all, search, (preset) => presetName(preset, words));
  const many = presets.filter((preset) => preset.kind === kind).length >= searchFrom;

  useEffect(() => {
    if (field.current === null) (checkedItem(menu.current) ?? itemsOf(menu.current)[0])?.focus();
    checkedItem(menu.current)?.scrollIntoView({ block: 'nearest' });
  }, []);

  const key = (event: KeyboardEvent<HTMLDivElement>) => {
    const items = itemsOf(menu.current);
    const at = items.findIndex((item) => item === document.activeElement);
    const to = nextItem(event.key, at, items.length);
    if (to !== null) {
      event.preventDefault();
      if (to < 0) field.current?.focus();
      else items[to]?.focus();
    } else if (event.key === 'Enter' && at < 0 && search !== '') {
      event.preventDefault();
      items.find((item) => item.getAttribute('role') === 'menuitemradio')?.click();
    } else if (at >= 0 && event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey) {
      field.current?.focus();
    }
  };

  return (
    <div onKeyDown={key}>
      {many && (
        <div className={s.search}>
          <SearchField value={search} onChange={setSearch} label={words.picker.search} inputRef={field} />
        </div>
      )}
      <div ref={menu} role="menu" aria-label={words.picker.list} className={s.menu}>
        <div className={s.scroll}>
          {groups.map((group) => (
            <Group
              key={group.name}
              group={group}
              current={marked(groups, group, current) ? current : null}
              onPick={onPick}
              noteOf={(preset) => presetNote(preset, speech)}
            />
          ))}
          {groups.length === 0 && <p className={s.nothing}>{words.picker.nothingFound(search)}</p>}
        </div>
        <div role="separator" className={s.separator} />
        {onReset !== null && (
          <Action icon="retry" onSelect={onReset}>
            {words.picker.reset}
          </Action>
        )}
        {update !== null && (
          <Action icon="check" onSelect={update.run}>
            {words.picker.update(update.name)}
          </Action>
        )}
        {onSaveAs !== null && (
          <Action icon="plus" onSelect={onSaveAs}>
            {words.picker.saveAs}
          </Action>
        )}
        <Action icon="gear" onSelect={onManage}>
          {words.picker.manage}
        </Action>
      </div>
    </div>
  );
}

interface GroupProps {
  readonly group: PresetGroup;
  readonly current: string | null;
  readonly onPick: (presetId: string) => void;
  readonly noteOf: (preset: Preset) => string;
}

function Group({ group, current, onPick, noteOf }: GroupProps) {
  const words = useWords().presets;
  return (
    <PresetGroupPart name={group.name}>
      {group.presets.map((preset) => (
        <button
          key={preset.id}
          type="button"
          role="menuitemradio"
          aria-checked={preset.id === current}
          tabIndex={-1}
          className={s.item}
          onClick={() => onPick(preset.id)}
          onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
        >
          <span className={s.mark}>{preset.id === current && <Icon name="check" />}</span>
          <span className={s.itemName}>{presetName(preset, words)}</span>
          <span className={s.note}>{noteOf(preset)}</span>
        </button>
      ))}
    </PresetGroupPart>
  );
}

function Action(props: {
  readonly icon: IconName;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={s.item}
      onClick={props.onSelect}
      onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
    >
      <span className={s.mark}>
        <Icon name={props.icon} />
      </span>
      <span className={s.itemName}>{props.children}</span>
    </button>
  );
}

/** The current preset is marked once: where it stands first. */
function marked(groups: readonly PresetGroup[], group: PresetGroup, id: string | null): boolean {
  return groups.find(({ presets }) => presets.some((preset) => preset.id === id)) === group;
}

function itemsOf(menu: HTMLElement | null): readonly HTMLElement[] {
  return menu === null ? [] : [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
}

function checkedItem(menu: HTMLElement | null): HTMLElement | null {
  return menu?.querySelector<HTMLElement>('[aria-checked="true"]') ?? null;
}

/** Where a key leads; -1 is the search above the list. */
function nextItem(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, at + 1);
    case 'ArrowUp':
      return at < 0 ? count - 1 : at - 1;
    case 'PageDown':
      return Math.min(count - 1, at + 8);
    case 'PageUp':
      return Math.max(0, at - 8);
    // In the search they move the cursor.
    case 'Home':
      return at < 0 ? null : 0;
    case 'End':
      return at < 0 ? null : count - 1;
    default:
      return null;
  }
}
