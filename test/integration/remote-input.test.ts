import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Engine, EngineDeps, EngineEvent } from '../../electron/engine/index.ts';
import type { Job, JobRequest } from '../../shared/model/job.ts';
import { buildChild } from '../support/build-child.ts';
import { breakOff, goodAnswer, lyingServer, startOf } from '../support/lying-server.ts';
import { clip, root, tempDir, tools } from '../support/media.ts';
import { testEngine } from '../support/run-jobs.ts';

/** Jobs whose inputs are addresses, from the request to what is left on the disk. */

interface Ending {
  onTestFinished(end: () => void): void;
}

const open: Engine[] = [];
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
});

function place(t: Ending, deps: Partial<EngineDeps> = {}) {
  const folder = tempDir(t);
  const out = path.join(folder, 'downloads');
  const stateFile = path.join(folder, 'state', 'queue.db');
  const events: EngineEvent[] = [];
  const engineWith = (more: Partial<EngineDeps> = {}): Engine => {
    const engine = testEngine(tools.bundled, { stateFile, downloads: out, ...deps, ...more });
    engine.subscribe((event) => events.push(event));
    open.push(engine);
    return engine;
  };
  const imports = path.join(folder, 'state', 'imports');
  return { folder, out, stateFile, imports, events, engineWith, lines: () => linesOf(events) };
}

const linesOf = (events: readonly EngineEvent[]): readonly string[] =>
  events.flatMap((event) => (event.type === 'log' ? [event.line] : []));
const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
const inside = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];

const toMp3 = (input: string | string[]): JobRequest => ({
  input,
  kind: 'audio',
  options: { format: 'mp3' },
});

async function runOne(engine: Engine, request: JobRequest): Promise<Job> {
  const [job] = await engine.add([{ request }]);
  await engine.idle();
  const ended = engine.job(job?.id ?? '');
  if (ended === null) throw new Error('no job');
  return ended;
}

describe('a login in an address', () => {
  it.each([
    ['https://me:canary-pass@127.0.0.1:9/a.mp4', 'https://127.0.0.1:9/a.mp4'],
    ['rtsp://me:canary-pass@camera/1', 'rtsp://camera/1'],
    ['s3://me:canary-pass@bucket/', 's3://bucket/'],
  ])('of %s is kept nowhere, not even with the job that is refused for it', async (given, kept) => {
    const { folder, engineWith, events } = place({ onTestFinished });
    const engine = engineWith();
    const expanded = await engine.expand([given], 'audio');
    const refused = expanded.flatMap((one) => (one.ok ? [] : [one.error]));
    const job = await runOne(engine, toMp3(given));
    expect([job.status, job.input, job.error?.kind]).toEqual(['failed', kept, 'invalid_input']);
    expect(JSON.stringify([job, refused, events])).not.toContain('canary-pass');
    await engine.close();
    for (const name of inside(folder)) {
      const file = path.join(folder, name);
      if (statSync(file).isFile())
        expect([name, readFileSync(file).includes('canary')]).toEqual([name, false]);
    }
  });
});

describe('a job with an address', () => {
  it('downloads, converts, and cleans up; ffmpeg is given a file', async (t) => {
    const content = readFileSync(await clip('h264-aac-mp4'));
    const server = await lyingServer(t, goodAnswer(content));
    const { out, imports, events, engineWith, lines } = place(t, { allowPrivateAddresses: true });
    const url = `${server.origin}/films/My%20film.mp4?token=canary`;
    const job = await runOne(engineWith(), toMp3(url));
    expect(job).toMatchObject({ status: 'succeeded', error: null, input: url });
    expect(job.output).toBe(path.join(out, 'My film.mp3'));
    expect(namesIn(out)).toEqual(['My film.mp3']);
    const imported = job.tasks.find(({ kind }) => kind === 'import');
    expect(imported).toMatchObject({ status: 'succeeded', output: { bytes: content.length } });
    await expect.poll(() => namesIn(imports)).toEqual([]);
    const phases = events.flatMap((event) =>
      event.type === 'progress' && event.transfer !== null ? [event] : [],
    );
    expect(phases.length).toBeGreaterThan(0);
    expect(phases.every(({ transfer }) => transfer?.files.of === 1)).toBe(true);
    const commands = lines().filter((line) => /ffmpeg|ffprobe/.test(line));
    expect(commands.length).toBeGreaterThan(0);
    // No tool is ever told an address, and no line of the log says one that may hold a secret.
    expect(lines().join('\n')).not.toMatch(/https?:\/\/|canary/);
  });

  it('joins what comes from two places', async (t) => {
    const content = readFileSync(await clip('h264-aac-mp4'));
    const server = await lyingServer(t, goodAnswer(content));
    const { out, engineWith } = place(t, { allowPrivateAddresses: true });
    const job = await runOne(engineWith(), {
      input: [`${server.origin}/a.mp4`, await clip('h264-aac-mp4')],
      kind: 'video',
      output: `${out}/joined.mp4`,
    });
    expect(job).toMatchObject({ status: 'succeeded', output: path.join(out, 'joined.mp4') });
    expect(server.asked).toHaveLength(1);
  });

  it('is refused in a private network unless that is allowed', async (t) => {
    const server = await lyingServer(t, goodAnswer(Buffer.alloc(10)));
    const { imports, engineWith } = place(t);
    const job = await runOne(engineWith(), toMp3(`${server.origin}/a.mp4`));
    expect(job).toMatchObject({ status: 'failed', error: { kind: 'invalid_input' } });
    expect(job.error?.hint).toMatch(/--allow-private/);
    expect(server.asked).toHaveLength(0);
    await expect.poll(() => inside(imports)).toEqual([]);
  });

  it('fails with the reason, and cleans up', async (t) => {
    const server = await lyingServer(t, goodAnswer(Buffer.from('<!doctype html><p>Hi'), '"x"', 'text/html'));
    const { imports, out, engineWith } = place(t, { allowPrivateAddresses: true });
    const job = await runOne(engineWith(), toMp3(`${server.origin}/a.mp4`));
    expect(job).toMatchObject({
      status: 'failed',
      error: {
        kind: 'input_unsupported',
        message: '“a.mp4” cannot be converted this way: the address leads to a web page, and not to a file.',
      },
    });
    await expect.poll(() => inside(imports)).toEqual([]);
    expect(namesIn(out)).toEqual([]);
  });

  it('is called off in the middle, and cleans up', async (t) => {
    const content = readFileSync(await clip('h264-aac-mp4'));
    let closed = false;
    const server = await lyingServer(t, (response) => {
      response.on('close', () => (closed = true));
      response.writeHead(200, { 'content-length': content.length * 100, etag: '"one"' });
      response.write(content);
    });
    const { imports, engineWith } = place(t, { allowPrivateAddresses: true });
    const engine = engineWith();
    const [job] = await engine.add([{ request: toMp3(`${server.origin}/a.mp4`) }]);
    const id = job?.id ?? '';
    await expect.poll(() => engine.queue.entry(id)?.phase).toBe('importing');
    await expect.poll(() => inside(imports).some((name) => name.endsWith('.part'))).toBe(true);
    await engine.cancel([id]);
    expect(engine.job(id)?.status).toBe('cancelled');
    await expect.poll(() => inside(imports)).toEqual([]);
    await expect.poll(() => closed).toBe(true);
  });

  it('is not planned before it is here, which is no failure', async (t) => {
    const { engineWith } = place(t);
    const [planned] = await engineWith({ work: false }).plan([
      { request: toMp3('https://example.org/a.mp4') },
    ]);
    expect(planned?.result).toMatchObject({ ok: false, skipped: true, error: { kind: 'conflict' } });
  });
});

describe('kill -9 in the middle of a download', () => {
  it('the next start goes on with it', async (t) => {
    const content = readFileSync(await clip('h264-aac-mp4'));
    const padded = Buffer.concat([content, freeBox(2_000_000)]);
    const server = await lyingServer(t, (response, n, asked) => {
      if (n > 0) {
        goodAnswer(padded)(response, n, asked);
        return;
      }
      response.writeHead(200, { 'content-length': padded.length, etag: '"one"' });
      response.write(padded.subarray(0, 1_500_000));
    });
    const { out, imports, stateFile, engineWith } = place(t, { allowPrivateAddresses: true });
    const first = engineWith({ work: false });
    await first.library.changeSettings({ allowPrivateAddresses: true });
    await first.close();
    const request = { ...toMp3(`${server.origin}/a.mp4`), output: `${out}/` };
    const program = await buildChild('engine-child');
    const child: ChildProcess = spawn(
      process.execPath,
      [
        program,
        stateFile,
        path.join(root, 'dist/still-worker.js'),
        JSON.stringify({ requests: [{ request }], ready: false }),
      ],
      { stdio: 'ignore' },
    );
    t.onTestFinished(() => void child.kill('SIGKILL'));
    const partBytes = (): number => {
      const [part] = inside(imports).filter((name) => name.endsWith('-1.part'));
      return part === undefined ? 0 : readFileSync(path.join(imports, part)).length;
    };
    await expect.poll(partBytes).toBe(1_500_000);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));

    const engine = engineWith();
    await engine.idle();
    const [entry] = engine.queue.page({ after: null, limit: 10 });
    expect(entry?.job).toMatchObject({ status: 'succeeded', output: path.join(out, 'a.mp3') });
    expect(server.asked.map(startOf)).toEqual([0, 1_500_000]);
    await expect.poll(() => namesIn(imports)).toEqual([]);
  });

  it('a connection that breaks off in between costs nothing but the rest', async (t) => {
    const content = Buffer.concat([readFileSync(await clip('h264-aac-mp4')), freeBox(2_000_000)]);
    const server = await lyingServer(t, (response, n, asked) => {
      if (n === 0) breakOff(response, content, 1_000_000);
      else goodAnswer(content)(response, n, asked);
    });
    const { engineWith } = place(t, { allowPrivateAddresses: true });
    const job = await runOne(engineWith(), toMp3(`${server.origin}/a.mp4`));
    expect(job.status).toBe('succeeded');
    expect(server.asked).toHaveLength(2);
    expect(startOf(server.asked[1] ?? { path: '', headers: {} })).toBeGreaterThan(500_000);
  });
});

/** What an MP4 may have behind it: room that nobody reads. */
function freeBox(bytes: number): Buffer {
  const box = Buffer.alloc(bytes);
  box.writeUInt32BE(bytes, 0);
  box.write('free', 4, 'latin1');
  return box;
}
