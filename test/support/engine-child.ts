import { createEngine } from '../../electron/engine/index.ts';

/** An engine with a state file in a process of its own: a request as JSON is added, progress is told a line each. */
const [stateFile = '', stillWorkerPath = '', request = ''] = process.argv.slice(2);
const engine = createEngine({ stateFile, stillWorkerPath });
engine.subscribe((event) => {
  if (event.type === 'progress') process.stdout.write(`progress ${event.progress ?? 0}\n`);
  if (event.type === 'job') process.stdout.write(`${event.job.status} ${event.job.attempt}\n`);
});
if (request !== '') {
  const { requests, ready } = JSON.parse(request) as {
    requests: Parameters<typeof engine.add>[0];
    ready: boolean;
  };
  await engine.add(requests, { ready });
}
await engine.idle();
process.stdout.write('idle\n');
await engine.close();
