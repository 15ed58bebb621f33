import { existsSync } from 'node:fs';
import { builtInPreset, builtInPresets } from '../../../shared/model/built-in-presets.ts';
import { type Result, ok, refuse } from '../../../shared/model/error.ts';
import { type Kind, parseOptions } from '../../../shared/model/options.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import { videoContainers } from '../../../shared/plan/containers.ts';
import type { Engine } from '../../engine/index.ts';
import { readState, stateFileIn } from '../state-flag.ts';
import type { Given } from '../flag-spec.ts';
import type { RunFlags } from '../run-flags.ts';
import type { Surroundings } from '../surroundings.ts';
import { WrongCommandLine, wrong } from '../wrong-command-line.ts';

/** Presets on the command line: which one is meant, and what it comes to beside options that were given. */

/**
 * The preset that is meant: by id, else by name, whatever its letter case. `kind` chooses among several of one name.
 * Refusals: `invalid_option` when there is none, several, or one that makes something else.
 */
export function findPreset(presets: readonly Preset[], given: string, kind: Kind | null): Result<Preset> {
  const wanted = given.trim().toLowerCase();
  const byId = presets.filter(({ id }) => id === wanted);
  const byName = presets.filter(({ name }) => name.toLowerCase() === wanted);
  const all = byId.length > 0 ? byId : byName;
  const fitting = kind === null ? all : all.filter((preset) => preset.kind === kind);
  const [preset, another] = fitting;
  if (preset !== undefined && another === undefined) return ok(preset);
  if (preset !== undefined) {
    return refuse('invalid_option', {
      field: 'preset',
      reason: `several are called “${given}”: ${fitting.map(({ id }) => id).join(', ')}`,
      hint: 'Give the id of the one that is meant.',
    });
  }
  const other = all[0];
  if (other !== undefined) {
    return refuse('invalid_option', {
      field: 'preset',
      reason: `“${other.name}” makes ${kindWords[other.kind]}, not ${kindWords[kind ?? other.kind]}`,
      hint: 'Choose a preset of this kind, or the command of the other one.',
    });
  }
  return refuse('invalid_option', {
    field: 'preset',
    reason: `there is none called “${given}”`,
    hint: '`convoy presets list` shows all of them.',
  });
}

const kindWords: Readonly<Record<Kind, string>> = {
  video: 'video',
  audio: 'sound',
  image: 'pictures',
  animation: 'animations',
  adaptive_video: 'HLS',
};

/**
 * The options of a preset with those that were given on top. What was given wins: options of the preset that cannot
 * stand beside it are left out (`--compression 80` takes the place of the preset's quality, `--format webm` that of a
 * codec which webm cannot hold).
 */
export function overPreset(
  kind: Kind,
  preset: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const whole = { ...preset, ...given };
  if (standTogether(kind, whole) || !standTogether(kind, given)) return whole;
  const kept: Record<string, unknown> = { ...given };
  // Twice, because one option may be what another one needs.
  for (const [option, value] of [...Object.entries(preset), ...Object.entries(preset)]) {
    if (option in kept) continue;
    if (standTogether(kind, { ...kept, [option]: value })) kept[option] = value;
  }
  // In the order of the preset, as it would be without the conflict.
  return Object.fromEntries(
    Object.keys(whole).flatMap((option) => (option in kept ? [[option, kept[option]]] : [])),
  );
}

/** By the schema of the kind, and by what the container can hold, which a job is otherwise told when it is planned. */
function standTogether(kind: Kind, options: Readonly<Record<string, unknown>>): boolean {
  const parsed = parseOptions(kind, options);
  if (!parsed.ok || parsed.value.kind !== 'video') return parsed.ok;
  const { codec, format } = parsed.value.options;
  return codec === undefined || videoContainers[format ?? 'mp4'].codecs.includes(codec);
}

/** The preset that `--preset` names; null without the flag. */
export async function presetAsked(
  door: Surroundings,
  given: Given,
  kind: Kind | null,
  flags: RunFlags,
): Promise<Preset | null> {
  const named = given['preset'];
  if (typeof named !== 'string') return null;
  if (named.trim() === '') {
    throw wrong('invalid_option', { field: 'preset', given: '""', allowed: 'the name of a preset' });
  }
  const found = findPreset(await knownPresets(door, given, flags, named), named, kind);
  if (found.ok) return found.value;
  throw new WrongCommandLine([found.error]);
}

/**
 * All presets, of Convoy and of the person. The queue is not opened when a built-in preset is meant by its id, nor when
 * there is none.
 */
export async function knownPresets(
  door: Surroundings,
  given: Given,
  flags: RunFlags,
  named: string | null = null,
): Promise<readonly Preset[]> {
  if (named !== null) {
    const builtIn = builtInPreset(named.trim());
    if (builtIn !== undefined) return [builtIn];
  }
  const state = readState(given, door);
  if (!existsSync(stateFileIn(state))) return builtInPresets;
  const { lookAt } = await import('../queue/with-queue.ts');
  const link = await lookAt(door, state, flags);
  try {
    return await link.ask('presets:list', null);
  } finally {
    await link.close();
  }
}

/** Tells an engine whose library is empty of a preset: a size that comes from one is a limit, not a wish. */
export function keepPreset(engine: Engine, preset: Preset | null): void {
  if (preset === null || preset.builtIn) return;
  const { id, name, kind, options, output } = preset;
  engine.library.savePreset({ id, name, kind, options, output });
}
