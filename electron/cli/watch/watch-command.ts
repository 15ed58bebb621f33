import type { WatchRuleView, WatchedFile } from '../../../shared/model/watch.ts';
import { openControl } from '../../control/index.ts';
import type { Engine, EngineEvent } from '../../engine/index.ts';
import type { Given } from '../flag-spec.ts';
import { connectionsFor } from '../connections/connection-choice.ts';
import { codeOfStop } from '../exit-code.ts';
import { watchedLine, watchRuleLine } from '../print/json-lines.ts';
import { openOwnQueue } from '../queue/open-queue.ts';
import { knownPresets, presetAsked } from '../presets/preset-choice.ts';
import { printable } from '../print/printable.ts';
import { readKind } from '../queue/queue-flags.ts';
import { tellingOf } from '../print/reporter.ts';
import { readRunFlags, type RunFlags } from '../run-flags.ts';
import { readState } from '../state-flag.ts';
import type { StopReason, Surroundings } from '../surroundings.ts';
import { trashFor } from '../trash.ts';
import { readWatchRules } from './watch-flags.ts';
import { fileLines, ruleLine } from './watch-lines.ts';
import type { CommandRule } from './watch-rules.ts';
import { withEngine } from '../with-engine.ts';
import { wrong } from '../wrong-command-line.ts';

/** `convoy watch`: converts what comes into folders, until something asks to stop. A line for each thing that happens. */
export async function watchCommand(door: Surroundings, given: Given): Promise<number> {
  const run = readRunFlags(given, door.cwd);
  const state = readState(given, door);
  const asked = await presetAsked(door, given, readKind(given), run);
  const all = typeof given['config'] === 'string' ? await knownPresets(door, given, run) : [];
  const rules = readWatchRules(given, door, { all, asked });
  // Said at once, and not with the first file that comes.
  for (const connection of new Set(rules.flatMap((rule) => rule.connection ?? [])))
    await connectionsFor(door, given, run, { connection, places: [] });
  if (trashFor(door) === null && rules.some(({ originals }) => originals === 'trash')) {
    throw wrong('not_implemented', {
      reason: 'the command line cannot reach the trash of this system',
      hint: 'Let originals be moved, or watch the folder in the window.',
    });
  }
  return withEngine(
    door,
    run,
    async (engine, interruption) => {
      const unsubscribe = engine.subscribe(teller(door, run, engine, rules));
      const control = await openControl({
        ...{ engine, state, home: door.home },
        holder: { what: 'watch', pid: process.pid, url: null },
        log: (line) => door.stderr.write(`convoy: ${printable(line)}\n`),
      });
      try {
        return codeOfStop(await new Promise<StopReason>((resolve) => interruption.onStop(resolve)));
      } finally {
        unsubscribe();
        await control.close();
      }
    },
    { watchRules: rules },
    (choice) =>
      openOwnQueue(
        door,
        state,
        choice,
        () =>
          'Add the rule in its window, end it first, or keep the queue of this rule elsewhere with --state.',
      ),
  );
}

/** Hears the engine, and says what happened to files and rules: JSON lines or lines for people. */
function teller(
  door: Surroundings,
  flags: RunFlags,
  engine: Engine,
  rules: readonly CommandRule[],
): (event: EngineEvent) => void {
  const telling = tellingOf(door, flags);
  const names = new Map(rules.map(({ id, name }) => [id, name]));
  const told = new Map<string, string>();
  const write = (lines: readonly string[]): void => {
    if (lines.length > 0) door.stdout.write(`${lines.join('\n')}\n`);
  };

  const isNews = createNews();
  const tellFile = (file: WatchedFile): void => {
    if (!isNews(file)) return;
    const rule = names.get(file.ruleId) ?? file.ruleId;
    if (flags.json) door.stdout.write(watchedLine(rule, file));
    else if (!flags.quiet || file.state === 'failed') {
      const job = file.jobId === null ? null : engine.job(file.jobId);
      write(fileLines(file, job, rules.length > 1 ? rule : null, telling));
    }
  };
  const tellRule = (view: WatchRuleView): void => {
    const now = JSON.stringify([view.state, view.problem?.message ?? null, view.polling]);
    if (told.get(view.rule.id) === now) return;
    told.set(view.rule.id, now);
    if (flags.json) door.stdout.write(watchRuleLine(view));
    else if (!flags.quiet || view.state === 'broken') {
      const line = ruleLine(view, telling);
      write(line === null ? [] : [line]);
    }
  };

  return (event) => {
    switch (event.type) {
      case 'watched':
        event.files.forEach(tellFile);
        break;
      case 'watch':
        engine.watch.rules().forEach(tellRule);
        break;
      case 'log':
        if (flags.debug) door.stderr.write(`${printable(event.line)}\n`);
        break;
      case 'job':
      case 'progress':
      case 'queue':
      case 'removed':
      case 'history':
      case 'connections':
      case 'tools':
        break;
    }
  };
}

/** Files whose last state is remembered. */
const mostRemembered = 10_000;

/** True the first time that a file is in a state for a reason: ledgers also change in what a person need not hear. */
function createNews(): (file: WatchedFile) => boolean {
  const last = new Map<string, string>();
  return ({ ruleId, path, bytes, mtime, state, reason, jobId }) => {
    const key = `${ruleId} ${path}`;
    const now = JSON.stringify([bytes, mtime, state, reason, jobId]);
    // What is still being written grows; its size is no news.
    const said = state === 'settling' ? JSON.stringify([state, reason]) : now;
    if (last.get(key) === said) return false;
    last.delete(key);
    last.set(key, said);
    for (const oldest of last.keys()) {
      if (last.size <= mostRemembered) break;
      last.delete(oldest);
    }
    return true;
  };
}
