import type { Lane, Lanes } from '../../shared/model/settings.ts';

/**
 * Which job runs when. A job is first prepared (probed and planned), because only its plan says what it mostly uses: a
 * video may be a copy. Then it waits for a slot of its lane. A slot is free when the work has ended, processes closed
 * and partial files gone, never when somebody stopped caring.
 */
export interface Scheduler {
  /** Jobs in order. `guess` is the lane that its kind usually needs; it decides how far ahead jobs are prepared. */
  add(jobs: readonly { readonly id: string; readonly guess: Lane }[]): void;
  /** Takes a job out that has not begun; true when it was there. */
  remove(id: string): boolean;
  /** Stops whatever the job is doing; settles when it has ended. Resolves at once when it is not running. */
  stop(id: string): Promise<void>;
  /** Settles when nothing waits and nothing runs. */
  idle(): Promise<void>;
}

export interface SchedulerDeps {
  readonly lanes: Lanes;
  /** At most so many jobs run at once, whatever the lanes say. */
  readonly parallel: number;
  /** Probes and plans. Null when the job has ended by that (failed, skipped, cancelled). Must not reject. */
  readonly prepare: (id: string, signal: AbortSignal) => Promise<Prepared | null>;
}

/** A job that is ready to run in a lane. */
export interface Prepared {
  readonly lane: Lane;
  /** Settles when everything of the job has ended. Must not reject. */
  readonly run: () => Promise<void>;
}

interface Waiting {
  readonly id: string;
  readonly guess: Lane;
}
interface Ready extends Waiting {
  readonly prepared: Prepared;
}
interface Active {
  readonly abort: AbortController;
  done: Promise<void>;
}

export function createScheduler({ lanes, parallel, prepare }: SchedulerDeps): Scheduler {
  const waiting = new Map<Lane, Map<string, Waiting>>();
  const ready: Ready[] = [];
  /** Prepared or being prepared, by the guess they were counted under. */
  const ahead: Record<Lane, number> = { video: 0, still: 0, audio: 0, copy: 0 };
  const running: Record<Lane, number> = { video: 0, still: 0, audio: 0, copy: 0 };
  const active = new Map<string, Active>();
  let idlers: (() => void)[] = [];

  const total = (): number => running.video + running.still + running.audio + running.copy;
  const waits = (): boolean => [...waiting.values()].some((lane) => lane.size > 0);

  /** Without an encode that fills the cores, the light lanes take one more. */
  const slots = (lane: Lane): number =>
    (lane === 'still' || lane === 'audio') &&
    running.video === 0 &&
    !ready.some((r) => r.prepared.lane === 'video')
      ? lanes[lane] + 1
      : lanes[lane];

  function pump(): void {
    startReady();
    prepareAhead();
    if (active.size === 0 && ready.length === 0 && !waits()) {
      const settled = idlers;
      idlers = [];
      for (const settle of settled) settle();
    }
  }

  function startReady(): void {
    for (let n = 0; n < ready.length && total() < parallel;) {
      const next = ready[n];
      if (next === undefined || running[next.prepared.lane] >= slots(next.prepared.lane)) {
        n++;
        continue;
      }
      ready.splice(n, 1);
      ahead[next.guess]--;
      start(next);
    }
  }

  function start({ id, prepared }: Ready): void {
    running[prepared.lane]++;
    const entry = active.get(id);
    const done = prepared.run().then(() => {
      running[prepared.lane]--;
      active.delete(id);
      pump();
    });
    if (entry !== undefined) entry.done = done;
  }

  /** One more than can run, so that a slot never waits for a probe, and 10 000 jobs are not probed up front. */
  function prepareAhead(): void {
    for (const [lane, jobs] of waiting) {
      const most = Math.min(slots(lane), parallel) + 1;
      for (const job of jobs.values()) {
        if (ahead[lane] >= most) break;
        jobs.delete(job.id);
        ahead[lane]++;
        begin(job);
      }
    }
  }

  function begin(job: Waiting): void {
    const abort = new AbortController();
    const done = prepare(job.id, abort.signal).then((prepared) => {
      if (prepared === null) {
        ahead[job.guess]--;
        active.delete(job.id);
      } else if (abort.signal.aborted) {
        // Told to stop while it was prepared: it ends itself, and needs no slot for that.
        ahead[job.guess]--;
        start({ ...job, prepared });
      } else {
        ready.push({ ...job, prepared });
      }
      pump();
    });
    active.set(job.id, { abort, done });
  }

  return {
    add(jobs) {
      for (const job of jobs) {
        const lane = waiting.get(job.guess) ?? new Map<string, Waiting>();
        waiting.set(job.guess, lane.set(job.id, job));
      }
      pump();
    },
    remove(id) {
      const removed = [...waiting.values()].some((lane) => lane.delete(id));
      if (removed) pump();
      return removed;
    },
    async stop(id) {
      const entry = active.get(id);
      if (entry === undefined) return;
      entry.abort.abort();
      // A job that was ready but had no slot yet runs into its own abort at once; it must not wait for the slot.
      const at = ready.findIndex((r) => r.id === id);
      const [waitingForSlot] = at === -1 ? [] : ready.splice(at, 1);
      if (waitingForSlot !== undefined) {
        ahead[waitingForSlot.guess]--;
        start(waitingForSlot);
      }
      while (active.get(id) === entry) await entry.done;
    },
    idle: () =>
      new Promise((settle) => {
        idlers.push(settle);
        pump();
      }),
  };
}
