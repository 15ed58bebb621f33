import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fail } from '../../../shared/model/error.ts';
import { type Preset, PresetFile, readPresetFile } from '../../../shared/model/preset.ts';
import type { Given } from '../flag-spec.ts';
import { wantsJson } from '../print/choose-reporters.ts';
import { allGood } from '../exit-code.ts';
import { countOf } from '../print/bytes-and-times.ts';
import { presetLine } from '../print/json-lines.ts';
import { findPreset, knownPresets } from './preset-choice.ts';
import { printable } from '../print/printable.ts';
import { readRunFlags } from '../run-flags.ts';
import { readState } from '../state-flag.ts';
import type { Surroundings } from '../surroundings.ts';
import { alignedLines } from '../print/text-table.ts';
import { withQueue } from '../queue/with-queue.ts';
import { WrongCommandLine, wrong } from '../wrong-command-line.ts';

/** `convoy presets list|show|import|export`: those that come with Convoy, and the person's own. */

export async function presetsListCommand(door: Surroundings, given: Given): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  const presets = await knownPresets(door, given, flags);
  if (wantsJson(door, flags)) {
    for (const preset of presets) door.stdout.write(presetLine(preset));
    return allGood;
  }
  const rows = presets.map(({ id, name, kind, builtIn }) => [
    id,
    printable(name),
    builtIn ? kind : `${kind}, own`,
  ]);
  door.stdout.write(`${alignedLines(rows).join('\n')}\n`);
  return allGood;
}

export async function presetsShowCommand(
  door: Surroundings,
  named: readonly string[],
  given: Given,
): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  const presets = chosen(await knownPresets(door, given, flags), named);
  for (const preset of presets) {
    if (wantsJson(door, flags)) door.stdout.write(presetLine(preset));
    else door.stdout.write(`${detailLines(preset).join('\n')}\n`);
  }
  return allGood;
}

/** All are judged before the first is kept; ids are new, so nothing is replaced. */
export async function presetsImportCommand(door: Surroundings, file: string, given: Given): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  const content = file === '-' ? await text(door.stdin) : readText(path.resolve(door.cwd, file));
  const read = readPresetFile(content);
  if (!read.ok) throw new WrongCommandLine([read.error]);
  return withQueue(door, readState(given, door), flags, async (link) => {
    const saved = await link.ask('presets:import', { text: content });
    if (wantsJson(door, flags)) for (const preset of saved) door.stdout.write(presetLine(preset));
    else {
      door.stdout.write(`${alignedLines(saved.map(({ id, name }) => [id, printable(name)])).join('\n')}\n`);
      door.stderr.write(`${countOf(saved.length, 'preset')} imported.\n`);
    }
    return allGood;
  });
}

/** To a file, or to standard output. Without names: all of the person's own. */
export async function presetsExportCommand(
  door: Surroundings,
  named: readonly string[],
  given: Given,
): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  const known = await knownPresets(door, given, flags);
  const presets = named.length === 0 ? known.filter(({ builtIn }) => !builtIn) : chosen(known, named);
  if (presets.length === 0) {
    throw fail('not_found', { given: 'A preset of your own', hint: 'Name the presets to export.' });
  }
  const file: PresetFile = PresetFile.parse({
    convoy_presets: 1,
    presets: presets.map(({ name, kind, options, output }) => ({ name, kind, options, output })),
  });
  const content = `${JSON.stringify(file, null, 2)}\n`;
  const target = given['output'];
  if (typeof target !== 'string' || target === '-') door.stdout.write(content);
  else writeNew(path.resolve(door.cwd, target), content);
  return allGood;
}

function chosen(presets: readonly Preset[], named: readonly string[]): readonly Preset[] {
  return named.map((one) => {
    const found = findPreset(presets, one, null);
    if (found.ok) return found.value;
    throw new WrongCommandLine([found.error]);
  });
}

function detailLines({ id, name, kind, options, output, builtIn }: Preset): readonly string[] {
  const details = [
    ['id', id],
    ['kind', kind],
    ...Object.entries(options).map(([option, value]) => [option, String(value)]),
    ...(output === null ? [] : [['output', printable(output)]]),
    ['from', builtIn ? 'Convoy' : 'you'],
  ];
  return [printable(name), ...alignedLines(details.map(([key = '', value = '']) => [`  ${key}`, value]))];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw wrong('input_not_found', { file: path.basename(file), detail: String(error) });
  }
}

/** Never over a file that is there: it may hold the only copy of somebody's presets. */
function writeNew(file: string, content: string): void {
  try {
    writeFileSync(file, content, { flag: 'wx' });
  } catch (error) {
    const there = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw there
      ? fail('output_exists', { file: path.basename(file), hint: 'Name another file.' })
      : fail('output_unwritable', { file: path.basename(file), detail: String(error) });
  }
}
