import { isTerminal } from '../../../shared/model/job-state.ts';
import type { JobRecord, StagedResult } from '../job-record.ts';
import type { JobStore } from '../ports.ts';
import type { ScratchPlaces } from '../run/scratch-places.ts';
import { removeStaged } from '../run/send-result.ts';

/** Results that wait on this computer for their upload: none stays when its job needs it no more. */
export interface StagedFiles {
  /** A job has changed. */
  heard(job: JobRecord): void;
  /** Jobs are in the queue no more. */
  gone(ids: readonly string[]): void;
  /**
   * Removes what an earlier run left and no job knows. To be called before any job begins. Gives results of jobs that
   * have ended, with uploads that may be in the bucket still.
   */
  sweep(): Promise<readonly StagedResult[]>;
}

export interface StagedFilesDeps {
  readonly store: Pick<JobStore, 'staged' | 'places' | 'get'>;
  readonly places: Pick<ScratchPlaces, 'sweep'>;
  readonly log: (line: string) => void;
}

export function createStagedFiles({ store, places, log }: StagedFilesDeps): StagedFiles {
  const known = new Map<string, StagedResult>();

  function remove(staged: StagedResult): void {
    void removeStaged(staged).catch((error: unknown) =>
      log(`a result that is not wanted any more stays on this computer: ${String(error)}`),
    );
  }

  return {
    heard({ id, staged, state }) {
      const former = known.get(id);
      if (staged !== null) known.set(id, staged);
      else if (former !== undefined) {
        known.delete(id);
        // A job that has succeeded takes it away itself; one that waits was asked for something else.
        if (state === 'queued') remove(former);
      }
    },
    gone(ids) {
      for (const id of ids) {
        const staged = known.get(id);
        if (staged === undefined) continue;
        known.delete(id);
        remove(staged);
      }
    },
    async sweep() {
      const all = store.staged();
      for (const { id, staged } of all) if (staged !== null) known.set(id, staged);
      const inQueue = store.places();
      const atWork = inQueue.flatMap(({ id, state }) =>
        state === 'queued' || isTerminal(state) ? [] : (store.get(id) ?? []),
      );
      await places.sweep({
        // One that has ended is past its inputs, also when Convoy was ended before they could be taken away.
        jobs: new Set(inQueue.flatMap(({ id, state }) => (isTerminal(state) ? [] : id))),
        // What was being published when Convoy ended is taken care of by its job.
        staged: new Set([...[...known.values()].map(({ target }) => target), ...atWork.flatMap(placesOf)]),
      });
      return all.flatMap(({ staged, state }) =>
        staged !== null && isTerminal(state) && staged.partial.length > 0 ? [staged] : [],
      );
    },
  };
}

function placesOf({ leftovers: { parts, reserved, aside, placing } }: JobRecord): readonly string[] {
  return [
    ...parts,
    ...(reserved === null ? [] : [reserved]),
    ...(aside === null ? [] : [aside.target, aside.aside]),
    ...(placing === null ? [] : [placing.target]),
  ];
}
