import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Job } from '../../shared/model/job.ts';
import { MediaFacts } from '../../shared/model/media.ts';
import { clip, probeJson, root, tempDir } from '../support/media.ts';

/** The built command line as a process, on real files. `npm test` builds `dist/` first. */

const convoy = path.join(root, 'dist', 'convoy.js');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Started {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Everything on standard output so far. */
  readonly soFar: () => string;
  readonly ended: Promise<Ended>;
}

/** Starts the command line; it is killed when the test ends before it does. */
function start(args: readonly string[], cwd: string): Started {
  const child = spawn(process.execPath, [convoy, ...args], { cwd, stdio: 'pipe' });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined);
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { process: child, soFar: () => stdout, ended };
}

function runConvoy(args: readonly string[], cwd: string, stdin = ''): Promise<Ended> {
  const started = start(args, cwd);
  started.process.stdin.end(stdin);
  return started.ended;
}

const lines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Waits, for at most so long, until something is true. */
async function until(condition: () => boolean, ms: number): Promise<void> {
  const deadline = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Every file and folder below, relative, hidden ones too. */
const below = (dir: string): string[] => readdirSync(dir, { recursive: true }).map(String).sort();

/** A folder with copies of test media, and the way to see that nobody touched them. */
async function workFolder(
  names: Readonly<Record<string, Parameters<typeof clip>[0]>>,
): Promise<{ readonly dir: string; readonly untouched: () => boolean }> {
  const dir = tempDir({ onTestFinished });
  mkdirSync(path.join(dir, 'in'));
  const copies: [string, string][] = [];
  for (const [name, media] of Object.entries(names)) {
    const original = await clip(media);
    const copy = path.join(dir, 'in', name);
    copyFileSync(original, copy);
    copies.push([original, copy]);
  }
  return { dir, untouched: () => copies.every(([a, b]) => readFileSync(a).equals(readFileSync(b))) };
}

/** So much work out of a clip of two seconds that it can be stopped in the middle. */
const slowly = [
  '--width',
  '1920',
  '--height',
  '1080',
  '--fit',
  'fill',
  '--codec',
  'h265',
  '--compression',
  '95',
  '--fps',
  '60',
];

/** True once some job is at least so far. */
const progressed = (text: string, share: number): boolean =>
  lines(text.slice(0, text.lastIndexOf('\n') + 1)).some(
    (line) =>
      line['type'] === 'progress' && typeof line['progress'] === 'number' && line['progress'] >= share,
  );

describe('a conversion on a pipe', () => {
  it('speaks JSON lines and leaves a complete file', async () => {
    const { dir, untouched } = await workFolder({ 'clip.mp4': 'h264-aac-mp4' });
    const { code, stdout, stderr } = await runConvoy(
      ['video', '-i', 'in/clip.mp4', '-o', 'out/small.mp4', '--width', '160', '--height', '120'],
      dir,
    );
    expect(code, stderr).toBe(0);
    const said = lines(stdout);
    const jobs = said.filter((line) => line['type'] === 'job').map((line) => Job.parse(line['job']));
    expect([jobs[0]?.status, jobs.at(-1)?.status]).toEqual(['queued', 'succeeded']);
    expect(jobs.at(-1)?.options).toEqual({ width: 160, height: 120 });
    expect(jobs.at(-1)?.tasks.map(({ kind, status }) => [kind, status])).toEqual([
      ['probe', 'succeeded'],
      ['import', 'skipped'],
      ['video', 'succeeded'],
      ['export', 'succeeded'],
    ]);
    const file = path.join(dir, 'out', 'small.mp4');
    expect(said.at(-1)).toEqual({
      type: 'summary',
      ...{ succeeded: 1, failed: 0, skipped: 0, cancelled: 0 },
      input_bytes: statSync(path.join(dir, 'in', 'clip.mp4')).size,
      output_bytes: statSync(file).size,
      ms: expect.any(Number) as number,
    });
    for (const line of said.filter(({ type }) => type === 'progress'))
      expect(line).toEqual({
        type: 'progress',
        id: jobs[0]?.id,
        progress: line['progress'] === null ? null : (expect.any(Number) as number),
      });
    const video = (await probeJson(file)).streams.find((s) => s.codec_type === 'video');
    expect([video?.width, video?.height]).toEqual([160, 120]);
    expect(below(path.join(dir, 'out'))).toEqual(['small.mp4']);
    expect(stderr).toMatch(/^✓ clip\.mp4 → out\/small\.mp4 {2}/);
    expect(untouched()).toBe(true);
  });

  it('goes on after a bad file and ends with 1', async () => {
    const { dir, untouched } = await workFolder({ 'bad.mp4': 'text-mp4', 'good.mp4': 'h264-aac-mp4' });
    const { code, stdout, stderr } = await runConvoy(
      ['audio', 'in/bad.mp4', 'in/good.mp4', '-o', 'out', '--format', 'flac'],
      dir,
    );
    expect(code).toBe(1);
    expect(lines(stdout).at(-1)).toMatchObject({ succeeded: 1, failed: 1, skipped: 0, cancelled: 0 });
    expect(stderr).toContain('✗ “bad.mp4” ');
    expect(below(path.join(dir, 'out'))).toEqual(['good.flac']);
    expect(untouched()).toBe(true);
  });

  it('takes a folder, numbers a name that is taken, or skips it when told', async () => {
    const { dir } = await workFolder({ 'a.mp4': 'h264-aac-mp4' });
    const args = ['audio', '-i', 'in', '-o', 'out', '--format', 'mp3'];
    expect((await runConvoy(args, dir)).code).toBe(0);
    expect((await runConvoy(args, dir)).code).toBe(0);
    const skipped = await runConvoy([...args, '--on-collision', 'skip'], dir);
    expect([skipped.code, lines(skipped.stdout).at(-1)]).toMatchObject([0, { succeeded: 0, skipped: 1 }]);
    expect(below(path.join(dir, 'out'))).toEqual(['a (2).mp3', 'a.mp3']);
  });

  it('reads jobs from standard input; a bad one is one failed job', async () => {
    const { dir } = await workFolder({ 'a.mp4': 'h264-aac-mp4' });
    const input = path.join(dir, 'in', 'a.mp4');
    const good = { input, kind: 'audio', options: { format: 'wav' }, output: `${dir}/out/` };
    const { code, stdout } = await runConvoy(
      ['jobs', 'create', '-'],
      dir,
      [good, { ...good, options: { format: 'mp4' } }, { kind: 'audio' }]
        .map((j) => JSON.stringify(j))
        .join('\n'),
    );
    expect(code).toBe(1);
    expect(lines(stdout).at(-1)).toMatchObject({ succeeded: 1, failed: 2 });
    expect(below(path.join(dir, 'out'))).toEqual(['a.wav']);
  });
});

describe('a wrong command line starts nothing', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['a missing input', ['video', 'in/a.mp4', 'nowhere.mp4', '-o', 'out/'], /“nowhere\.mp4” is not there/],
    ['a bad value', ['video', 'in/a.mp4', '-o', 'out/', '--width', '12abc'], /width cannot be "12abc"/],
    [
      'a contradiction',
      ['video', 'in/a.mp4', '-o', 'out/b.webm', '--format', 'mp4'],
      /the output ends in \.webm/,
    ],
    ['an unknown flag', ['video', 'in/a.mp4', '-o', 'out/', '--widht', '5'], /Did you mean --width\?/],
  ])('%s', async (_, args, message) => {
    const { dir } = await workFolder({ 'a.mp4': 'h264-aac-mp4' });
    const { code, stdout, stderr } = await runConvoy(args, dir);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(below(dir)).toEqual(['in', 'in/a.mp4']);
  });
});

describe('stopping', () => {
  it('Ctrl-C in the middle ends within three seconds, with 130 and no partial file', async () => {
    const { dir, untouched } = await workFolder({ 'a.mp4': 'h264-aac-mp4', 'b.mp4': 'h264-aac-mp4' });
    const started = start(['video', 'in/a.mp4', 'in/b.mp4', '-o', 'out/', ...slowly], dir);
    await until(() => progressed(started.soFar(), 0.2), 45_000);
    const asked = Date.now();
    started.process.kill('SIGINT');
    const { code, stdout, stderr } = await started.ended;
    expect(Date.now() - asked).toBeLessThan(3000);
    expect(code, stderr).toBe(130);
    expect(lines(stdout).at(-1)).toMatchObject({ type: 'summary', succeeded: 0, failed: 0, cancelled: 2 });
    expect(below(dir).filter((name) => name !== 'out')).toEqual(['in', 'in/a.mp4', 'in/b.mp4']);
    expect(untouched()).toBe(true);
  });

  it('a reader that goes away ends it quietly, with nothing half-made', async () => {
    const { dir } = await workFolder({ 'a.mp4': 'h264-aac-mp4' });
    const started = start(['video', 'in/a.mp4', '-o', 'out/', ...slowly], dir);
    await until(() => started.soFar().includes('\n'), 20_000);
    started.process.stdout.destroy();
    const { code, stderr } = await started.ended;
    expect([code, stderr]).toEqual([141, '']);
    expect(below(dir).filter((name) => name !== 'out')).toEqual(['in', 'in/a.mp4']);
  });
});

describe('looking without touching', () => {
  it('--dry-run is a table, and with --json the whole plan', async () => {
    const { dir } = await workFolder({ 'a.mp4': 'h264-aac-mp4' });
    const args = ['video', 'in/a.mp4', '-o', 'out/', '--format', 'mov', '--dry-run'];
    const table = await runConvoy([...args, '--show-command'], dir);
    expect([table.code, table.stderr]).toEqual([0, '']);
    expect(table.stdout).toMatch(/^Plan +File +Size +Saves to\nCopy +a\.mp4 +\S.* out\/a\.mov\n/);
    expect(table.stdout).toMatch(/\n {8}\$ .*ffmpeg/);
    const json = await runConvoy([...args, '--json'], dir);
    expect(lines(json.stdout)).toMatchObject([
      { type: 'plan', action: 'copy', path: path.join(dir, 'out', 'a.mov'), error: null },
      { type: 'summary', copy: 1, encode: 0, mixed: 0, skip: 0, fail: 0 },
    ]);
    expect(below(dir)).toEqual(['in', 'in/a.mp4']);
  });

  it('probe gives the facts of each file', async () => {
    const { dir } = await workFolder({ 'a.mp4': 'h264-aac-mp4', 'bad.mp4': 'text-mp4' });
    const { code, stdout } = await runConvoy(['probe', 'in/a.mp4', 'in/bad.mp4'], dir);
    expect(code).toBe(1);
    const [good, bad] = lines(stdout);
    const { path: file, ...facts } = good ?? {};
    expect(file).toBe(path.join(dir, 'in', 'a.mp4'));
    expect(MediaFacts.parse(facts).video[0]?.codec).toBe('h264');
    expect(bad).toMatchObject({
      path: path.join(dir, 'in', 'bad.mp4'),
      error: { kind: 'input_unsupported' },
    });
  });

  it('health finds a tool that works', async () => {
    const { dir } = await workFolder({});
    const words = await runConvoy(['health'], dir);
    expect([words.code, words.stderr]).toEqual([0, '']);
    expect(words.stdout).toMatch(/^ffmpeg .*used first$/m);
    const json = await runConvoy(['health', '--json'], dir);
    expect(lines(json.stdout).at(-1)).toMatchObject({ type: 'health', usable: true });
  });
});
