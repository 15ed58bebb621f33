import { type ReactNode, useId } from 'react';
import { useWords } from '../../words/words.tsx';
import type { PresetGroup } from './preset-groups.ts';
import s from './preset-group.module.css';

export interface PresetGroupPartProps {
  readonly name: PresetGroup['name'];
  /** Items of the menu or the list that the group is a part of. */
  readonly children: ReactNode;
}

/** Presets of one purpose, below its name. */
export function PresetGroupPart({ name, children }: PresetGroupPartProps) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <GroupName id={id} name={name} />
      {children}
    </div>
  );
}

/** The name above presets, also where there are none yet. */
export function GroupName({ id, name }: { readonly id?: string; readonly name: PresetGroup['name'] }) {
  const { picker, purposes } = useWords().presets;
  return (
    <div id={id} role="presentation" className={s.caption}>
      {name === 'recent' || name === 'mine' ? picker[name] : purposes[name]}
    </div>
  );
}
