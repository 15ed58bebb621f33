import { text } from 'node:stream/consumers';
import type { Kind } from '../../shared/model/options.ts';
import { connectionsFor, savedConnections } from './connections/connection-choice.ts';
import type { Given } from './flag-spec.ts';
import type { Interruption } from './interruption.ts';
import { readOrder, requestsOf } from './convert/job-requests.ts';
import { readBody, rejectedJob } from './convert/request-body.ts';
import { type Batch, runBatch } from './convert/run-batch.ts';
import { keepPreset, knownPresets, presetAsked } from './presets/preset-choice.ts';
import type { JobAction } from './queue/queue-flags.ts';
import { readRunFlags, type RunFlags } from './run-flags.ts';
import type { AddRequest, Engine } from '../engine/index.ts';
import type { EngineChoice, Surroundings } from './surroundings.ts';
import { withEngine } from './with-engine.ts';
import { wrong, WrongCommandLine } from './wrong-command-line.ts';

/**
 * What each command does with its arguments. All of them read everything first, throw `WrongCommandLine` when it is
 * not right, and open the engine only then. They give the exit code. Tables are loaded by the commands that draw one.
 */

/** `convoy video|audio|image|animation|adaptive` */
export async function convertCommand(
  door: Surroundings,
  kind: Kind,
  files: readonly string[],
  given: Given,
): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  const preset = await presetAsked(door, given, kind, flags);
  const order = readOrder(kind, files, given, door, preset);
  const { connection, inputs, output } = order;
  const places = [...inputs, output?.output];
  const connections = await connectionsFor(door, given, flags, { connection, places });
  return convert(door, flags, { connections }, async (engine) => {
    keepPreset(engine, preset);
    return { requests: await requestsOf(order, engine), rejected: [] };
  });
}

/** `convoy jobs create` */
export async function createCommand(
  door: Surroundings,
  source: string | undefined,
  given: Given,
): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  const body = typeof given['body'] === 'string' ? given['body'] : source;
  if (body === undefined)
    throw wrong('invalid_request', {
      reason: 'there is no body',
      hint: "Give it with --body '<json>', or - to read it from standard input.",
    });
  if (source !== undefined && (source !== '-' || given['body'] !== undefined))
    throw wrong('invalid_request', {
      reason: `"${source}" is one body too many`,
      hint: "Give one body: --body '<json>', or - to read it from standard input.",
    });
  const said = body === '-' ? await text(door.stdin) : body;
  // The word may be a part of a path; then they were looked up for nothing.
  const presets = said.includes('"preset"') ? await knownPresets(door, given, flags) : [];
  const entries = readBody(said, presets);
  if (!entries.ok) throw new WrongCommandLine([entries.error]);
  const now = Date.now();
  const batch: Batch = {
    requests: entries.value.flatMap((entry): AddRequest[] => {
      if (!entry.ok) return [];
      const { request, preset } = entry;
      return [preset === null ? { request } : { request, preset: preset.id }];
    }),
    rejected: entries.value.flatMap((entry) =>
      entry.ok ? [] : [rejectedJob(entry.given, entry.error, now)],
    ),
  };
  const requests = batch.requests.map(({ request }) => request);
  const connection = requests.find((one) => one.connection !== undefined)?.connection ?? null;
  const places = requests.flatMap(({ input, output }) => [output, ...[input].flat()]);
  // One that does not exist is the error of its own job.
  const connections =
    connection === null
      ? await connectionsFor(door, given, flags, { connection, places })
      : await savedConnections(door, given, flags);
  return convert(door, flags, { connections }, (engine) => {
    for (const entry of entries.value) if (entry.ok) keepPreset(engine, entry.preset);
    return Promise.resolve(batch);
  });
}

async function convert(
  door: Surroundings,
  flags: RunFlags,
  choice: EngineChoice,
  prepare: (engine: Engine) => Promise<Batch>,
): Promise<number> {
  const work = async (engine: Engine, interruption: Interruption): Promise<number> => {
    const batch = await interruption.unlessStopped(prepare(engine));
    if (flags.dryRun) {
      const { dryRun } = await import('./convert/dry-run.ts');
      return interruption.unlessStopped(dryRun(door, engine, batch, flags));
    }
    return runBatch(door, engine, batch, flags, interruption);
  };
  return withEngine(door, flags, work, choice);
}

/** `convoy probe` */
export async function probeCommand(
  door: Surroundings,
  files: readonly string[],
  given: Given,
): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  const { probeFiles, readProbeFiles } = await import('./probe-command.ts');
  const absolute = readProbeFiles(files, door.cwd);
  return withEngine(door, flags, (engine, interruption) =>
    interruption.unlessStopped(probeFiles(door, engine, absolute, flags)),
  );
}

/** `convoy health` */
export async function healthCommand(door: Surroundings, given: Given): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  const { health } = await import('./health.ts');
  return withEngine(door, flags, (engine, interruption) =>
    interruption.unlessStopped(health(door, engine, flags)),
  );
}

/** `convoy serve` */
export async function serveCommand(door: Surroundings, given: Given): Promise<number> {
  const serve = await import('./serve/serve-command.ts');
  return serve.serveCommand(door, given);
}

/** `convoy queue add` */
export async function queueAddCommand(
  door: Surroundings,
  files: readonly string[],
  given: Given,
): Promise<number> {
  const command = await import('./queue/queue-add.ts');
  return command.queueAddCommand(door, files, given);
}

/** `convoy queue run` */
export async function queueRunCommand(door: Surroundings, given: Given): Promise<number> {
  const command = await import('./queue/queue-run.ts');
  return command.queueRunCommand(door, given);
}

/** `convoy queue list` */
export async function queueListCommand(door: Surroundings, given: Given): Promise<number> {
  const command = await import('./queue/queue-list.ts');
  return command.queueListCommand(door, given);
}

/** `convoy queue pause|resume` */
export async function queuePauseCommand(
  door: Surroundings,
  what: 'pause' | 'resume',
  given: Given,
): Promise<number> {
  const command = await import('./queue/queue-change.ts');
  return command.queuePauseCommand(door, what, given);
}

/** `convoy queue cancel|retry|hold|release|remove` */
export async function queueJobsCommand(
  door: Surroundings,
  action: JobAction,
  named: readonly string[],
  given: Given,
): Promise<number> {
  const command = await import('./queue/queue-change.ts');
  return command.queueJobsCommand(door, action, named, given);
}

/** `convoy queue clear` */
export async function queueClearCommand(door: Surroundings, given: Given): Promise<number> {
  const command = await import('./queue/queue-change.ts');
  return command.queueClearCommand(door, given);
}

/** `convoy connections add` */
export async function connectionsAddCommand(door: Surroundings, given: Given): Promise<number> {
  const command = await import('./connections/connections-command.ts');
  return command.connectionsAddCommand(door, given);
}

/** `convoy connections list` */
export async function connectionsListCommand(door: Surroundings, given: Given): Promise<number> {
  const command = await import('./connections/connections-command.ts');
  return command.connectionsListCommand(door, given);
}

/** `convoy connections test` */
export async function connectionsTestCommand(
  door: Surroundings,
  named: string,
  given: Given,
): Promise<number> {
  const command = await import('./connections/connections-command.ts');
  return command.connectionsTestCommand(door, named, given);
}

/** `convoy connections remove` */
export async function connectionsRemoveCommand(
  door: Surroundings,
  named: string,
  given: Given,
): Promise<number> {
  const command = await import('./connections/connections-command.ts');
  return command.connectionsRemoveCommand(door, named, given);
}

/** `convoy presets list` */
export async function presetsListCommand(door: Surroundings, given: Given): Promise<number> {
  const command = await import('./presets/presets-command.ts');
  return command.presetsListCommand(door, given);
}

/** `convoy presets show` */
export async function presetsShowCommand(
  door: Surroundings,
  named: readonly string[],
  given: Given,
): Promise<number> {
  const command = await import('./presets/presets-command.ts');
  return command.presetsShowCommand(door, named, given);
}

/** `convoy presets import` */
export async function presetsImportCommand(door: Surroundings, file: string, given: Given): Promise<number> {
  const command = await import('./presets/presets-command.ts');
  return command.presetsImportCommand(door, file, given);
}

/** `convoy presets export` */
export async function presetsExportCommand(
  door: Surroundings,
  named: readonly string[],
  given: Given,
): Promise<number> {
  const command = await import('./presets/presets-command.ts');
  return command.presetsExportCommand(door, named, given);
}

/** `convoy watch` */
export async function watchCommand(door: Surroundings, given: Given): Promise<number> {
  const command = await import('./watch/watch-command.ts');
  return command.watchCommand(door, given);
}
