import { PassThrough } from 'node:stream';
import type { EngineChoice, StopSignal, Surroundings } from '../../../electron/cli/surroundings.ts';
import type { AddRequest, Engine, EngineEvent, PlannedJob } from '../../../electron/engine/index.ts';
import { newId } from '../../../shared/model/id.ts';
import type { ConvoyError } from '../../../shared/model/error.ts';
import type { Job, JobStatus } from '../../../shared/model/job.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';

/** Stand-ins for the process and for the engine, so that the command line is tested without either. */

/** An output that keeps what was written. */
export class FakeOutput extends PassThrough {
  readonly isTTY: boolean;
  readonly columns = 100;
  readonly rows = 24;
  #text = '';
  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
    this.on('data', (chunk: Buffer) => (this.#text += chunk.toString('utf8')));
  }
  get text(): string {
    return this.#text;
  }
  /** Every line parsed as JSON. */
  get json(): unknown[] {
    return this.#text
      .split('\n')
      .filter((line) => line !== '')
      .map((line): unknown => JSON.parse(line));
  }
}

/** A process to run the command line in. */
export interface FakeDoor extends Surroundings {
  readonly stdin: PassThrough;
  readonly stdout: FakeOutput;
  readonly stderr: FakeOutput;
  /** Sends a signal. */
  readonly signal: (name: StopSignal) => void;
  /** Lets the clock go on by so many milliseconds; it stands still otherwise. */
  readonly pass: (ms: number) => void;
  /** Codes that `exitNow` was called with. */
  readonly exits: number[];
  /** What the engine was opened with, once for each time. */
  readonly opened: EngineChoice[];
}

export interface DoorSetup {
  readonly engine?: Engine;
  /** Which outputs are terminals. */
  readonly terminal?: { readonly stdout?: boolean; readonly stderr?: boolean };
  readonly cwd?: string;
}

export function fakeDoor(args: readonly string[], setup: DoorSetup = {}): FakeDoor {
  const listeners = new Set<(signal: StopSignal) => void>();
  const exits: number[] = [];
  const opened: EngineChoice[] = [];
  let clock = 0;
  return {
    args,
    cwd: setup.cwd ?? '/work-folder',
    version: '1.2.3',
    platform: 'linux',
    env: {},
    home: '/home/somebody',
    startServer: () => Promise.reject(new Error('this test starts no server')),
    startProgram: () => Promise.resolve(false),
    stdin: new PassThrough(),
    stdout: new FakeOutput(setup.terminal?.stdout ?? false),
    stderr: new FakeOutput(setup.terminal?.stderr ?? false),
    colours: false,
    dumb: false,
    openEngine: (choice) => {
      opened.push(choice);
      return setup.engine === undefined
        ? Promise.reject(new Error('this test opens no engine'))
        : Promise.resolve(setup.engine);
    },
    onSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    now: () => clock,
    pass: (ms) => (clock += ms),
    exitNow: (code) => void exits.push(code),
    signal: (name) => {
      for (const listener of [...listeners]) listener(name);
    },
    exits,
    opened,
  };
}

/** Facts of a file that was probed. */
export const facts = (bytes: number): MediaFacts => ({
  formats: ['mov'],
  bytes,
  duration: 10,
  start: 0,
  bitrate: null,
  tags: {},
  chapters: 0,
  video: [],
  audio: [],
  subtitles: [],
  pictures: [],
  otherStreams: 0,
  still: null,
  keyframeAtStart: null,
});

/** A job in any state, with the tasks that the command line reads. */
export function jobOf(
  overrides: Partial<Job> & { readonly status: JobStatus },
  bytes?: [number, number],
): Job {
  const kind = overrides.kind ?? 'video';
  const task = (taskKind: Job['tasks'][number]['kind'], output: unknown): Job['tasks'][number] => ({
    id: newId('task'),
    object: 'task',
    kind: taskKind,
    input: null,
    options: {},
    output,
    status: output === null ? 'waiting' : 'succeeded',
    progress: null,
    error: null,
    created_at: 0,
    started_at: null,
    finished_at: null,
    updated_at: 0,
  });
  const file = (size: number): object => ({
    url: 'file:///x',
    path: '/x',
    bytes: size,
    mime: 'video/mp4',
    width: null,
    height: null,
    duration: null,
  });
  return {
    id: newId('job'),
    object: 'job',
    kind,
    input: '/media/holiday.mov',
    output: null,
    options: {},
    metadata: {},
    progress: null,
    error: null,
    warnings: [],
    tasks: [
      task('probe', bytes === undefined ? null : facts(bytes[0])),
      task('import', null),
      task(kind, bytes === undefined ? null : { plan: 'encode', command: 'ffmpeg -i file:/a b' }),
      task('export', bytes === undefined ? null : { files: [file(bytes[1])], primary: 0 }),
    ],
    attempt: 1,
    batch_id: null,
    preset: null,
    created_at: 0,
    started_at: null,
    finished_at: null,
    updated_at: 0,
    ...overrides,
  };
}

/** How a fake job ends; `never` runs until it is cancelled. */
export type Ending = 'succeeded' | 'failed' | 'skipped' | 'never';

export interface FakeEngine extends Engine {
  /** Everything that was added. */
  readonly added: AddRequest[];
  readonly closed: () => boolean;
}

/** A picture library that does everything. */
export const goodPictures = {
  ok: true as const,
  value: {
    libvips: '8.17.0',
    build: 'native' as const,
    writes: ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'],
    libheif: '1.23.2',
  },
};

/** A part that says so when somebody uses it. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- it stands in for whatever is wanted
function unused<T extends object>(): T {
  return new Proxy({} as T, {
    get: (_, name) => {
      throw new Error(`nobody was to use ${String(name)}`);
    },
  });
}

/** An engine that converts nothing and ends each job as it is told, in order. */
export function fakeEngine(
  endings: readonly Ending[] = [],
  parts: Partial<Pick<Engine, 'expand' | 'plan' | 'tools' | 'probe' | 'pictures'>> & {
    readonly error?: ConvoyError;
  } = {},
): FakeEngine {
  const listeners = new Set<(event: EngineEvent) => void>();
  const jobs = new Map<string, Job>();
  const added: AddRequest[] = [];
  const waiting = new Set<() => void>();
  let closed = false;
  const put = (job: Job): void => {
    jobs.set(job.id, job);
    for (const listener of listeners) listener({ type: 'job', job });
  };
  const open = (job: Job): boolean => job.status === 'queued' || job.status === 'processing';
  const settle = (): void => {
    if ([...jobs.values()].some(open)) return;
    for (const wake of waiting) wake();
    waiting.clear();
  };
  const end = (job: Job, ending: Ending): void => {
    put({ ...job, status: 'processing', started_at: 1000 });
    for (const listener of listeners)
      listener({ type: 'progress', id: job.id, progress: 0.5, speed: 2, eta: 4, bytes: 10, transfer: null });
    if (ending === 'never') return;
    const bytes: [number, number] | undefined = ending === 'succeeded' ? [1_000_000, 250_000] : undefined;
    put({
      ...jobOf({ ...job, tasks: [], status: ending }, bytes),
      id: job.id,
      tasks: jobOf({ status: ending }, bytes).tasks,
      started_at: 1000,
      finished_at: 7000,
      output: ending === 'succeeded' ? '/work-folder/out/holiday.mp4' : job.output,
      error: ending === 'succeeded' ? null : (parts.error ?? null),
    });
  };
  return {
    added,
    closed: () => closed,
    tools: parts.tools ?? (() => Promise.resolve([])),
    pictures: parts.pictures ?? (() => Promise.resolve(goodPictures)),
    probe: parts.probe ?? (() => Promise.resolve({ ok: true, value: facts(5) })),
    expand:
      parts.expand ??
      ((inputs) =>
        Promise.resolve(inputs.map((path) => ({ ok: true as const, path, root: null, isLink: null })))),
    plan: parts.plan ?? (() => Promise.resolve([] as PlannedJob[])),
    add: (requests) => {
      added.push(...requests);
      const made = requests.map(({ request }) =>
        jobOf({
          status: 'queued',
          input: request.input,
          kind: request.kind,
          output: request.output ?? null,
          tasks: [],
        }),
      );
      for (const job of made) put(job);
      setImmediate(() => {
        made.forEach((job, index) => end(job, endings[index] ?? 'succeeded'));
        settle();
      });
      return Promise.resolve(made);
    },
    addInParts: () => Promise.reject(new Error('the command line adds no batches in parts')),
    job: (id) => jobs.get(id) ?? null,
    cancel: () => {
      for (const job of [...jobs.values()].filter(open))
        put({ ...job, status: 'cancelled', finished_at: 2000 });
      settle();
      return Promise.resolve();
    },
    idle: () =>
      [...jobs.values()].some(open)
        ? new Promise((resolve) => void waiting.add(() => resolve()))
        : Promise.resolve(),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    // The command line has no use for what a window needs of the engine.
    queue: unused<Engine['queue']>(),
    history: unused<Engine['history']>(),
    library: unused<Engine['library']>(),
    previews: unused<Engine['previews']>(),
    watch: unused<Engine['watch']>(),
    connections: unused<Engine['connections']>(),
    api: unused<Engine['api']>(),
    findToolsAgain: () => Promise.resolve([]),
    close: () => {
      closed = true;
      return Promise.resolve();
    },
  };
}
