import { type ReactNode, useEffect, useState } from 'react';
import type { Job } from '../../../../shared/model/job.ts';
import type { Kind } from '../../../../shared/model/options.ts';
import { useAppState } from '../../../store/store.ts';
import { Fold } from '../../../ui/fold.tsx';
import { MiddleCut } from '../../../ui/middle-cut.tsx';
import { useLocale, useWords } from '../../../words/words.tsx';
import { keepOpenGroups, openGroups, toggled } from '../fold-memory.ts';
import { groupSummary } from './group-summary.ts';
import { type GroupId, type OptionGroup, groupsOf } from './option-groups.ts';
import { PictureGroup } from './picture-group.tsx';
import { QualityGroup } from './quality-group.tsx';
import { SaveGroup } from '../save/save-group.tsx';
import { placeOf, usualFolder } from '../save/save-place.ts';
import { useSession } from '../session.ts';
import { classesOf } from '../subject.ts';
import { TrimGroup } from './trim-group.tsx';
import { useSaveTarget } from '../save/use-save-target.ts';

export interface OptionGroupsProps {
  /** Path for the example below the name; null while it is not known. */
  readonly example: string | null;
  /** An option that somebody was led to: its group is open. */
  readonly asked?: string | null | undefined;
  /** Groups that are not shown. */
  readonly without?: readonly GroupId[] | undefined;
}

/** The groups of options of a kind; each folds, and that is kept for the kind. Files of several kinds have one of them. */
export function OptionGroups({ example, asked = null, without = [] }: OptionGroupsProps) {
  const { view, kind, rows, problems, subject, state } = useSession();
  const words = useWords();
  const w = words.inspector;
  const locale = useLocale();
  const settings = useAppState((state) => state.settings);
  const home = useAppState((state) => state.hello?.home ?? null);
  const downloads = useAppState((state) => state.hello?.downloads ?? null);
  const { open, toggle } = useOpenGroups(kind);
  const target = useSaveTarget();
  if (view === null) return null;
  const facts = {
    ...{ view, kind, target },
    quality: settings.quality,
    usualFolder: usualFolder(rows, settings.outputFolder, downloads),
    resultFolder: subject.about === 'one' ? resultFolderOf(state.job?.job) : null,
    home,
    locale,
    ui: words.app.ui,
  };
  // Where results go can be chosen for files of all kinds together.
  const groups = kind === null ? saveAlone : groupsOf(kind, classesOf(rows));
  return groups
    .filter(({ id }) => !without.includes(id))
    .map(({ id, options }) => {
      // A group does not hide a problem.
      const wrong = options.some(({ option }) => problems[option] !== undefined);
      const led = id === 'save' ? asked === 'folder' : options.some(({ option }) => option === asked);
      return (
        <Fold
          key={id}
          title={w.groups[id]}
          summary={
            id === 'save' ? <MiddleCut text={groupSummary(id, facts, w)} /> : groupSummary(id, facts, w)
          }
          open={open.has(id) || wrong || led}
          onToggle={() => toggle(id)}
        >
          {bodyOf(id, example)}
        </Fold>
      );
    });
}

/** Null before there is a result. */
const resultFolderOf = (job: Pick<Job, 'status' | 'output'> | undefined): string | null =>
  job?.status === 'succeeded' ? placeOf(job.output).folder : null;

const saveAlone: readonly OptionGroup[] = [{ id: 'save', options: [] }];

/** Open groups of the kind, kept on this computer. */
function useOpenGroups(kind: Kind | null): {
  readonly open: ReadonlySet<GroupId>;
  readonly toggle: (id: GroupId) => void;
} {
  const storage = typeof localStorage === 'undefined' ? null : localStorage;
  const [chosen, setChosen] = useState<Readonly<Record<string, ReadonlySet<GroupId>>>>({});
  const of = kind ?? 'several';
  const kept = chosen[of];
  useEffect(() => {
    if (kept !== undefined) keepOpenGroups(of, kept, storage);
  }, [of, kept, storage]);
  return {
    open: kept ?? openGroups(of, storage),
    toggle: (id) =>
      setChosen((before) => ({ ...before, [of]: toggled(before[of] ?? openGroups(of, storage), id) })),
  };
}

function bodyOf(id: GroupId, example: string | null): ReactNode {
  switch (id) {
    case 'quality':
      return <QualityGroup />;
    case 'picture':
      return <PictureGroup />;
    case 'trim':
      return <TrimGroup />;
    case 'save':
      return <SaveGroup example={example} />;
  }
}
