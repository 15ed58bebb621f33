import { text } from 'node:stream/consumers';
import type { Kind } from '../../shared/model/options.ts';
import { readOrder, requestsOf } from './job-requests.ts';
import { readBody, rejectedJob } from './request-body.ts';
import { type Batch, runBatch } from './run-batch.ts';
import { readRunFlags, type RunFlags } from './run-flags.ts';
import type { Engine } from '../engine/index.ts';
import type { Surroundings } from './surroundings.ts';
import { withEngine } from './with-engine.ts';
import { wrong, WrongCommandLine } from './wrong-command-line.ts';

/**
 * What each command does with its arguments. All of them read everything first, throw `WrongCommandLine` when it is
 * not right, and open the engine only then. They give the exit code. Tables are loaded by the commands that draw one.
 */

/** What commander kept of the flags. */
export type Given = Readonly<Record<string, unknown>>;

/** `convoy video|audio|image|animation|adaptive` */
export async function convertCommand(
  door: Surroundings,
  kind: Kind,
  files: readonly string[],
  given: Given,
): Promise<number> {
  const flags = readRunFlags(given, door.cwd);
  const order = readOrder(kind, files, given, door);
  return convert(door, flags, async (engine) => ({
    requests: await requestsOf(order, engine),
    rejected: [],
  }));
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
  const entries = readBody(body === '-' ? await text(door.stdin) : body);
  if (!entries.ok) throw new WrongCommandLine([entries.error]);
  const now = Date.now();
  const batch: Batch = {
    requests: entries.value.flatMap((entry) => (entry.ok ? [{ request: entry.request }] : [])),
    rejected: entries.value.flatMap((entry) =>
      entry.ok ? [] : [rejectedJob(entry.given, entry.error, now)],
    ),
  };
  return convert(door, flags, () => Promise.resolve(batch));
}

async function convert(
  door: Surroundings,
  flags: RunFlags,
  prepare: (engine: Engine) => Promise<Batch>,
): Promise<number> {
  return withEngine(door, flags, async (engine, interruption) => {
    const batch = await interruption.unlessStopped(prepare(engine));
    if (flags.dryRun) {
      const { dryRun } = await import('./dry-run.ts');
      return interruption.unlessStopped(dryRun(door, engine, batch, flags));
    }
    return runBatch(door, engine, batch, flags, interruption);
  });
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
  const serve = await import('./serve-command.ts');
  return serve.serveCommand(door, given);
}
