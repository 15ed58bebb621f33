import type { ConnectionDraft } from '../../../shared/model/connection.ts';

/**
 * Services that speak S3, with what is known of them beforehand. `…` in an endpoint is what a person has to put in. As
 * their documentation says; where it wants the bucket in the host, path style is off.
 */
export interface Service {
  readonly id: string;
  readonly name: string;
  /** Null = AWS itself. */
  readonly endpoint: string | null;
  readonly region: string;
  readonly pathStyle: boolean;
}

export const services: readonly Service[] = [
  { id: 'aws', name: 'Amazon S3', endpoint: null, region: 'us-east-1', pathStyle: false },
  {
    id: 'r2',
    name: 'Cloudflare R2',
    endpoint: 'https://….r2.cloudflarestorage.com',
    region: 'auto',
    pathStyle: true,
  },
  {
    id: 'b2',
    name: 'Backblaze B2',
    endpoint: 'https://s3.us-west-004.backblazeb2.com',
    region: 'us-west-004',
    pathStyle: false,
  },
  {
    id: 'digitalocean',
    name: 'DigitalOcean Spaces',
    endpoint: 'https://fra1.digitaloceanspaces.com',
    region: 'us-east-1',
    pathStyle: false,
  },
  {
    id: 'hetzner',
    name: 'Hetzner Object Storage',
    endpoint: 'https://fsn1.your-objectstorage.com',
    region: 'fsn1',
    pathStyle: false,
  },
  {
    id: 'wasabi',
    name: 'Wasabi',
    endpoint: 'https://s3.eu-central-1.wasabisys.com',
    region: 'eu-central-1',
    pathStyle: false,
  },
  { id: 'minio', name: 'MinIO', endpoint: 'http://localhost:9000', region: 'us-east-1', pathStyle: true },
];

/** What a person has who runs, or rents, none of those. */
export const otherService = 'other';

/** The service that an endpoint is of; `other` when it is none that is known. */
export function serviceOf({ endpoint }: Pick<ConnectionDraft, 'endpoint'>): string {
  if (endpoint === null) return 'aws';
  const host = hostOf(endpoint);
  const found = services.find(
    (one) => one.endpoint !== null && one.id !== 'minio' && host.endsWith(domainOf(hostOf(one.endpoint))),
  );
  return found?.id ?? (/:9000\/?$/.test(endpoint) ? 'minio' : otherService);
}

/** The endpoint without what is before the host and behind it. */
const hostOf = (endpoint: string): string => endpoint.replace(/^https?:\/\//i, '').replace(/[/:].*$/, '');

/** The endpoint as a person says it: host and port. */
export const shownEndpoint = (endpoint: string): string =>
  endpoint.replace(/^https?:\/\//i, '').replace(/\/$/, '');

const domainOf = (host: string): string => host.split('.').slice(-2).join('.');

/** Numbers of an empty endpoint are still to be put in. */
export const hasGap = (endpoint: string | null): boolean => endpoint?.includes('…') === true;
