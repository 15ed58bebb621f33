import { isMixed, isSaid, mixLine, type OptionState, valueOf } from './mixed.ts';
import { codecsOf, formatOf, type OptionUse, useOf } from './offered.ts';
import type { OptionProblem } from './option-errors.ts';
import { type OptionName, optionNames } from './option-groups.ts';
import { useSession } from '../session.ts';
import { withConsequences } from './steering-change.ts';
import { useAppState } from '../../../store/store.ts';
import type { Kind } from '../../../../shared/model/options.ts';
import type { Preset } from '../../../../shared/model/preset.ts';
import { sizeOrigin } from '../../../../shared/plan/preset-size.ts';
import { commonOptions, stateOf, type View } from '../view.ts';

/** One option as its control needs it. */
export interface OptionControl {
  readonly state: OptionState;
  /** What all files have, defaults filled in where the field shows them; undefined when unset or mixed. */
  readonly value: unknown;
  readonly mixed: boolean;
  /** What it amounts to when nobody says it, where the field shows that. */
  readonly usual: unknown;
  readonly use: OptionUse;
  readonly problem: OptionProblem | undefined;
  readonly disabled: boolean;
  /** Null sends the option back to its default. `hold` waits for the field to be left, where there is a mix to restore. */
  set(value: unknown, how?: { readonly hold?: boolean }): void;
  unreadable(text: string): void;
  /** Brings the mix back; undefined where there was none. */
  readonly restore: (() => void) | undefined;
  flush(): void;
  /** "Medium 36, High 4"; empty when all agree. */
  mix(nameOf: (value: unknown) => string): string;
}

export function useOption(option: OptionName): OptionControl {
  const { editing, view, state: edit, kind, problems, presets, locked } = useSession();
  const quality = useAppState((state) => state.settings.quality);
  const shown = view ?? nothing;
  const of = kind ?? 'video';
  const common = commonOptions(shown);
  const usual =
    option === 'enlarge'
      ? sizeOrigin(of, common, presetOf(shown, presets)) === 'request'
      : defaultOf(of, option, common, quality);
  const effective = (value: unknown): unknown => value ?? usual;
  const state = stateOf(shown, option, effective);
  // Only what was a mix before the person typed can come back.
  const wasMixed = edit.base !== null && isMixed(stateOf(edit.base, option, effective));
  const use = useOf(of, option, { common, said: saidIn(shown) });
  return {
    state,
    value: valueOf(state),
    mixed: isMixed(state),
    usual,
    use,
    problem: problems[option],
    disabled: locked || use.use === 'off',
    set: (value, { hold = false } = {}) =>
      editing.change({ options: withConsequences(of, option, value, common) }, { hold: hold && wasMixed }),
    unreadable: (text) => editing.unreadable(option, text),
    restore: wasMixed ? () => editing.restore(option) : undefined,
    flush: () => editing.flush(),
    mix: (nameOf) => mixLine(state, nameOf),
  };
}

const nothing: View = { total: 0, kinds: [], presets: [], options: {}, output: null };

/** Options for which at least one file says something. */
function saidIn(view: View): ReadonlySet<string> {
  return new Set(optionNames.filter((name) => isSaid(stateOf(view, name))));
}

/** The preset that all files have. */
function presetOf({ presets: [only, ...others] }: View, presets: readonly Preset[]): Preset | null {
  if (only === undefined || others.length > 0) return null;
  return presets.find(({ id }) => id === only.presetId) ?? null;
}

/** What an option amounts to when nobody says it, for those whose field shows it. */
function defaultOf(
  kind: Kind,
  option: Exclude<OptionName, 'enlarge'>,
  common: Readonly<Record<string, unknown>>,
  quality: string,
): unknown {
  switch (option) {
    case 'format':
      return formatOf(kind, undefined);
    case 'codec':
      return codecsOf(kind, common['format'])[0];
    case 'quality':
      return common['compression'] === undefined &&
        common['bitrate'] === undefined &&
        common['target_bytes'] === undefined &&
        common['lossless'] !== true
        ? quality
        : undefined;
    case 'lossless':
      return false;
    case 'fit':
      return common['width'] !== undefined && common['height'] !== undefined ? 'contain' : undefined;
    case 'position':
      return 'center';
    case 'auto_orient':
      return true;
    case 'compression':
    case 'bitrate':
    case 'target_bytes':
    case 'width':
    case 'height':
    case 'background':
    case 'fps':
    case 'start':
    case 'end':
      return undefined;
  }
}
