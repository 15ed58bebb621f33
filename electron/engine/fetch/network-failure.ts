import { ConvoyFailure, fail } from '../../../shared/model/error.ts';
import { systemCode } from '../publish/file-errors.ts';
import { Interrupted } from './interrupted.ts';

/** What went wrong on the way to a server: to be tried again, or not. */
export function networkFailure(error: unknown, file: string): Interrupted | ConvoyFailure {
  if (error instanceof Interrupted || error instanceof ConvoyFailure) return error;
  const code = systemCode(error);
  const detail = error instanceof Error ? error.message : String(error);
  if (isAboutCertificate(code)) {
    return fail('download_failed', {
      file,
      reason: 'the certificate of its server is not to be trusted',
      hint: 'Check the address and the clock of this computer.',
      detail: `${code}: ${detail}`,
    });
  }
  const [why, most] = clauseOf(code);
  return new Interrupted(why, { detail, ...(most === null ? {} : { most }) });
}

/** The clause, and how many tries make sense; null = as many as usual. */
function clauseOf(code: string): readonly [string, number | null] {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_NONAME':
      return ['there is no server of that name', 2];
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
      return ['the name of its server cannot be looked up', null];
    case 'ECONNREFUSED':
      return ['its server refuses the connection', null];
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EHOSTUNREACH':
    case 'EADDRNOTAVAIL':
      return ['its server cannot be reached', null];
    case 'ETIMEDOUT':
      return ['its server does not answer', null];
    case 'EPROTO':
      return ['no secure connection to its server can be made', 2];
    default:
      if (code.startsWith('HPE_')) return ['its server does not answer as a web server does', 2];
      if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
        return ['no secure connection to its server can be made', 2];
      }
      return ['the connection broke off', null];
  }
}

const isAboutCertificate = (code: string): boolean =>
  /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|CRL_)/.test(code);
