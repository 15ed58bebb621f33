import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type Kind, kinds } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Icon } from '../../ui/icon.tsx';
import { kindIcon } from '../../ui/kind-icon.ts';
import { Menu, MenuItem, MenuLabel } from '../../ui/menu.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { useWords } from '../../words/words.tsx';
import { exportPresets, importPresets } from './preset-actions.ts';
import { GroupName, PresetGroupPart } from './preset-group.tsx';
import { type PresetGroup, dialogGroups, searchGroups } from './preset-groups.ts';
import { savedToast, tryOrSay } from './say.ts';
import { presetName } from './speech.ts';
import { useFirstFocus } from './use-first-focus.ts';
import s from './presets-dialog.module.css';

export interface PresetListProps {
  readonly presets: readonly Preset[];
  readonly chosenId: string | null;
  readonly onChoose: (id: string) => void;
  readonly onRename: () => void;
  readonly onRemove: () => void;
  readonly onNew: (kind: Kind) => void;
  /** Presets came from a file; the id of the first. */
  readonly onImported: (id: string) => void;
}

/** The left side of the dialog: search, presets by group, and what makes new ones. */
export function PresetList(props: PresetListProps) {
  const { presets, chosenId, onChoose } = props;
  const words = useWords().presets;
  const w = words.dialog;
  const [search, setSearch] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const groups = searchGroups(
    dialogGroups(presets),
    search,
    (preset) => `${presetName(preset, words)} ${words.kinds[preset.kind]}`,
  );
  const order = groups.flatMap((group) => group.presets);
  const stop = order.some(({ id }) => id === chosenId) ? chosenId : (order[0]?.id ?? null);

  useFirstFocus(list, '[aria-selected="true"]');
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosenId]);

  const key = (event: KeyboardEvent) => {
    if (event.key === 'F2') props.onRename();
    else if (event.key === 'Delete') props.onRemove();
    else {
      const at = order.findIndex(({ id }) => id === stop);
      const to = order[lineStep(event.key, at, order.length) ?? -1];
      if (to === undefined) return;
      onChoose(to.id);
      list.current?.querySelector<HTMLElement>(`[data-id="${to.id}"]`)?.focus();
    }
    event.preventDefault();
  };

  return (
    <div className={s.left}>
      <SearchField value={search} onChange={setSearch} label={w.search} />
      <div ref={list} role="listbox" aria-label={w.list} className={s.list} onKeyDown={key}>
        {!presets.some(({ builtIn }) => !builtIn) && search === '' && (
          <div role="presentation" className={s.empty}>
            <GroupName name="mine" />
            <p>{w.noneOwn}</p>
          </div>
        )}
        {groups.map((group) => (
          <Group key={group.name} group={group} chosenId={chosenId} stop={stop} onChoose={onChoose} />
        ))}
      </div>
      {groups.length === 0 && <p className={s.nothing}>{w.nothingFound(search)}</p>}
      <ListFoot presets={presets} onNew={props.onNew} onImported={props.onImported} />
    </div>
  );
}

interface GroupProps {
  readonly group: PresetGroup;
  readonly chosenId: string | null;
  /** The one that Tab leads to. */
  readonly stop: string | null;
  readonly onChoose: (id: string) => void;
}

function Group({ group, chosenId, stop, onChoose }: GroupProps) {
  const words = useWords().presets;
  const defaults = useAppState((state) => state.settings.defaultPresets);
  return (
    <PresetGroupPart name={group.name}>
      {group.presets.map((preset) => (
        <div
          key={preset.id}
          role="option"
          data-id={preset.id}
          aria-selected={preset.id === chosenId}
          tabIndex={preset.id === stop ? 0 : -1}
          className={classes(s.option, preset.id === chosenId && s.on)}
          onClick={() => onChoose(preset.id)}
        >
          <Icon name={kindIcon(preset.kind)} />
          <span className={s.optionName}>{presetName(preset, words)}</span>
          {defaults[preset.kind] === preset.id && (
            <span className={s.default} title={words.dialog.isDefault(words.kinds[preset.kind])}>
              <Icon name="check" size="s" />
              <span className={s.hidden}>{words.dialog.isDefault(words.kinds[preset.kind])}</span>
            </span>
          )}
        </div>
      ))}
    </PresetGroupPart>
  );
}

interface ListFootProps {
  readonly presets: readonly Preset[];
  readonly onNew: (kind: Kind) => void;
  readonly onImported: (id: string) => void;
}

function ListFoot({ presets, onNew, onImported }: ListFootProps) {
  const app = useApp();
  const words = useWords().presets;
  const w = words.dialog;
  const choosesFiles = useAppState((state) => state.hello?.abilities.choose ?? false);
  const picker = useRef<HTMLInputElement>(null);
  const own = presets.filter(({ builtIn }) => !builtIn).map(({ id }) => id);

  const bringIn = (text: string) =>
    tryOrSay(async () => {
      const imported = await importPresets(app, text);
      const [first] = imported;
      if (first !== undefined) onImported(first.id);
      savedToast(app, w.imported(imported.length));
    });
  const importFile = async () => {
    if (!choosesFiles) {
      picker.current?.click();
      return;
    }
    await tryOrSay(async () => {
      const { text } = await app.bridge.call('shell:choose', { what: 'preset_file' });
      if (text !== null) await bringIn(text);
    });
  };
  const exportAll = () =>
    tryOrSay(async () => {
      if (await exportPresets(app, own, w.fileName)) savedToast(app, w.exported(own.length));
    });

  return (
    <div className={s.listFoot}>
      <Menu
        trigger={
          <Button size="small" icon={<Icon name="plus" />}>
            {w.new}
          </Button>
        }
      >
        <MenuLabel>{w.newKind}</MenuLabel>
        {kinds.map((kind) => (
          <MenuItem key={kind} icon={<Icon name={kindIcon(kind)} />} onSelect={() => onNew(kind)}>
            {words.kinds[kind]}
          </MenuItem>
        ))}
      </Menu>
      <Button size="small" variant="plain" onClick={() => void importFile()}>
        {w.import}
      </Button>
      <Menu
        align="end"
        trigger={<IconButton size="small" label={w.moreAll} icon={<Icon name="more" />} className={s.end} />}
      >
        <MenuItem
          disabled={own.length === 0}
          reason={w.noneOwn}
          icon={<Icon name="up" />}
          onSelect={() => void exportAll()}
        >
          {w.exportAll}
        </MenuItem>
      </Menu>
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        aria-label={w.import}
        tabIndex={-1}
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file !== undefined) void file.text().then(bringIn);
        }}
      />
    </div>
  );
}

/** Where a key leads in the list; it stops at the ends. */
function lineStep(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
