import { createEngine } from '../../electron/engine/index.ts';

/**
 * An engine with a state file in a process of its own: a request as JSON is added, progress is told a line each. With a
 * last argument it uses that ffmpeg and no other.
 */
const [stateFile = '', stillWorkerPath = '', request = '', ffmpegPath] = process.argv.slice(2);
const engine = createEngine({
  stateFile,
  stillWorkerPath,
  ...(ffmpegPath === undefined ? {} : { ffmpegPath, onlyFfmpegPath: true }),
});
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
