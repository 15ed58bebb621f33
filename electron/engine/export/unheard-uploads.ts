import { type EndDeps, tryToEnd } from './abort-upload.ts';
import { withRetries } from './with-retries.ts';

/**
 * Multipart uploads that began although nobody heard of it. What is ended has to be ours beyond doubt, so only the very
 * key counts, and only the time in which we asked for it, on the clock of the service.
 */

/** Begins of one key that were not answered. */
export interface UnheardBegin {
  readonly key: string;
  /** Unix milliseconds of this computer: the first request for it, and the end of the last one. */
  readonly from: number;
  readonly to: number;
  /** So many uploads at most are ours. */
  readonly count: number;
}

/** Uploads of a key and its like, as a service lists them. */
export interface ListedUploads {
  readonly uploads: readonly {
    readonly key: string;
    readonly uploadId: string;
    /** Unix milliseconds on the clock of the service. */
    readonly begun: number;
  }[];
  /** Milliseconds by which the clock of the service is ahead of ours; null when it does not say its time. */
  readonly ahead: number | null;
}

/** Times are said in whole seconds. */
const roundMs = 2_000;
/** A request that broke off may be taken up so much later. */
const lateMs = 60_000;

/**
 * Ids of those that are ours; none when there are more than there can be, because then somebody else uploads there too.
 *
 * @param known the upload that was heard of
 */
export function unheardAmong(
  { uploads, ahead }: ListedUploads,
  { key, from, to, count }: UnheardBegin,
  known: string | null,
): readonly string[] {
  if (ahead === null) return [];
  const [earliest, latest] = [from + ahead - roundMs, to + ahead + lateMs];
  const found = uploads.filter(
    (one) => one.key === key && one.uploadId !== known && one.begun >= earliest && one.begun <= latest,
  );
  return found.length > count ? [] : found.map(({ uploadId }) => uploadId);
}

/** What is used of the steps of a command: the SDK types them by input and output, which are no matter here. */
interface AnswerSteps {
  add(
    step: (
      next: (args: unknown) => Promise<{ readonly response: unknown }>,
    ) => (args: unknown) => Promise<unknown>,
    options: { readonly step: 'deserialize'; readonly name: string },
  ): void;
}

/** The uploads of a key that nobody has ended. Throws `S3Failure`, also when the keys have no right to look. */
export async function listUploads({ bucket, tried }: EndDeps, key: string): Promise<ListedUploads> {
  const { ListMultipartUploadsCommand } = await import('@aws-sdk/client-s3');
  let ahead: number | null = null;
  const { Uploads = [] } = await withRetries(
    tryToEnd(tried),
    `a look at the uploads of ${key}`,
    (abortSignal) => {
      const command = new ListMultipartUploadsCommand({ Bucket: bucket.bucket, Prefix: key });
      const { middlewareStack } = command as { readonly middlewareStack: AnswerSteps };
      middlewareStack.add(
        (next) => async (args) => {
          const answer = await next(args);
          const at = Date.parse(dateOf(answer.response));
          if (!Number.isNaN(at)) ahead = at - Date.now();
          return answer;
        },
        { step: 'deserialize', name: 'convoyTime' },
      );
      return bucket.client.send(command, { abortSignal });
    },
  );
  return {
    ahead,
    uploads: Uploads.flatMap(({ Key, UploadId, Initiated }) =>
      Key === undefined || UploadId === undefined || Initiated === undefined
        ? []
        : { key: Key, uploadId: UploadId, begun: Initiated.getTime() },
    ),
  };
}

function dateOf(response: unknown): string {
  const headers = (response as { readonly headers?: Readonly<Record<string, string>> } | undefined)?.headers;
  return headers?.['date'] ?? '';
}
