import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { jsonLines, runConvoy, startConvoy, until } from '../support/convoy-process.ts';
import { longClip } from '../support/long-clip.ts';
import { tempDir } from '../support/media.ts';

/** `convoy watch` as a process: what was there, what comes, and what an earlier run did. */
it('converts what is there and what comes, and knows it the next time', async () => {
  const dir = tempDir({ onTestFinished });
  const [drop, out] = [path.join(dir, 'drop'), path.join(dir, 'out')];
  mkdirSync(drop);
  const film = await longClip(dir, 2);
  copyFileSync(film, path.join(drop, 'first.mp4'));
  const args = [
    ...['watch', '--folder', 'drop', '--kind', 'audio', '--format', 'wav', '-o', 'out/', '--stable', '0.5'],
    ...['--json', '--state', 'state'],
  ];
  const results = (): string[] =>
    existsSync(out)
      ? readdirSync(out)
          .filter((name) => name.endsWith('.wav'))
          .sort()
      : [];
  const done = (text: string): unknown[] =>
    jsonLines(text.slice(0, text.lastIndexOf('\n') + 1)).flatMap((line) =>
      line['type'] === 'watched' && (line['state'] === 'done' || line['state'] === 'failed')
        ? [[line['path'], line['state']]]
        : [],
    );

  const first = startConvoy(args, dir);
  await until(() => done(first.said()).length === 1, 60_000);
  copyFileSync(film, path.join(drop, 'second.mp4'));
  await until(() => done(first.said()).length === 2, 60_000);
  expect(done(first.said())).toEqual([
    ['first.mp4', 'done'],
    ['second.mp4', 'done'],
  ]);
  const another = await runConvoy(['watch', '--folder', 'drop', '--kind', 'image', '--state', 'state'], dir);
  expect([another.code, another.stderr]).toMatchObject([
    1,
    expect.stringContaining('`convoy watch` (process '),
  ]);
  first.process.kill('SIGTERM');
  expect((await first.ended).code).toBe(143);
  expect(results()).toEqual(['first.wav', 'second.wav']);

  const second = startConvoy(args, dir);
  await until(() => second.said().includes('"watching"'), 60_000);
  copyFileSync(film, path.join(drop, 'third.mp4'));
  await until(() => done(second.said()).length > 0, 60_000);
  expect(done(second.said())).toEqual([['third.mp4', 'done']]);
  expect(results()).toEqual(['first.wav', 'second.wav', 'third.wav']);
});
