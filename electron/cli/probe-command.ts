import { statSync } from 'node:fs';
import path from 'node:path';
import { type ConvoyError, convoyError } from '../../shared/model/error.ts';
import type { Engine } from '../engine/index.ts';
import { allGood, someFailed } from './exit-code.ts';
import { factsTable } from './print/facts-table.ts';
import { failure } from './print/finished-lines.ts';
import { inkFor } from './print/ink.ts';
import { probeLine } from './print/json-lines.ts';
import type { RunFlags } from './run-flags.ts';
import type { Surroundings } from './surroundings.ts';
import { WrongCommandLine, wrong } from './wrong-command-line.ts';

/**
 * Absolute paths of the named files.
 *
 * @throws {WrongCommandLine} with every name that leads nowhere, before anything is read
 */
export function readProbeFiles(files: readonly string[], cwd: string): readonly string[] {
  const remote = files.find((file) => /^(?:https?|s3):\/\//i.test(file));
  if (remote !== undefined) {
    throw wrong('not_implemented', {
      reason: `“${remote}” is an address, and only files on this computer are looked into`,
      hint: 'Download it, or convert it: then it is downloaded first.',
    });
  }
  const absolute = files.map((file) => path.resolve(cwd, file));
  const errors = absolute.flatMap((file): ConvoyError[] =>
    statSync(file, { throwIfNoEntry: false }) === undefined
      ? [convoyError('input_not_found', { file: path.basename(file) })]
      : [],
  );
  if (errors.length > 0) throw new WrongCommandLine(errors);
  return absolute;
}

/** Prints what files hold: a table on a terminal, JSON lines on a pipe or with `--json`. Exit code 1 if some failed. */
export async function probeFiles(
  door: Surroundings,
  engine: Engine,
  files: readonly string[],
  flags: RunFlags,
): Promise<number> {
  const json = flags.json || door.stdout.isTTY !== true;
  let code: number = allGood;
  for (const file of files) {
    const probed = await engine.probe(file);
    if (!probed.ok) code = someFailed;
    if (json) door.stdout.write(probeLine(file, probed));
    else if (probed.ok) door.stdout.write(`${factsTable(file, probed.value)}\n`);
    if (!probed.ok)
      door.stderr.write(`${failure(probed.error, inkFor(door.colours).bad('✗'), flags.debug).join('\n')}\n`);
  }
  return code;
}
