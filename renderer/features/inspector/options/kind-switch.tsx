import { useAppState } from '../../../store/store.ts';
import { ChoiceGroup } from '../../../ui/choice-group.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { kindIcon } from '../../../ui/kind-icon.ts';
import { type Words, useLocale, useWords } from '../../../words/words.tsx';
import s from '../inspector.module.css';
import { kindChange } from './kind-change.ts';
import { type KindReason, offeredKinds } from './offered.ts';
import { useSession } from '../session.ts';

/** What the files become. A kind that none of them can become says why below the switch. */
export function KindSwitch() {
  const { kind, rows, editing, locked, presets } = useSession();
  const settings = useAppState((state) => state.settings);
  const w = useWords().inspector.kind;
  const locale = useLocale();
  const media = rows.map((row) => row.media);
  const offered = offeredKinds(media);
  const lacks = [...new Set(offered.flatMap(({ reason }) => (reason === null ? [] : [reason])))];
  // Everything that is missing in one sentence, instead of one for each kind.
  const reason = lacks.length === 0 ? undefined : lackText(lacks, rows.length > 1, w, locale);
  return (
    <ChoiceGroup
      look="tiles"
      className={s.kinds}
      label={w.label}
      value={kind}
      options={offered.map(({ kind: value, reason: lack }) => ({
        value,
        label: w.names[value],
        icon: <Icon name={kindIcon(value)} />,
        ...(lack !== null && value !== kind
          ? { disabled: true, reason }
          : { disabled: locked && value !== kind }),
      }))}
      onChange={(value) => {
        if (!locked) editing.change(kindChange(value, media, settings, presets));
      }}
    />
  );
}

function lackText(
  lacks: readonly KindReason[],
  many: boolean,
  w: Words['inspector']['kind'],
  locale: string,
): string {
  const list = new Intl.ListFormat(locale, { type: 'conjunction', style: 'long' });
  const text = list.format(lacks.map((lack) => w.lacks[lack]));
  return many ? w.lackMany(text) : w.lackOne(text);
}
