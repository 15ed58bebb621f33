import { createInterface } from 'node:readline';
import { spawnRunner } from '../../electron/engine/process/run-ffmpeg.ts';

/**
 * Runs what it is told, in a process of its own: a line of JSON on standard input is the program with its arguments;
 * what the program says on standard error comes out again, and `ended` after it.
 */
createInterface({ input: process.stdin }).on('line', (line) => {
  const [ffmpeg = '', ...args] = JSON.parse(line) as string[];
  void spawnRunner
    .run({ ffmpeg, args, onLine: (said) => process.stdout.write(`${said}\n`) })
    .then(() => process.stdout.write('ended\n'));
});
