import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Comparison, JobChange } from '../../../shared/ipc/contract.ts';
import type { ConvoyError } from '../../../shared/model/error.ts';
import { type Kind, type QualityWord, qualityWords } from '../../../shared/model/options.ts';
import { type Bridge, CallFailed } from '../../bridge/bridge.ts';
import { qualityChange, qualityOf } from './quality-steps.ts';

/** Size of the result at one quality: a number, or that it could not be told. */
export type StepSize = { readonly bytes: number; readonly exact: boolean } | 'unknown';

/** What Compare knows of one job. */
export interface ComparisonState {
  readonly status: 'loading' | 'ready' | 'refused';
  /** The job was read: `options` and `own` are its own. */
  readonly opened: boolean;
  /** The job's own options, as they were when the page was opened. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Word that the job follows now; null when something else steers its size, or its picture is copied. */
  readonly own: QualityWord | null;
  /** Word that was chosen here; null = as the job is. */
  readonly chosen: QualityWord | null;
  /** The frame on the stage, and the word it was made with. It stays until the next one is there. */
  readonly shown: { readonly comparison: Comparison; readonly word: QualityWord | null } | null;
  /** The original of a picture, which is there before its first result; null as long as it is not. */
  readonly original: Comparison['before'] | null;
  /** Why the frame that was asked for last could not be made; with nothing shown before, `status` is refused. */
  readonly error: ConvoyError | null;
  /** A frame that was asked for is not there yet. */
  readonly rendering: boolean;
  readonly sizes: ReadonlyMap<QualityWord, StepSize>;
  /** Size of the result as the job is; null until it is known. */
  readonly asIs: StepSize | null;
}

export interface ComparisonLoop {
  readonly state: StoreApi<ComparisonState>;
  /** Shows the frame at another time; null = a good place. */
  readonly seek: (at: number | null) => void;
  /** Null = as the job is. */
  readonly choose: (word: QualityWord | null) => void;
  readonly start: () => void;
  /** Nothing is asked any more, until the next start; a frame that is being made is stopped. */
  readonly stop: () => void;
}

/** Stops what the engine still makes for the pictures of a job that nobody looks at any more. */
export async function cancelComparison(bridge: Bridge, id: string): Promise<void> {
  try {
    await bridge.call('compare:cancel', { id });
  } catch (failure) {
    // Out of reach, the engine cannot be told; the next start finds nothing left of it.
    if (!(failure instanceof CallFailed)) throw failure;
  }
}

/**
 * Renders the frame that is looked at and then, one after another, the same frame at the other qualities for their
 * sizes. The engine drops a render when the same job asks again, so what a person asks for never waits for the sizes.
 *
 * @param isPicture the original is a still picture: it is asked for alone first, to be looked at while its result is made
 * @param copies the plan copies the picture, so that no quality is followed until one is asked for
 */
export function createComparison(
  bridge: Bridge,
  job: { readonly id: string; readonly kind: Kind },
  {
    standard,
    copies,
    isPicture,
  }: { readonly standard: QualityWord; readonly copies: boolean; readonly isPicture: boolean },
): ComparisonLoop {
  const state = createStore<ComparisonState>(() => ({
    status: 'loading',
    opened: false,
    error: null,
    options: {},
    own: null,
    chosen: null,
    shown: null,
    original: null,
    rendering: true,
    sizes: new Map(),
    asIs: null,
  }));
  let at: number | null = null;
  let turn = 0;
  /** Frames that were asked for and have not come. */
  let waiting = 0;

  const render = async (word: QualityWord | null): Promise<Comparison | ConvoyError> => {
    const { own, options } = state.getState();
    const change: JobChange | null =
      word === null || word === own ? null : qualityChange(job.kind, options, word);
    waiting += 1;
    try {
      const answer = await bridge.call('compare:render', {
        id: job.id,
        at,
        ...(change === null ? {} : { change }),
      });
      return answer.ok ? answer.comparison : answer.error;
    } catch (failure) {
      if (failure instanceof CallFailed) return failure.error;
      throw failure;
    } finally {
      waiting -= 1;
    }
  };

  /** What is wrong with it is heard of its comparison, which follows. */
  const showOriginal = async (mine: number): Promise<void> => {
    waiting += 1;
    try {
      const answer = await bridge.call('compare:original', { id: job.id });
      if (mine === turn && answer.ok) state.setState({ original: answer.original });
    } catch (failure) {
      if (!(failure instanceof CallFailed)) throw failure;
    } finally {
      waiting -= 1;
    }
  };

  /** The original that is looked at already stays when its first result comes, and is not loaded again. */
  const withOriginal = (comparison: Comparison): Comparison => {
    const { original, shown } = state.getState();
    return original === null || shown !== null ? comparison : { ...comparison, before: original };
  };

  const size = (word: QualityWord, found: StepSize): void => {
    const sizes = new Map(state.getState().sizes).set(word, found);
    state.setState({ sizes });
  };
  const sizeOf = ({ bytesAfter, exact }: Comparison): StepSize =>
    bytesAfter === null ? 'unknown' : { bytes: bytesAfter, exact };

  const refuse = (error: ConvoyError): void => {
    const status = state.getState().shown === null ? 'refused' : 'ready';
    state.setState({ status, error, rendering: false });
  };

  const show = async (): Promise<void> => {
    const mine = ++turn;
    const word = state.getState().chosen;
    state.setState({ rendering: true });
    if (isPicture && state.getState().original === null) await showOriginal(mine);
    if (mine !== turn) return;
    const answer = await render(word);
    if (mine !== turn) return;
    const result = 'kind' in answer ? answer : withOriginal(answer);
    if ('kind' in result) {
      // Another window asked for the same job: what is shown stays.
      if (result.kind === 'cancelled') state.setState({ rendering: false });
      else refuse(result);
      return;
    }
    at = result.at;
    state.setState({ status: 'ready', error: null, rendering: false, shown: { comparison: result, word } });
    if (word === null) state.setState({ asIs: sizeOf(result) });
    const told = word ?? state.getState().own;
    if (told !== null) size(told, sizeOf(result));
    await measure(mine);
  };

  const measure = async (mine: number): Promise<void> => {
    for (const word of qualityWords) {
      if (state.getState().sizes.has(word)) continue;
      const result = await render(word);
      if (mine !== turn) return;
      size(word, 'kind' in result ? 'unknown' : sizeOf(result));
    }
  };

  const open = async (): Promise<void> => {
    const mine = ++turn;
    try {
      const { options } = await bridge.call('jobs:get', { id: job.id });
      if (mine !== turn) return;
      state.setState({ opened: true, options, own: qualityOf(options, standard, copies) });
    } catch (failure) {
      if (!(failure instanceof CallFailed)) throw failure;
      if (mine === turn) refuse(failure.error);
      return;
    }
    await show();
  };

  return {
    state,
    seek: (to) => {
      at = to;
      void show();
    },
    choose: (word) => {
      state.setState({ chosen: word });
      void show();
    },
    start: () => void open(),
    stop: () => {
      turn++;
      if (waiting > 0) void cancelComparison(bridge, job.id);
    },
  };
}
