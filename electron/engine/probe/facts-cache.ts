import { stat } from 'node:fs/promises';
import type { ErrorKind, Result } from '../../../shared/model/error.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { InputReader } from './read-input.ts';

/** A reader that remembers: what was planned a moment ago is not probed again when it runs. */
export interface CachedReader extends InputReader {
  /** Other tools may see other things. */
  forget(): void;
}

/** Files that are remembered; the one that was not asked for longest goes first. */
const mostFiles = 2_000;

/** Refusals that lie in the file and stay until it changes. */
const lasting: ReadonlySet<ErrorKind> = new Set(['input_unsupported', 'input_truncated', 'limits_exceeded']);

/** A file counts as the same while its path, size and time of change are. */
export function createCachedReader(reader: InputReader, most: number = mostFiles): CachedReader {
  const known = new Map<string, Result<MediaFacts>>();
  let generation = 0;

  return {
    async read(file, options = {}) {
      const stamp = await stat(file).catch(() => null);
      if (stamp === null || !stamp.isFile()) return reader.read(file, options);
      const key = [file, stamp.size, stamp.mtimeMs, options.start ?? ''].join('\0');
      const found = known.get(key);
      if (found !== undefined) {
        known.delete(key);
        known.set(key, found);
        return found;
      }
      const asked = generation;
      const answer = await reader.read(file, options);
      if ((answer.ok || lasting.has(answer.error.kind)) && asked === generation) {
        known.set(key, answer);
        for (const oldest of known.keys()) {
          if (known.size <= most) break;
          known.delete(oldest);
        }
      }
      return answer;
    },
    forget() {
      generation++;
      known.clear();
    },
  };
}
