import { type Lane, type PlanLane, type RunLanes, hardwareSlots } from '../../../shared/model/settings.ts';
import { createLaneQueue } from './lane-queue.ts';
import { type RankedWaiting, createRankedWaiting } from './ranked-waiting.ts';
import { byRank } from './ranks.ts';

/**
 * Which job runs when. A job is first prepared (probed and planned), because only its plan says what it mostly uses: a
 * video may be a copy. Then it waits for a slot of its lane. A slot is free when the work has ended, processes closed
 * and partial files gone, never when somebody stopped caring.
 */
export interface Scheduler {
  /** Jobs that wait for their turn. */
  add(jobs: readonly WaitingJob[]): void;
  /** New places of waiting jobs. What was prepared ahead of its turn waits again. */
  place(ranks: ReadonlyMap<string, number>): void;
  /** Takes jobs out that wait, prepared or not. Gives those that were there. */
  withdraw(ids: readonly string[]): ReadonlySet<string>;
  /** The same, and one that is being prepared is broken off first. False when it runs, or ended by that. */
  takeBack(id: string): Promise<boolean>;
  /** Jobs that wait for room, in queue order. */
  parked(): readonly string[];
  isParked(id: string): boolean;
  /** Parked jobs wait for their turn again. */
  unpark(ids: readonly string[]): void;
  /** Stops whatever the job is doing; settles when it has ended. Resolves at once when it is not running. */
  stop(id: string): Promise<void>;
  /** Settles when nothing of the job is under way any more, by itself. */
  ended(id: string): Promise<void>;
  /** Breaks off everything that is under way; those jobs wait again. Settles when all has ended. Pause first. */
  interrupt(): Promise<void>;
  /** Takes nothing new until `resume`. What runs goes on. */
  pause(): void;
  resume(): void;
  setLanes(lanes: RunLanes): void;
  /** While somebody works on waiting jobs that he has taken out, it is not idle. Returns the end of it. */
  occupy(): () => void;
  readonly running: number;
  readonly waits: boolean;
  /** Settles when nothing waits and nothing runs. */
  idle(): Promise<void>;
}

export interface WaitingJob {
  readonly id: string;
  readonly rank: number;
  /** The lane that its kind usually needs; it decides how far ahead jobs are prepared. */
  readonly guess: Lane;
}

/** Reason of an abort after which the job waits again; every other abort is for good. */
export const interruption = 'interrupted';

/** How something of a job came to its end: it is over, or the job is queued again. */
export type WorkEnd =
  | 'over'
  | 'interrupted'
  /** Queued again, and not taken before `unpark`: there is no room for its result. */
  | 'no_room';

export interface SchedulerDeps {
  readonly lanes: RunLanes;
  /** At most so many jobs run at once, whatever the lanes say. */
  readonly parallel: number;
  /** Probes and plans. Must not reject. */
  readonly prepare: (id: string, signal: AbortSignal) => Promise<Prepared | WorkEnd>;
  /** A prepared job was given back before it ran: it is queued as before. */
  readonly givenBack: (id: string) => void;
  /** The job waits for room now, or for its turn again. */
  readonly parkedChanged?: (id: string) => void;
  /** Something began, ended or waits. */
  readonly changed?: () => void;
}

/** A job that is ready to run in a lane. */
export interface Prepared {
  readonly lane: PlanLane;
  /** Settles when everything of the job has ended. Must not reject. */
  readonly run: (slot: Slot) => Promise<WorkEnd>;
}

/** The place in a lane that a running job has. */
export interface Slot {
  /** Leaves it at once, and settles when there is one in another lane, or when the job is told to stop. */
  move(lane: PlanLane): Promise<void>;
}

interface Ready extends WaitingJob {
  readonly prepared: Prepared;
}
interface Active {
  readonly abort: AbortController;
  rank: number;
  running: boolean;
  /** Where an interrupted job goes: back to those that wait, or out. */
  back: 'waits' | 'out';
  /** How it ended; null until then. */
  end: WorkEnd | null;
  done: Promise<void>;
}

const allLanes: readonly PlanLane[] = ['video', 'still', 'audio', 'copy', 'transfer', 'hardware'];
const perLane = <T>(make: () => T): Record<PlanLane, T> => ({
  video: make(),
  still: make(),
  audio: make(),
  copy: make(),
  transfer: make(),
  hardware: make(),
});

export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { parallel, prepare } = deps;
  let { lanes } = deps;
  const waiting = perLane<RankedWaiting<WaitingJob>>(createRankedWaiting);
  const parked = new Map<string, WaitingJob>();
  let ready: Ready[] = [];
  /** Prepared or being prepared, by the guess they were counted under. */
  const ahead = perLane(() => 0);
  const running = perLane(() => 0);
  const active = new Map<string, Active>();
  let paused = false;
  let occupied = 0;
  const moving = createLaneQueue();
  let idlers: (() => void)[] = [];

  /** Transfers need the line, and are no work that `parallel` is about. */
  const total = (): number => running.video + running.still + running.audio + running.copy + running.hardware;
  const waits = (): boolean =>
    occupied > 0 || parked.size > 0 || allLanes.some((lane) => waiting[lane].size > 0);

  /** Without an encode that fills the cores, the light lanes take one more. */
  const slots = (lane: PlanLane): number => {
    const own = lane === 'hardware' ? (lanes.hardware ?? hardwareSlots) : lanes[lane];
    return (lane === 'still' || lane === 'audio') &&
      running.video === 0 &&
      !ready.some((r) => r.prepared.lane === 'video')
      ? own + 1
      : own;
  };

  function pump(): void {
    // What runs already goes before what is to begin.
    moving.letIn(
      (lane) => slots(lane) - running[lane],
      (lane) => running[lane]++,
    );
    if (!paused) {
      startReady();
      prepareAhead();
    }
    if (active.size === 0 && ready.length === 0 && !waits()) {
      const settled = idlers;
      idlers = [];
      for (const settle of settled) settle();
    }
    deps.changed?.();
  }

  function startReady(): void {
    for (let n = 0; n < ready.length;) {
      const next = ready[n];
      if (next === undefined || !hasRoom(next.prepared.lane)) {
        n++;
        continue;
      }
      ready.splice(n, 1);
      ahead[next.guess]--;
      start(next);
    }
  }

  const hasRoom = (lane: PlanLane): boolean =>
    running[lane] < slots(lane) && (lane === 'transfer' || total() < parallel);

  function start(job: Ready): void {
    const { id, prepared } = job;
    let at: PlanLane | null = prepared.lane;
    running[prepared.lane]++;
    const entry = active.get(id);
    if (entry !== undefined) entry.running = true;
    const slot: Slot = {
      async move(lane) {
        if (at !== null) running[at]--;
        at = null;
        const place = moving.wait(lane, entry?.abort.signal);
        pump();
        if (await place) at = lane;
      },
    };
    const done = prepared.run(slot).then((end) => {
      if (at !== null) running[at]--;
      leave(job, end);
    });
    if (entry !== undefined) entry.done = done;
  }

  function leave({ id, guess }: WaitingJob, end: WorkEnd): void {
    const entry = active.get(id);
    active.delete(id);
    if (entry !== undefined) {
      entry.end = end;
      const job = { id, rank: entry.rank, guess };
      if (end === 'interrupted' && entry.back === 'waits') waiting[guess].add(job);
      if (end === 'no_room' && entry.back === 'waits') {
        parked.set(id, job);
        deps.parkedChanged?.(id);
      }
    }
    pump();
  }

  /** One more than can run, so that a slot never waits for a probe, and 10 000 jobs are not probed up front. */
  function prepareAhead(): void {
    for (const lane of allLanes) {
      const most = Math.min(slots(lane), parallel) + 1;
      for (let job = waiting[lane].first; job !== null && ahead[lane] < most; job = waiting[lane].first) {
        waiting[lane].remove(job.id);
        ahead[lane]++;
        begin(job);
      }
    }
  }

  function begin(job: WaitingJob): void {
    const abort = new AbortController();
    const entry: Active = {
      ...{ abort, rank: job.rank, running: false, back: 'waits', end: null },
      done: Promise.resolve(),
    };
    active.set(job.id, entry);
    entry.done = prepare(job.id, abort.signal).then((prepared) => {
      if (typeof prepared === 'string') {
        ahead[job.guess]--;
        leave(job, prepared);
      } else if (abort.signal.reason === interruption) {
        ahead[job.guess]--;
        deps.givenBack(job.id);
        leave(job, 'interrupted');
      } else if (abort.signal.aborted) {
        // Told to stop while it was prepared: it ends itself, and needs no slot for that.
        ahead[job.guess]--;
        start({ ...job, prepared });
      } else {
        ready = [...ready, { ...job, rank: entry.rank, prepared }].sort(byRank);
        if (paused) giveBack();
        pump();
      }
    });
  }

  /** Ready jobs (those that pass the test) wait again. */
  function giveBack(test: (job: Ready) => boolean = () => true): void {
    for (const job of ready.filter(test)) {
      const { id, rank, guess } = job;
      dropReady(job);
      waiting[guess].add({ id, rank, guess });
    }
  }

  function dropReady(job: Ready): void {
    ready = ready.filter((one) => one !== job);
    ahead[job.guess]--;
    active.delete(job.id);
    deps.givenBack(job.id);
  }

  function withdraw(ids: readonly string[]): ReadonlySet<string> {
    const withdrawn = new Set<string>();
    for (const id of ids) {
      const prepared = ready.find((job) => job.id === id);
      if (prepared !== undefined) dropReady(prepared);
      const waited = parked.delete(id) || allLanes.some((lane) => waiting[lane].remove(id) !== null);
      if (prepared !== undefined || waited) {
        withdrawn.add(id);
      }
    }
    // Only now: else each one that goes would let another one be prepared, to go next.
    if (withdrawn.size > 0) pump();
    return withdrawn;
  }

  async function ended(id: string): Promise<void> {
    const entry = active.get(id);
    while (entry !== undefined && active.get(id) === entry) await entry.done;
  }

  return {
    add(jobs) {
      for (const job of jobs) waiting[job.guess].add(job);
      pump();
    },
    place(ranks) {
      ready = ready.map((job) => ({ ...job, rank: ranks.get(job.id) ?? job.rank })).sort(byRank);
      for (const lane of allLanes) waiting[lane].place(ranks);
      for (const [id, job] of parked) parked.set(id, { ...job, rank: ranks.get(id) ?? job.rank });
      for (const [id, entry] of active) entry.rank = ranks.get(id) ?? entry.rank;
      // Read ahead of its turn, and somebody came before it.
      giveBack((job) => {
        const { first } = waiting[job.guess];
        return first !== null && byRank(first, job) < 0;
      });
      pump();
    },
    withdraw,
    async takeBack(id) {
      if (withdraw([id]).has(id)) return true;
      const entry = active.get(id);
      if (entry === undefined || entry.running) return false;
      entry.back = 'out';
      entry.abort.abort(interruption);
      await ended(id);
      return entry.end === 'interrupted' || entry.end === 'no_room';
    },
    parked: () => [...parked.values()].sort(byRank).map(({ id }) => id),
    isParked: (id) => parked.has(id),
    unpark(ids) {
      for (const id of ids) {
        const job = parked.get(id);
        if (job === undefined) continue;
        parked.delete(id);
        waiting[job.guess].add(job);
        deps.parkedChanged?.(id);
      }
      pump();
    },
    async stop(id) {
      const entry = active.get(id);
      if (entry === undefined) return;
      entry.abort.abort();
      // A job that was ready but had no slot yet runs into its own abort at once; it must not wait for the slot.
      const waitingForSlot = ready.find((r) => r.id === id);
      if (waitingForSlot !== undefined) {
        ready = ready.filter((r) => r !== waitingForSlot);
        ahead[waitingForSlot.guess]--;
        start(waitingForSlot);
      }
      await ended(id);
    },
    ended,
    async interrupt() {
      giveBack();
      const all = [...active.entries()];
      for (const [, entry] of all) entry.abort.abort(interruption);
      await Promise.all(all.map(([id]) => ended(id)));
    },
    pause() {
      paused = true;
      giveBack();
      pump();
    },
    resume() {
      paused = false;
      pump();
    },
    setLanes(changed) {
      lanes = changed;
      pump();
    },
    occupy() {
      occupied++;
      let over = false;
      return () => {
        if (over) return;
        over = true;
        occupied--;
        pump();
      };
    },
    get running() {
      return active.size - ready.length;
    },
    get waits() {
      return waits() || ready.length > 0;
    },
    idle: () =>
      new Promise((settle) => {
        idlers.push(settle);
        pump();
      }),
  };
}
