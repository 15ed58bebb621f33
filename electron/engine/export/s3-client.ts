import type { S3Client } from '@aws-sdk/client-s3';
import type { Connection } from '../../../shared/model/connection.ts';
import type { Keys } from '../connections/keys.ts';

/** How a service is reached. */
export type S3Place = Pick<Connection, 'endpoint' | 'region' | 'pathStyle'>;

/** Milliseconds until somebody must have answered a knock, and that a connection may be silent. */
const patience = { connectionTimeout: 10_000, socketTimeout: 60_000 } as const;

/**
 * A client for a service. It tries everything once: who calls it knows what may be tried again, and is told to stop.
 * Loads the SDK, which takes a tenth of a second.
 */
export async function createS3Client(place: S3Place, credentials: Keys): Promise<S3Client> {
  // It would print to standard error, into the lines of the command line, which Node later versions of it will need. Which
  // one Convoy needs is said by its package, and the desktop app has its own.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const sdk = await import('@aws-sdk/client-s3');
  return new sdk.S3Client({
    ...(place.endpoint === null ? {} : { endpoint: place.endpoint }),
    region: place.region,
    forcePathStyle: place.pathStyle,
    credentials,
    maxAttempts: 1,
    // Several services store the checksum that comes behind a body as a part of it, or refuse it.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // With it, the SDK makes a new connection for every part.
    expectContinueHeader: false,
    logger: silent,
    requestHandler: { ...patience, requestTimeout: 0 },
  });
}

/** What is to be known is in the answers; the SDK's own words would go to standard error. */
const nothing = (): void => undefined;
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
