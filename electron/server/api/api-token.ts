import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { fail } from '../../../shared/model/error.ts';
import { readOrMake, writePrivate } from './private-file.ts';

/** The bearer token of the job API. */
export interface ApiToken {
  readonly from: 'environment' | 'file';
  current(): string;
  /** Makes another one; the old one is refused from now on. Throws `conflict` when the environment says the token. */
  renew(): string;
}

export interface TokenPlace {
  /** Folder of ours in which it is kept; absolute. Null = it lives as long as the server. */
  readonly state: string | null;
  /** `CONVOY_API_TOKEN`. */
  readonly fromEnvironment: string | undefined;
}

export const tokenFile = (state: string): string => path.join(state, 'api-token');

/** What a bearer token may consist of (RFC 6750, 2.1). */
const tokenForm = /^[\w.~+/-]+=*$/;
const shortest = 8;

/** Reads it, or makes it on first use. Throws `invalid_option` for one of the environment that is none. */
export function createApiToken({ state, fromEnvironment }: TokenPlace): ApiToken {
  if (fromEnvironment !== undefined && fromEnvironment !== '') {
    if (!tokenForm.test(fromEnvironment) || fromEnvironment.length < shortest) {
      throw fail('invalid_option', {
        field: 'CONVOY_API_TOKEN',
        reason: `a token has at least ${shortest} letters, digits and signs of - . _ ~ + /`,
      });
    }
    return {
      from: 'environment',
      current: () => fromEnvironment,
      renew: () => {
        throw fail('conflict', {
          reason: 'the token is said by CONVOY_API_TOKEN',
          hint: 'Change it there.',
        });
      },
    };
  }
  const make = (): string => randomBytes(32).toString('base64url');
  let token = state === null ? make() : readOrMake(tokenFile(state), make);
  return {
    from: 'file',
    current: () => token,
    renew: () => {
      const next = make();
      if (state !== null) writePrivate(tokenFile(state), next);
      token = next;
      return next;
    },
  };
}
