import os from 'node:os';
import type { ToolSet } from '../../../shared/model/capabilities.ts';
import { ConvoyFailure } from '../../../shared/model/error.ts';
import type { ToolReport } from '../ports.ts';
import { runTool } from '../process/run-tool.ts';
import { type HardwareProof, createHardwareProof } from './hardware-proof.ts';
import { defaultCacheDir, thisHost } from './tool-places.ts';
import { type ToolSearch, findTools, noneUsable, usable } from './tools.ts';

/** The tools of this computer, looked for when they are first needed and when somebody asks for it. */
export interface ToolFinder extends Pick<HardwareProof, 'refused' | 'hasRefused' | 'close'> {
  /** With `hardware` they are told when their hardware encoders are known too; without, those are tried in time. */
  readonly reports: (hardware?: boolean) => Promise<readonly ToolReport[]>;
  /**
   * Usable tools in order of use; throws a `ConvoyFailure` when there is none. Waits for their hardware encoders only
   * when asked to.
   */
  readonly toolSets: (hardware?: boolean) => Promise<readonly [ToolSet, ...ToolSet[]]>;
  /**
   * Looks again; `refresh` asks every program anew, whatever is known, and tries its hardware. Who asks meanwhile waits
   * for the programs' answer.
   */
  readonly again: (refresh: boolean) => Promise<readonly ToolReport[]>;
  /** Hardware encoders are wanted from now on: they are tried before the first video needs them. Nobody waits for it. */
  readonly readyHardware: () => void;
}

/**
 * @param search what to look for, asked at every search
 * @param changed more is known of the tools than was told
 */
export function createToolFinder(
  search: () => Pick<ToolSearch, 'ffmpegPath' | 'onlyFfmpegPath' | 'cacheDir'>,
  changed: () => void,
): ToolFinder {
  const proof = createHardwareProof({
    ...{ run: runTool, changed },
    cacheDir: () => search().cacheDir ?? defaultCacheDir(thisHost(os.homedir())),
  });
  let found: Promise<readonly ToolReport[]> | null = null;
  const look = (refresh: boolean): Promise<readonly ToolReport[]> => {
    const looking = findTools({ ...search(), refresh }).catch((error: unknown) => {
      // A failure is no answer: the next one who asks looks again.
      if (found === looking) found = null;
      throw error;
    });
    found = looking;
    return looking;
  };
  const reports = async (hardware = false): Promise<readonly ToolReport[]> => {
    const all = await (found ?? look(false));
    if (hardware) await proof.prove(all);
    return proof.withHardware(all);
  };
  return {
    async reports(hardware) {
      const all = await reports(hardware);
      void proof.prove(all, { inTime: true });
      return all;
    },
    async toolSets(hardware) {
      const all = await reports(hardware);
      const [first, ...others] = usable(all);
      if (first === undefined) throw new ConvoyFailure(noneUsable(all));
      return [first, ...others];
    },
    async again(refresh) {
      const all = await look(refresh);
      if (refresh) await proof.prove(all, { refresh });
      return proof.withHardware(all);
    },
    readyHardware() {
      // Whoever needs a tool hears why there is none.
      void reports(true).catch(() => undefined);
    },
    refused: proof.refused,
    hasRefused: proof.hasRefused,
    close: proof.close,
  };
}
