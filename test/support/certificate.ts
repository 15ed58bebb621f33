import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { tempDir } from './media.ts';

/** A certificate that vouches for itself. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** File of the certificate, for whoever is to trust it. */
  readonly file: string;
}

/**
 * Makes one for a test, which is skipped where there is no openssl.
 *
 * @param name what it is for, as `subjectAltName` says it: `DNS:localhost`
 */
export function certificateFor(
  t: Parameters<typeof tempDir>[0] & { skip(note?: string): never },
  name: string,
): Certificate {
  const folder = tempDir(t);
  const [key, file] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=convoy-test'];
  try {
    execFileSync('openssl', [...request, '-addext', `subjectAltName=${name}`, '-keyout', key, '-out', file], {
      stdio: 'ignore',
      timeout: 30_000,
    });
  } catch {
    t.skip('there is no openssl that makes a certificate');
  }
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(file, 'utf8'), file };
}
