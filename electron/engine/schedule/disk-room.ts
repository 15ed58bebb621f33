import { type Parked, type Space, fits, neededAfter, neededFor, thoseThatFit } from './room.ts';
import { type Volume, bytesIn, volumeOf } from './volume.ts';

/**
 * Keeps jobs from being begun where their result has no room, and finds out when there is room again. A job that has
 * its slot asks with `enter`; one that was refused is parked by the scheduler and named by `follow` until it fits.
 */
export interface DiskRoom {
  /** Asks for room; true = it is kept for the job until `leave`. */
  enter(job: RoomJob): Promise<boolean>;
  /** The job is not at work any more; its partial files are gone. */
  leave(id: string): void;
  /**
   * The volume ran full under a job that had written so much, and that has left: nothing is begun there until more is
   * free than now.
   */
  ranOut(job: RoomJob, written: number): Promise<void>;
  /** True when the volume of a folder ran full and has no room yet: a job for it need not even be read. */
  isFull(id: string, folder: string): Promise<boolean>;
  /** The job goes on whether it fits or not, once. */
  allow(id: string): void;
  /** The parked jobs have changed: looks every few seconds while there are any. */
  follow(): void;
  /** Why parked jobs wait; null when none does. */
  wait(): DiskWait | null;
  close(): void;
}

export interface RoomJob {
  readonly id: string;
  /** Folder of the result. */
  readonly folder: string;
  /** What it may take at most while it is made, partial files included; null = unknown. */
  readonly bytes: number | null;
  /** Its partial files, absolute. */
  readonly parts: readonly string[];
}

export interface DiskWait {
  readonly why: 'disk';
  /** Topmost folder of the volume. */
  readonly folder: string;
  /** Bytes that have to be free there, and that are. */
  readonly needs: number;
  readonly free: number;
}

export interface DiskRoomDeps {
  /** Ids of the jobs that wait for room, in queue order. */
  readonly parked: () => readonly string[];
  readonly unpark: (ids: readonly string[]) => void;
  /** What `wait` says may be other. */
  readonly changed: () => void;
  readonly look?: (folder: string) => Promise<Volume | null>;
  /** Milliseconds between two looks. */
  readonly everyMs?: number;
}

interface Claim {
  readonly job: RoomJob;
  readonly volume: Volume;
}

export function createDiskRoom(deps: DiskRoomDeps): DiskRoom {
  const { parked, unpark, changed, look = volumeOf, everyMs = 3000 } = deps;
  const claims = new Map<string, Claim>();
  /** What is known of jobs that were refused: their folder, the volume, and what they need. */
  const refused = new Map<string, Parked & { readonly folder: string }>();
  /** Bytes that have to be free on volumes that ran full before they are used again. */
  const full = new Map<string, number>();
  const allowed = new Set<string>();
  /** As they were at the last look, by id. */
  const volumes = new Map<string, Volume>();
  let timer: NodeJS.Timeout | null = null;
  let looking = false;
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();

  /** Two jobs that ask at once must not both get the same room. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };

  const spaceOf = async (volume: Volume): Promise<Space> => {
    const there = [...claims.values()].filter((claim) => claim.volume.id === volume.id);
    const left = await Promise.all(
      there.map(async ({ job }) => Math.max(0, (job.bytes ?? 0) - (await bytesIn(job.parts)))),
    );
    return { free: volume.free, total: volume.total, spoken: left.reduce((sum, bytes) => sum + bytes, 0) };
  };

  const enter = async (job: RoomJob): Promise<boolean> => {
    const volume = await look(job.folder);
    if (volume === null) return true;
    volumes.set(volume.id, volume);
    const space = await spaceOf(volume);
    noteRoom(volume.id, space);
    const mayEnter = allowed.delete(job.id) || (!full.has(volume.id) && fits(job.bytes, space));
    if (mayEnter) {
      claims.set(job.id, { job, volume });
      refused.delete(job.id);
    } else {
      refused.set(job.id, { id: job.id, volume: volume.id, bytes: job.bytes, folder: job.folder });
    }
    return mayEnter;
  };

  async function lookAgain(): Promise<void> {
    const waiting = parked().flatMap((id) => refused.get(id) ?? []);
    const ids = new Set(waiting.map(({ id }) => id));
    for (const id of refused.keys()) if (!ids.has(id)) refused.delete(id);
    const spaces = new Map<string, Space>();
    for (const { volume: id, folder } of waiting) {
      if (spaces.has(id)) continue;
      const volume = await look(folder);
      if (volume === null) continue;
      volumes.set(volume.id, volume);
      const space = await spaceOf(volume);
      spaces.set(volume.id, space);
      noteRoom(volume.id, space);
    }
    const fitting = new Set(thoseThatFit(waiting, spaces, new Set(full.keys())));
    // Parked, but nothing is known of it: it asks again.
    const going = parked().filter((id) => fitting.has(id) || !refused.has(id));
    if (going.length > 0 && !closed) unpark(going);
    changed();
  }

  /** A volume that ran full may have room again. */
  function noteRoom(volume: string, { free, spoken }: Space): void {
    if (free - spoken >= (full.get(volume) ?? 0)) full.delete(volume);
  }

  async function ranOut(job: RoomJob, written: number): Promise<void> {
    const volume = await look(job.folder);
    if (volume === null) return;
    const { id, folder } = job;
    volumes.set(volume.id, volume);
    full.set(volume.id, neededAfter({ bytes: job.bytes, written }, await spaceOf(volume)));
    refused.set(id, { id, folder, volume: volume.id, bytes: Math.max(job.bytes ?? 0, written) });
  }

  async function isFull(id: string, folder: string): Promise<boolean> {
    if (full.size === 0 || allowed.has(id)) return false;
    const volume = await look(folder);
    if (volume === null || !full.has(volume.id)) return false;
    noteRoom(volume.id, await spaceOf(volume));
    if (!full.has(volume.id)) return false;
    refused.set(id, { id, folder, volume: volume.id, bytes: null });
    return true;
  }

  function follow(): void {
    if (closed || looking || parked().length === 0) return;
    timer ??= setTimeout(() => {
      timer = null;
      looking = true;
      void inTurn(lookAgain).finally(() => {
        looking = false;
        follow();
      });
    }, everyMs);
  }

  return {
    enter: (job) => inTurn(() => enter(job)),
    leave: (id) => void claims.delete(id),
    ranOut: (job, written) => inTurn(() => ranOut(job, written)),
    isFull: (id, folder) => inTurn(() => isFull(id, folder)),
    allow(id) {
      const volume = refused.get(id)?.volume;
      // Somebody knows better than the numbers: then the volume is not full for the others either.
      if (volume !== undefined) full.delete(volume);
      refused.delete(id);
      allowed.add(id);
    },
    follow,
    wait() {
      const [first] = parked().flatMap((id) => refused.get(id) ?? []);
      const volume = first === undefined ? undefined : volumes.get(first.volume);
      if (first === undefined || volume === undefined) return null;
      const needs = full.get(volume.id) ?? neededFor(first.bytes, volume.total);
      return { why: 'disk', folder: volume.folder, needs, free: volume.free };
    },
    close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
