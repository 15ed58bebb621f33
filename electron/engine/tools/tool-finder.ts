import type { ToolSet } from '../../../shared/model/capabilities.ts';
import { ConvoyFailure } from '../../../shared/model/error.ts';
import type { ToolReport } from '../ports.ts';
import { type ToolSearch, findTools, noneUsable, usable } from './tools.ts';

/** The tools of this computer, looked for when they are first needed and when somebody asks for it. */
export interface ToolFinder {
  reports(): Promise<readonly ToolReport[]>;
  /** Usable tools in order of use; throws a `ConvoyFailure` when there is none. */
  toolSets(): Promise<readonly [ToolSet, ...ToolSet[]]>;
  /** Looks again; `refresh` asks every program anew, whatever is known. Who asks meanwhile waits for the answer. */
  again(refresh: boolean): Promise<readonly ToolReport[]>;
}

/** @param search what to look for, asked at every search */
export function createToolFinder(
  search: () => Pick<ToolSearch, 'ffmpegPath' | 'onlyFfmpegPath' | 'cacheDir'>,
): ToolFinder {
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
  const reports = (): Promise<readonly ToolReport[]> => found ?? look(false);
  return {
    reports,
    async toolSets() {
      const all = await reports();
      const [first, ...others] = usable(all);
      if (first === undefined) throw new ConvoyFailure(noneUsable(all));
      return [first, ...others];
    },
    again: look,
  };
}
