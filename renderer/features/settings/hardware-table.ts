import type { ToolView } from '../../../shared/ipc/contract.ts';
import {
  type HardwareFamily,
  familyNames,
  hardwareEncoders,
} from '../../../shared/plan/hardware/hardware-encoders.ts';

/** The encoders of one maker in one tool. */
export interface ChipEncoders {
  readonly family: HardwareFamily;
  readonly name: string;
  /** Codec words that it writes, in order. */
  readonly works: readonly { readonly codec: string; readonly tenBit: boolean }[];
  /** Codec words that it does not, by reason. */
  readonly fails: readonly { readonly codecs: readonly string[]; readonly why: string }[];
}

/** What a tool's hardware encoders came to, by maker, those that work first. */
export function chipEncoders(trials: NonNullable<ToolView['hardware']>): readonly ChipEncoders[] {
  const families = new Map<HardwareFamily, ChipEncoders>();
  for (const { name, family, codec } of hardwareEncoders) {
    const trial = trials.find(({ encoder }) => encoder === name);
    if (trial === undefined) continue;
    const so = families.get(family) ?? { family, name: familyNames[family], works: [], fails: [] };
    families.set(
      family,
      trial.works ? withWorking(so, codec, trial.tenBit) : withFailing(so, codec, trial.problem),
    );
  }
  const all = [...families.values()];
  return [...all.filter(({ works }) => works.length > 0), ...all.filter(({ works }) => works.length === 0)];
}

const withWorking = (so: ChipEncoders, codec: string, tenBit: boolean): ChipEncoders => ({
  ...so,
  works: [...so.works, { codec, tenBit }],
});

function withFailing(so: ChipEncoders, codec: string, problem: string | null): ChipEncoders {
  const why = problem ?? '';
  const same = so.fails.find((one) => one.why === why);
  if (same === undefined) return { ...so, fails: [...so.fails, { codecs: [codec], why }] };
  const more = { ...same, codecs: [...same.codecs, codec] };
  return { ...so, fails: so.fails.map((one) => (one === same ? more : one)) };
}

/** True when every tool was tried and none has an encoder that works. */
export function hasNoChip(tools: readonly ToolView[]): boolean {
  const usable = tools.filter(({ problem }) => problem === null);
  return usable.every(({ hardware }) => hardware !== undefined && !hardware.some(({ works }) => works));
}
