import { createHash } from 'node:crypto';
import type {
  Connection,
  ConnectionCheck,
  ConnectionDraft,
  ConnectionView,
} from '../../../shared/model/connection.ts';
import { type Result, ok, refuse } from '../../../shared/model/error.ts';
import { newId } from '../../../shared/model/id.ts';
import type { ConnectionsDoor } from '../doors/connections-door.ts';
import { errorOf } from '../error-of.ts';
import { linkTo } from '../export/object-link.ts';
import { createS3Client } from '../export/s3-client.ts';
import type { S3Access } from '../export/s3-access.ts';
import { testBucket } from '../export/test-bucket.ts';
import type { JobRecord } from '../job-record.ts';
import type { ConnectionStore } from '../ports.ts';
import { type KeyPlaces, identityOf, keysOf } from './keys.ts';
import type { SecretPlace } from './secret-store.ts';

/** The saved connections. */

export interface ConnectionsDeps extends KeyPlaces {
  readonly store: ConnectionStore;
  readonly access: S3Access;
  /** A job of the queue or of the history. */
  readonly job: (id: string) => JobRecord | null;
  readonly now: () => number;
  /** There are others, or one of them is another. */
  readonly changed: () => void;
}

export function createConnections(deps: ConnectionsDeps): ConnectionsDoor {
  const { store, secrets, now, changed } = deps;
  /** What the last test of a draft said, for the case that the draft is saved then. */
  let tested: { readonly draft: string; readonly check: ConnectionCheck } | null = null;

  const find = (id: string): Connection | null => store.all().find((one) => one.id === id) ?? null;

  async function save(draft: ConnectionDraft): Promise<Result<ConnectionView>> {
    const { secret, id, ...members } = draft;
    const former = id === null ? null : find(id);
    if (id !== null && former === null) return notFound;
    const sameName = store.all().find((one) => one.id !== id && foldCase(one.name) === foldCase(draft.name));
    if (sameName !== undefined) {
      return refuse('conflict', {
        reason: `a connection is called “${sameName.name}” already`,
        hint: 'Choose another name.',
      });
    }
    const place = await secrets.look();
    const keeps = draft.credentials.from === 'keychain';
    const has = former !== null && place.ids.includes(former.id);
    if (keeps && secret === null && !has) return noKeys(place);
    if (keeps && secret !== null && place.kept === 'none') return noKeychain;
    const at = now();
    const same = tested?.draft === draftKey(draft);
    const connection: Connection = {
      ...members,
      id: former?.id ?? newId('conn'),
      check: same
        ? (tested?.check ?? null)
        : former !== null && !isOther(former, draft)
          ? former.check
          : null,
      createdAt: former?.createdAt ?? at,
      updatedAt: at,
    };
    // Keys without a connection are of no use to anybody, a connection without its keys fails.
    if (keeps && secret !== null) {
      try {
        await secrets.set(connection.id, secret);
      } catch (error) {
        return refuse('conflict', {
          reason: 'the keychain of this computer does not take the keys',
          hint: 'Unlock it, or put the keys into the environment.',
          detail: error instanceof Error ? error.message : '',
        });
      }
    }
    store.save(connection);
    if (!keeps && has) await secrets.remove(connection.id);
    changed();
    return ok(viewOf(connection, await secrets.look()));
  }

  async function test(draft: ConnectionDraft): Promise<ConnectionCheck> {
    const at = now();
    const saved = draft.id === null ? null : find(draft.id);
    const { secret, id, ...members } = draft;
    const keys =
      secret === null ? await keysOf({ ...members, id: saved?.id ?? '' }, deps) : ok(identityOf(secret));
    let check: ConnectionCheck;
    if (!keys.ok) check = { at, seconds: 0, error: keys.error };
    else {
      try {
        const client = await createS3Client(members, keys.value);
        check = await testBucket(client, members, now).finally(() => client.destroy());
      } catch (error) {
        check = { at, seconds: (now() - at) / 1000, error: errorOf(error) };
      }
    }
    tested = { draft: draftKey(draft), check };
    if (saved !== null && id !== null && secret === null && !isOther(saved, draft)) {
      store.save({ ...saved, check });
      changed();
    }
    return check;
  }

  return {
    async list() {
      const place = await secrets.look();
      return store
        .all()
        .toSorted((a, b) => a.name.localeCompare(b.name))
        .map((connection) => viewOf(connection, place));
    },
    save,
    async remove(id) {
      const connection = find(id);
      if (connection === null) return notFound;
      store.remove(id);
      if (connection.credentials.from === 'keychain') await secrets.remove(id);
      changed();
      return ok(null);
    },
    test,
    async link(jobId, seconds) {
      const job = deps.job(jobId);
      if (job === null) return refuse('not_found', { given: 'This job' });
      try {
        return await linkTo(job, seconds, { access: deps.access, connections: () => store.all(), now });
      } catch (error) {
        return { ok: false, error: errorOf(error) };
      }
    },
  };
}

function viewOf(connection: Connection, place: SecretPlace): ConnectionView {
  if (connection.credentials.from !== 'keychain') return { connection, kept: 'outside' };
  const { kept, ids } = place;
  return { connection, kept: kept === 'none' || !ids.includes(connection.id) ? 'missing' : kept };
}

/** The draft reaches another place, or writes in another way, than what is saved. */
function isOther(saved: Connection, draft: ConnectionDraft): boolean {
  return testedMembers.some((member) => JSON.stringify(saved[member]) !== JSON.stringify(draft[member]));
}

/** What a test of a connection depends on. */
const testedMembers = [
  ...(['endpoint', 'region', 'pathStyle', 'bucket', 'prefix', 'credentials'] as const),
  ...(['storageClass', 'acl', 'cacheControl', 'encryption'] as const),
];

/** The same for the same draft; of its keys nothing can be read out of it. */
function draftKey(draft: ConnectionDraft): string {
  const members = testedMembers.map((member) => draft[member]);
  return createHash('sha256')
    .update(JSON.stringify([draft.id, draft.secret, members]))
    .digest('hex');
}

const foldCase = (name: string): string => name.normalize('NFC').toLowerCase();

const notFound: Result<never> = refuse('not_found', { given: 'This connection' });

const noKeychain: Result<never> = refuse('conflict', {
  reason: 'this process has no keychain to keep the keys in',
  hint: 'Put the keys into the environment or a profile of the shared AWS config, or save the connection in the app.',
});

const noKeys = ({ kept }: SecretPlace): Result<never> =>
  kept === 'none'
    ? noKeychain
    : refuse('invalid_option', {
        field: 'secret',
        reason: 'the keys are missing',
        hint: 'Enter the access key and the secret key.',
      });
