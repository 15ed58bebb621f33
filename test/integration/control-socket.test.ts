import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { type Socket, createConnection, createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Control, connectControl, openControl, readControlFile } from '../../electron/control/index.ts';
import { contractVersion, limits } from '../../electron/control/messages.ts';
import type { Engine } from '../../electron/engine/index.ts';
import { clip, tempDir } from '../support/media.ts';
import { until } from '../support/convoy-process.ts';
import { watchedEngine } from '../support/watched-engine.ts';

/** The control socket against friends, strangers and noise. Named pipes have no modes and no stale files. */

interface Held {
  readonly state: string;
  readonly engine: Engine;
  readonly control: Control;
  readonly log: string[];
}

async function held(state = path.join(tempDir({ onTestFinished }), 'state')): Promise<Held> {
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const after = {
    onTestFinished: (done: () => unknown) => {
      onTestFinished(async () => {
        await done();
      });
    },
  };
  const { engine } = watchedEngine(after, { stateFile: path.join(state, 'queue.db') });
  const log: string[] = [];
  const control = await openControl({
    ...{ engine, state, home: state, log: (line: string) => void log.push(line) },
    holder: { what: 'run', pid: process.pid, url: null },
  });
  onTestFinished(() => control.close());
  return { state, engine, control, log };
}

interface Raw {
  readonly socket: Socket;
  /** Every line that came, as JSON. */
  readonly lines: () => unknown[];
  readonly closed: () => boolean;
  say(text: string | Buffer): void;
}

function raw(address: string): Raw {
  const socket = createConnection({ path: address });
  let [text, closed] = ['', false];
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  socket.on('error', () => undefined).on('close', () => (closed = true));
  onTestFinished(() => void socket.destroy());
  return {
    socket,
    lines: () =>
      text
        .slice(0, text.lastIndexOf('\n') + 1)
        .split('\n')
        .filter((line) => line !== '')
        .map((line): unknown => JSON.parse(line)),
    closed: () => closed,
    say: (sent) => void socket.write(sent),
  };
}

const hello = (state: string, more: object = {}): string =>
  `${JSON.stringify({
    id: 0,
    call: 'hello',
    input: { token: readControlFile(state)?.token, contract: contractVersion, ...more },
  })}\n`;

describe.skipIf(process.platform === 'win32')('the control socket', () => {
  it('is for its person alone, and goes with its holder', async () => {
    const { state, control } = await held();
    expect(control.address).toBe(path.join(state, 'control.sock'));
    const modes = ['control.sock', 'control.json'].map(
      (name) => statSync(path.join(state, name)).mode & 0o777,
    );
    expect(modes).toEqual([0o600, 0o600]);
    await control.close();
    expect(['control.sock', 'control.json'].map((name) => existsSync(path.join(state, name)))).toEqual([
      false,
      false,
    ]);
    expect(await connectControl(state)).toBeNull();
  });

  it('answers the contract and the door, and tells what happens', async () => {
    const { state } = await held();
    const link = await connectControl(state);
    if (link === null) throw new Error('nobody listens');
    expect(link.holder).toEqual({ what: 'run', pid: process.pid, url: null });
    const heard: string[] = [];
    await link.hear(['queue'], (news) => heard.push(news.type === 'job' ? news.job.status : news.type));
    const { jobs } = await link.ask('door:add', {
      requests: [
        { request: { input: await clip('jpeg'), kind: 'image', output: path.join(state, 'out', path.sep) } },
      ],
    });
    await link.ask('door:idle', null);
    expect(await link.ask('door:counts', null)).toMatchObject({ queued: 0, succeeded: 1, paused: 'no' });
    expect((await link.ask('jobs:get', { id: jobs[0]?.id ?? '' })).job.status).toBe('succeeded');
    await until(() => heard.includes('succeeded'), 5000);
    await expect(link.ask('queue:page', { after: null, limit: 0 })).rejects.toMatchObject({
      error: { kind: 'invalid_request' },
    });
    await link.close();
  });

  it('says nothing to whoever does not know the token', async () => {
    const { state, control } = await held();
    const strangers = [
      '{"id":1,"call":"queue:state"}\n',
      hello(state, { token: 'x'.repeat(43) }),
      hello(state, { contract: contractVersion + 1 }),
      'GET / HTTP/1.1\r\n\r\n',
      Buffer.from([0xff, 0xfe, 0x0a]),
      'x'.repeat(limits.greeting + 1),
    ].map((text) => {
      const one = raw(control.address ?? '');
      one.say(text);
      return one;
    });
    await until(() => strangers.every((one) => one.closed()), 10_000);
    expect(
      strangers.map((one) => one.lines().map((line) => (line as { error: { kind: string } }).error.kind)),
    ).toEqual([
      ['token_missing'],
      ['token_invalid'],
      ['conflict'],
      ['invalid_request'],
      ['invalid_request'],
      ['payload_too_large'],
    ]);
  });

  it('outlives garbage and lines that are too long', async () => {
    const { state, control } = await held();
    const one = raw(control.address ?? '');
    one.say(hello(state));
    one.say(
      'garbage\n[]\n{"id":"x","call":"queue:state"}\n{"id":4,"call":"toString"}\n{"id":5,"call":"door:nothing"}\n',
    );
    one.say('{"id":6,"call":"door:list","input":{"limit":-1}}\n{"id":7,"call":"queue:state"}\n');
    await until(() => one.lines().length === 8, 10_000);
    expect(one.lines().map((line) => [(line as { id: unknown }).id, (line as { ok: unknown }).ok])).toEqual(
      expect.arrayContaining([
        [0, true],
        [null, false],
        [4, false],
        [5, false],
        [6, false],
        [7, true],
      ]),
    );
    one.say(Buffer.alloc(limits.call + 1, 0x61));
    await until(() => one.closed(), 20_000);
    expect(one.lines().at(-1)).toMatchObject({ id: null, ok: false, error: { kind: 'payload_too_large' } });
    const link = await connectControl(state);
    expect(await link?.ask('queue:state', null)).toMatchObject({ paused: 'no' });
    await link?.close();
  });

  it('takes the place of a socket that a dead process left', async () => {
    const state = path.join(tempDir({ onTestFinished }), 'state');
    mkdirSync(state);
    const server = createServer().listen(path.join(state, 'control.sock'));
    await new Promise((resolve) => server.once('listening', resolve));
    // A process that dies removes nothing; this one only stops answering.
    server.unref();
    writeFileSync(path.join(state, 'control.json'), 'half of a fi', { mode: 0o600 });
    expect(await connectControl(state)).toBeNull();
    const { log } = await held(state);
    expect(log).toEqual([]);
    const link = await connectControl(state);
    expect(link?.holder?.pid).toBe(process.pid);
    await link?.close();
    server.close();
  });

  it('finds a shorter place when the path of the folder is too long', async () => {
    const state = path.join(tempDir({ onTestFinished }), 'x'.repeat(60), 'y'.repeat(60), 'state');
    const { control } = await held(state);
    const address = control.address ?? '';
    expect(address.startsWith(state)).toBe(false);
    expect(statSync(address).mode & 0o777).toBe(0o600);
    const link = await connectControl(state);
    expect(link?.holder?.what).toBe('run');
    await link?.close();
    await control.close();
    expect(existsSync(address)).toBe(false);
  });

  it('leaves a file alone that only has the name of the socket', async () => {
    const state = path.join(tempDir({ onTestFinished }), 'state');
    mkdirSync(state);
    writeFileSync(path.join(state, 'control.sock'), 'mine');
    chmodSync(state, 0o700);
    const { control, log } = await held(state);
    expect(statSync(path.join(state, 'control.sock')).isFile()).toBe(true);
    expect(log[0]).toContain('nobody can listen at');
    expect(control.address).not.toBe(path.join(state, 'control.sock'));
    const link = await connectControl(state);
    expect(link).not.toBeNull();
    await link?.close();
  });
});
