import type { Connection, ConnectionView } from '../../shared/model/connection.ts';
import { newConnection } from '../../shared/model/connection.ts';

/** Connections for tests of the window: each is complete, and a test says only what it is about. */

export const connectionId = (n: number): string => `conn_01jd4z0k3vf1nt9s3c${String(n).padStart(8, '0')}`;

/** 22 November 2025, 14:00 in the time of this computer. */
export const now = new Date(2025, 10, 22, 14, 0, 0).getTime();

export function aConnection(n: number, change: Partial<Connection> = {}): Connection {
  const { endpoint, region, pathStyle, prefix, storageClass, acl, cacheControl } = newConnection;
  const { encryption, publicUrl, linkSeconds } = newConnection;
  return {
    ...{ endpoint, region, pathStyle, prefix, storageClass, acl, cacheControl },
    ...{ encryption, publicUrl, linkSeconds },
    id: connectionId(n),
    name: `media-${n}`,
    bucket: `bucket-${n}`,
    credentials: { from: 'keychain' },
    check: null,
    createdAt: now - 86_400_000,
    updatedAt: now - 86_400_000,
    ...change,
  };
}

export const aView = (
  n: number,
  change: Partial<Connection> = {},
  kept: ConnectionView['kept'] = 'keychain',
): ConnectionView => ({ connection: aConnection(n, change), kept });
