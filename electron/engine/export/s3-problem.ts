import type { S3Place } from './s3-client.ts';

/**
 * What a service, or the way to it, says when something goes wrong, in plain words. Pure. Nothing of it names a key:
 * of an answer only its code and its sentence are taken.
 */
export interface S3Problem {
  /** Word of the service or of the system (`AccessDenied`, `ECONNRESET`); empty when there was none. */
  readonly code: string;
  /** HTTP status; null when nobody answered. */
  readonly status: number | null;
  /** One clause, without a full stop. */
  readonly reason: string;
  /** What to do, where that is known. */
  readonly hint?: string;
  /** The service does not want it from us, and will not the next time either. */
  readonly denied: boolean;
  /** It may pass by itself, so trying again makes sense. */
  readonly passing: boolean;
  /** There is no such object. */
  readonly missing: boolean;
  /** For whoever looks closer. */
  readonly detail: string;
}

export interface ProblemPlace {
  readonly bucket: string;
  readonly place: S3Place;
}

/** @param error whatever the SDK threw */
export function s3Problem(error: unknown, { bucket, place }: ProblemPlace): S3Problem {
  const said = saidBy(error);
  const { code, status } = said;
  const base = { code, status, denied: false, passing: false, missing: false, detail: detailOf(said) };
  const broken = (reason: string, hint?: string): S3Problem => ({ ...base, reason, ...hinted(hint) });
  const passing = (reason: string, hint?: string): S3Problem => ({ ...broken(reason, hint), passing: true });
  const denied = (reason: string, hint?: string): S3Problem => ({ ...broken(reason, hint), denied: true });
  const where = place.endpoint === null ? 'AWS' : new URL(place.endpoint).host;
  const { region } = said;
  if (
    region !== null &&
    region !== place.region &&
    (said.status === 301 || said.status === 307 || said.status === 400)
  ) {
    return denied(
      `the bucket “${bucket}” is in the region ${region}, not ${place.region}`,
      `Open the connection and change its region to ${region}.`,
    );
  }
  switch (said.code) {
    case 'AccessDenied':
    case 'AllAccessDisabled':
    case 'AccountProblem':
    case 'UnauthorizedAccess':
    case 'Forbidden':
      return denied(
        `the keys have no right to do that in the bucket “${bucket}”`,
        'Open the connection and check its bucket and its keys, or give the keys the right.',
      );
    case 'InvalidAccessKeyId':
      return denied(`${where} does not know the access key`, checkKeys);
    case 'SignatureDoesNotMatch':
      return denied('the secret key does not belong to the access key', checkKeys);
    case 'ExpiredToken':
    case 'ExpiredTokenException':
    case 'TokenRefreshRequired':
    case 'RequestExpired':
      return denied('the keys are valid no more', 'Open the connection and enter new keys.');
    case 'InvalidToken':
      return denied('the session token does not belong to the keys', checkKeys);
    case 'CredentialsProviderError':
      return denied('the keys cannot be found out', 'Open the connection and say where its keys are.');
    case 'RequestTimeTooSkewed':
      return denied(
        `the clock of this computer differs too much from that of ${where}`,
        'Set the clock of this computer, and try again.',
      );
    case 'NoSuchBucket':
      return denied(
        `there is no bucket “${bucket}” at ${where}`,
        'Open the connection and check the name of the bucket and the endpoint.',
      );
    case 'PermanentRedirect':
    case 'TemporaryRedirect':
    case 'AuthorizationHeaderMalformed':
    case 'IllegalLocationConstraintException':
      return denied(
        `the bucket “${bucket}” is in another region than ${place.region}`,
        'Open the connection and change its region.',
      );
    case 'InvalidStorageClass':
      return denied(`${where} does not know the storage class`, 'Open the connection and choose another.');
    case 'AccessControlListNotSupported':
      return denied(`the bucket “${bucket}” takes no ACL`, 'Open the connection and choose no ACL.');
    case 'InvalidBucketName':
      return denied(
        `${where} accepts no bucket with the name “${bucket}”`,
        'Open the connection and change it.',
      );
    case 'EntityTooLarge':
      return broken(`it is larger than ${where} accepts`);
    case 'KeyTooLongError':
      return broken('its key would be too long', 'Choose a shorter prefix or a shorter name.');
    case 'QuotaExceeded':
    case 'XMinioStorageFull':
    case 'InsufficientStorage':
    case 'StorageFull':
      return broken(`there is no room left at ${where}`, 'Make room there, and upload again.');
    case 'NoSuchKey':
    case 'NotFound':
      return { ...broken(`there is no such object in the bucket “${bucket}”`), missing: true };
    case 'NoSuchUpload':
      return passing(`${where} has forgotten what was sent of it`);
    case 'BadDigest':
    case 'InvalidDigest':
    case 'IncompleteBody':
    case 'XAmzContentSHA256Mismatch':
      return passing('what arrived was not what was sent');
    case 'SlowDown':
    case 'TooManyRequests':
    case 'ThrottlingException':
    case 'RequestLimitExceeded':
      return passing(`${where} asks for fewer requests`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return passing(
        `no computer with the name of ${where} can be found`,
        'Check the connection to the internet, and the endpoint of the connection.',
      );
    case 'ECONNREFUSED':
      return passing(
        `nobody answers at ${where}`,
        'Check the endpoint of the connection, and that the service runs.',
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return passing(`there is no way to ${where}`, 'Check the connection to the internet.');
    case 'ECONNRESET':
    case 'ECONNABORTED':
    case 'EPIPE':
      return passing(`the connection to ${where} broke off`);
    case 'ETIMEDOUT':
    case 'TimeoutError':
    case 'RequestTimeout':
      return passing(`${where} does not answer in time`);
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return denied(`${where} does not speak https`, 'Open the connection and check its endpoint.');
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return denied(
        `the certificate of ${where} is for another name`,
        'Open the connection and check its endpoint, or ask for the bucket in the path.',
      );
  }
  if (isCertificate(said.code)) {
    return denied(
      `the certificate of ${where} is not trusted`,
      'Check the endpoint; for a certificate of your own, name its authority in NODE_EXTRA_CA_CERTS.',
    );
  }
  if (said.code.startsWith('KMS') || said.code.startsWith('ServerSideEncryption')) {
    return denied('the encryption key cannot be used', 'Open the connection and check its encryption.');
  }
  if (said.status === null) return passing(`the connection to ${where} broke off`);
  if (said.status === 401 || said.status === 403) {
    return denied(
      `the keys have no right to do that in the bucket “${bucket}”`,
      'Open the connection and check its bucket and its keys.',
    );
  }
  if (said.status === 404) return { ...broken(`there is nothing of that name at ${where}`), missing: true };
  if (said.status === 301 || said.status === 307) {
    return denied(
      `the bucket “${bucket}” is somewhere else`,
      'Open the connection and check its region and its endpoint.',
    );
  }
  if (said.status === 501) {
    return denied(
      `${where} cannot do what the connection asks`,
      'Open the connection and leave out storage class, ACL and encryption.',
    );
  }
  if (said.status === 507) return broken(`there is no room left at ${where}`);
  if (said.status === 408 || said.status === 429 || said.status >= 500) {
    return passing(`${where} answers with an error of its own (${said.status})`);
  }
  return said.status < 400
    ? denied(`${where} does not answer like S3`, 'Open the connection and check its endpoint.')
    : broken(`${where} refuses it (${said.code === '' ? said.status : said.code})`);
}

const checkKeys = 'Enter the keys of the connection again, or correct them where they are read from.';
const hinted = (hint: string | undefined): Pick<S3Problem, 'hint'> => (hint === undefined ? {} : { hint });

const isCertificate = (code: string): boolean =>
  /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT)/.test(code);

interface Said {
  /** Of the service, or of the system; empty when there is none. */
  readonly code: string;
  /** HTTP status; null when nobody answered. */
  readonly status: number | null;
  /** Region in which the bucket is, as the service says it. */
  readonly region: string | null;
  readonly message: string;
}

function saidBy(error: unknown): Said {
  const of = membersOf(error);
  const metadata = membersOf(of['$metadata']);
  const response = membersOf(of['$response']);
  const headers = membersOf(response['headers']);
  const status = numberOf(metadata['httpStatusCode']) ?? numberOf(response['statusCode']);
  const name = textOf(of['Code']) ?? textOf(of['name']) ?? '';
  const system = textOf(of['code']);
  // An answer without a body is named after its status, or not at all.
  const isNamed = !/^(?:\d+|Unknown|UnknownError|Error|SyntaxError|AggregateError|)$/.test(name);
  const causes = [of['cause'], ...(Array.isArray(of['errors']) ? (of['errors'] as unknown[]) : [])];
  const cause = causes.map((one) => textOf(membersOf(one)['code'])).find((code) => code !== null) ?? null;
  return {
    code: (status === null || !isNamed ? (system ?? cause) : null) ?? (isNamed ? name : ''),
    status,
    region: textOf(headers['x-amz-bucket-region']) ?? textOf(of['Region']),
    message: textOf(of['message']) ?? '',
  };
}

/** Without what an answer holds besides: some name the access key, and what was signed. */
function detailOf({ code, status, message }: Said): string {
  const head = [code, status === null ? '' : `HTTP ${status}`].filter((part) => part !== '').join(', ');
  const first = message.split('\n')[0]?.slice(0, 300) ?? '';
  return head === '' ? first : `${head}: ${first}`;
}

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** A problem that nobody said, but that we see. */
export const seenProblem = (reason: string, detail: string, passing = false): S3Problem => ({
  ...{ reason, detail, passing, code: '', status: null, denied: false, missing: false },
});

export const noAnswer = seenProblem(
  'the service does not answer like S3',
  'something is missing in its answer',
);
