import path from 'node:path';
import { type ConvoyError, type Result, convoyError, ok, refuse } from '../../../shared/model/error.ts';
import type { Collision } from '../../../shared/model/settings.ts';
import { type NameForm, numberedName } from '../../../shared/plan/names/file-name.ts';
import { hostPlatform } from '../publish/same-file.ts';
import type { FoundObject } from './check-object.ts';

/** Which key a result gets when there is an object of its name already. */

/** Keys that results of this engine have while they are uploaded, so that no two get the same. */
export interface KeyClaims {
  /** False when somebody has it. */
  take(place: string, key: string): boolean;
  release(place: string, key: string): void;
}

export function createKeyClaims(): KeyClaims {
  const taken = new Set<string>();
  const nameOf = (place: string, key: string): string => `${place}\0${key}`;
  return {
    take(place, key) {
      if (taken.has(nameOf(place, key))) return false;
      taken.add(nameOf(place, key));
      return true;
    },
    release: (place, key) => void taken.delete(nameOf(place, key)),
  };
}

export interface WishedKey {
  readonly jobId: string;
  /** Of the file, or of the folder of a package. */
  readonly key: string;
  readonly form: NameForm;
  readonly collision: Collision;
  /** Folder that stands for the bucket: the same bucket of two services is two of them. */
  readonly place: string;
}

export type ClaimedKey =
  | { readonly outcome: 'use'; readonly key: string }
  | { readonly outcome: 'skip'; readonly error: ConvoyError };

/** A name that is taken so often is taken on purpose. */
const mostNumbers = 999;

/**
 * Claims the first key that is free: the wished one, or `name (2).ext`. What an earlier try of the same job left is its
 * own. `look` says what is there: the object, or the master playlist of a package. Refusal: `output_exists`.
 */
export async function claimKey(
  claims: KeyClaims,
  wish: WishedKey,
  look: (key: string) => Promise<FoundObject | 'hidden' | null>,
): Promise<Result<ClaimedKey>> {
  const base = path.posix.basename(wish.key);
  const folder = wish.key.slice(0, wish.key.length - base.length);
  for (let n = 1; n <= mostNumbers; n++) {
    const name = n === 1 ? base : numberedName(base, n, wish.form, hostPlatform()).name;
    const key = folder + name;
    if (!claims.take(wish.place, key)) continue;
    let isKept = false;
    try {
      const found = wish.collision === 'overwrite' ? null : await look(key);
      // Keys that may only write cannot tell: the name is as good as free.
      if (found === null || found === 'hidden' || found.jobId === wish.jobId) {
        isKept = true;
        return ok({ outcome: 'use', key });
      }
      if (wish.collision === 'skip') {
        return ok({ outcome: 'skip', error: convoyError('output_exists', { file: name }) });
      }
    } finally {
      if (!isKept) claims.release(wish.place, key);
    }
  }
  return refuse('output_exists', { file: base });
}
