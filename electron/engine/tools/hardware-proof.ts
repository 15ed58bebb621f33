import type { HardwareTrial, ToolSet } from '../../../shared/model/capabilities.ts';
import type { ToolFacts, ToolReport, ToolRun } from '../ports.ts';
import { openCapabilityCache } from './capability-cache.ts';
import { tryHardware } from './hardware-trial.ts';
import { identify } from './tool-candidates.ts';

/** What is known of the hardware encoders of the tools, found out beside everything else. */
export interface HardwareProof {
  /**
   * Tries the hardware encoders of usable tools, each tool once, unless the cache knows. Settles when all are known;
   * never rejects.
   *
   * @param how.refresh tries them again, whatever is known, and trusts every one anew
   * @param how.inTime after a moment of quiet, because nobody waits for it
   */
  prove(
    reports: readonly ToolReport[],
    how?: { readonly refresh?: boolean; readonly inTime?: boolean },
  ): Promise<void>;
  /** Reports with what is known by now. */
  withHardware(reports: readonly ToolReport[]): readonly ToolReport[];
  /** An encoder failed with a file. Twice, and it is not used any more until the tools are tested again. */
  readonly refused: (tools: ToolSet, encoder: string, files: readonly string[]) => void;
  /** A graphics chip failed with one of these files, so that it is not tried again with it. */
  readonly hasRefused: (files: readonly string[]) => boolean;
  /** Ends what is being tried. */
  readonly close: () => Promise<void>;
}

export interface HardwareProofDeps {
  readonly run: (tool: ToolRun) => Promise<ToolFacts>;
  /** Folder of the capability cache. */
  readonly cacheDir: () => string;
  /** Something is known that was not. */
  readonly changed: () => void;
  /** Milliseconds of quiet; for tests. */
  readonly quietMs?: number;
}

/** Failures in one run of the app after which an encoder is not used. */
const mostRefusals = 2;
/** A window that has just opened has better things to do. */
const usualQuietMs = 3_000;

const unused = 'it failed with two files, so it is not used until the tools are tested again';

export function createHardwareProof(deps: HardwareProofDeps): HardwareProof {
  const { quietMs = usualQuietMs } = deps;
  const proved = new Map<string, readonly HardwareTrial[]>();
  const proving = new Map<string, Promise<void>>();
  const refusals = new Map<string, number>();
  const files = new Set<string>();
  const ending = new AbortController();
  const run = (tool: ToolRun): Promise<ToolFacts> => deps.run({ ...tool, signal: ending.signal });

  async function proveOne(report: ToolReport, refresh: boolean): Promise<void> {
    const { ffmpeg, capabilities } = report;
    const identity = await identify(ffmpeg);
    if (identity === null || capabilities === null) return;
    const known = refresh ? null : (await openCapabilityCache(deps.cacheDir())).hardware(identity);
    const trials = known ?? (await tryHardware(ffmpeg, capabilities, run));
    if (trials === null || ending.signal.aborted) return;
    proved.set(ffmpeg, trials);
    deps.changed();
    if (known !== null) return;
    // Opened again: another tool may have been kept meanwhile.
    const cache = await openCapabilityCache(deps.cacheDir());
    cache.keepHardware(identity, trials);
    await cache.save();
  }

  function begin(report: ToolReport, refresh: boolean): Promise<void> {
    const known = refresh ? undefined : proving.get(report.ffmpeg);
    const work = known ?? proveOne(report, refresh).catch(() => undefined);
    proving.set(report.ffmpeg, work);
    return work;
  }

  return {
    async prove(reports, { refresh = false, inTime = false } = {}) {
      if (refresh) {
        refusals.clear();
        files.clear();
      }
      const wanted = reports.filter(
        ({ ffmpeg, problem }) => problem === null && (refresh || !proving.has(ffmpeg)),
      );
      if (inTime && wanted.length > 0) await quiet(quietMs, ending.signal);
      if (ending.signal.aborted) return;
      // One tool after another: they all ask the same chip.
      for (const report of reports) if (report.problem === null) await begin(report, refresh);
    },
    withHardware: (reports) =>
      reports.map((report) => {
        const trials = proved.get(report.ffmpeg);
        if (trials === undefined || report.capabilities === null) return report;
        const hardware = trials.map((trial) =>
          trial.works && (refusals.get(keyOf(report.ffmpeg, trial.encoder)) ?? 0) >= mostRefusals
            ? { ...trial, works: false, tenBit: false, problem: unused }
            : trial,
        );
        return { ...report, capabilities: { ...report.capabilities, hardware } };
      }),
    refused({ ffmpeg }, encoder, refusedFiles) {
      for (const file of refusedFiles) files.add(file);
      const key = keyOf(ffmpeg, encoder);
      const count = (refusals.get(key) ?? 0) + 1;
      refusals.set(key, count);
      if (count === mostRefusals) deps.changed();
    },
    hasRefused: (asked) => asked.some((file) => files.has(file)),
    async close() {
      ending.abort();
      await Promise.all(proving.values());
    },
  };
}

const keyOf = (ffmpeg: string, encoder: string): string => `${encoder}\0${ffmpeg}`;

/** Waits without keeping the process alive. */
function quiet(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((settle) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      settle();
    };
    const timer = setTimeout(end, ms);
    timer.unref();
    signal.addEventListener('abort', end);
  });
}
