import { createEngine } from '../../electron/engine/index.ts';
import type { WatchDraft } from '../../shared/model/watch.ts';

/**
 * An engine with a state file and a watched folder in a process of its own, whose queue rests: what was queued is told,
 * a line each.
 */
const [stateFile = '', stillWorkerPath = '', draft = ''] = process.argv.slice(2);
const engine = createEngine({ stateFile, stillWorkerPath });
engine.subscribe((event) => {
  if (event.type !== 'watched') return;
  for (const { state, path } of event.files) process.stdout.write(`${state} ${path}\n`);
});
await engine.queue.pause('after');
const saved = await engine.watch.save(JSON.parse(draft) as WatchDraft);
process.stdout.write(`saved ${String(saved.ok)}\n`);
