import type { Row } from '../../../../shared/ipc/row.ts';
import type { ErrorKind } from '../../../../shared/model/error.ts';
import type { Job, Task } from '../../../../shared/model/job.ts';
import { MediaFacts } from '../../../../shared/model/media.ts';
import { z } from 'zod';
import { codecWord, formatWord } from '../../../words/media-words.ts';
import { sizeText, type UnitWords } from '../../../words/numbers.ts';
import { takenText } from '../../../words/times.ts';
import type { Words } from '../../../words/words.tsx';
import type { IconName } from '../../../ui/icon.tsx';

const fetched = z.object({ bytes: z.number() });
const Imported = z.union([fetched, z.array(fetched).min(1)]);

/** True when it is the upload that failed, not what was made to be uploaded. */
export const isUploadError = (kind: ErrorKind): boolean =>
  kind === 'upload_denied' || kind === 'upload_failed';

/** The four steps of a job, as a person reads them. */
export interface TaskLine {
  readonly id: string;
  readonly name: string;
  readonly icon: IconName;
  readonly failed: boolean;
  readonly text: string;
  /** Empty while it has not ended. */
  readonly time: string;
}

/** What the encode task says when it is done. */
const Encoded = z.object({ plan: z.enum(['copy', 'encode', 'mixed']) });
const Exported = z.object({
  files: z.array(z.object({ path: z.string(), url: z.string().optional() })).min(1),
  kept: z.enum(['copied', 'in_place']).optional(),
});

export function taskLines(
  job: Job,
  w: Words['inspector']['details'],
  locale: string,
  units?: UnitWords,
  upload: Row['upload'] = null,
): readonly TaskLine[] {
  const isUploaded = upload !== null;
  const isRemote = [job.input].flat().some((input) => /^(?:https?|s3):\/\//i.test(input));
  return inOrder(job.tasks, isRemote).map((task) => {
    const part = partOf(task, isRemote, isUploaded);
    return {
      id: task.id,
      name: w.tasks[part],
      icon: notReached(task, job) ? 'wait' : iconOf(task),
      failed: task.status === 'failed',
      text: textOf(task, job, w, locale),
      time: timeOf(task, locale, units),
    };
  });
}

/** What comes from the web is downloaded before it can be read. */
const inOrder = (tasks: readonly Task[], isRemote: boolean): readonly Task[] =>
  isRemote ? tasks.toSorted((a, b) => Number(b.kind === 'import') - Number(a.kind === 'import')) : tasks;

type Part = keyof Words['inspector']['details']['tasks'];

/** What comes from the web is downloaded, and what goes to a bucket is uploaded. */
function partOf({ kind }: Task, isRemote: boolean, isUploaded: boolean): Part {
  if (kind === 'import') return isRemote ? 'download' : 'import';
  if (kind === 'export') return isUploaded ? 'upload' : 'export';
  return kind === 'probe' ? 'probe' : 'convert';
}

/** Bucket and key of an address in S3; of a public one the address, readable. */
function placeText(url: string): string {
  if (url.startsWith('s3://')) return url.slice('s3://'.length);
  try {
    return decodeURI(url).replace(/^https?:\/\//i, '');
  } catch {
    return url;
  }
}

/** Steps behind the one that failed or was stopped are cancelled with it; they never began. */
const notReached = (task: Task, job: Job): boolean =>
  task.status === 'cancelled' && (job.status === 'failed' || task.started_at === null);

function iconOf({ status }: Task): IconName {
  switch (status) {
    case 'waiting':
      return 'wait';
    case 'processing':
      return 'run';
    case 'succeeded':
      return 'check';
    case 'failed':
      return 'fail';
    case 'cancelled':
      return 'cancel';
    case 'skipped':
      return 'minus';
  }
}

function timeOf(
  { started_at: from, finished_at: to, status }: Task,
  locale: string,
  units: UnitWords | undefined,
): string {
  if (from === null || to === null || status === 'skipped') return '';
  const seconds = (to - from) / 1000;
  // Reading a file takes tenths of a second; they are what one looks for here.
  if (seconds >= 10) return takenText(seconds, locale, units);
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(seconds)} s`;
}

function textOf(task: Task, job: Job, w: Words['inspector']['details'], locale: string): string {
  switch (task.status) {
    case 'waiting':
      return job.status === 'queued' || job.status === 'processing' ? w.queued : w.waiting;
    case 'processing':
      return w.working;
    case 'cancelled':
      return notReached(task, job) ? w.waiting : w.cancelled;
    case 'skipped':
      return task.kind === 'import' ? w.local : w.skipped;
    case 'failed':
      return task.error === null ? '' : clauseOf(task.error.message);
    case 'succeeded':
      return doneText(task, w, locale);
  }
}

/** "“talk.mov” is incomplete: the recording stops at 31:02." becomes "The recording stops at 31:02". */
export function clauseOf(message: string): string {
  // A colon inside the quoted name says nothing.
  const afterName = message.slice(message.lastIndexOf('”') + 1);
  const clause = (/: (.+)$/.exec(afterName)?.[1] ?? message).replace(/\.$/, '');
  return clause.charAt(0).toUpperCase() + clause.slice(1);
}

function doneText(task: Task, w: Words['inspector']['details'], locale: string): string {
  if (task.kind === 'import') {
    const imported = Imported.safeParse(task.output);
    if (!imported.success) return w.done;
    const files = Array.isArray(imported.data) ? imported.data : [imported.data];
    return w.downloaded(
      sizeText(
        files.reduce((sum, { bytes }) => sum + bytes, 0),
        locale,
      ),
    );
  }
  if (task.kind === 'probe') {
    const facts = MediaFacts.safeParse(task.output);
    return facts.success ? readText(facts.data, w) : w.done;
  }
  if (task.kind === 'export') {
    const exported = Exported.safeParse(task.output);
    if (!exported.success) return w.done;
    const { files, kept } = exported.data;
    if (kept === 'in_place') return w.keptInPlace;
    const url = files[0]?.url ?? '';
    if (url !== '' && !url.startsWith('file:')) {
      // A package is known by its folder, not by the playlist in it.
      if (files.length > 1) return w.uploadedFiles(files.length, placeText(url.replace(/\/[^/]*$/, '')));
      return w.uploaded(placeText(url));
    }
    const name = files[0]?.path.split(/[\\/]/).at(-1) ?? '';
    if (kept === 'copied') return w.keptAs(name);
    return files.length === 1 ? w.saved(name) : w.savedFiles(files.length);
  }
  const encoded = Encoded.safeParse(task.output);
  if (!encoded.success) return w.done;
  return { copy: w.copied, encode: w.encoded, mixed: w.partly }[encoded.data.plan];
}

function readText(facts: MediaFacts, w: Words['inspector']['details']): string {
  const codec = facts.video[0]?.codec ?? facts.audio[0]?.codec;
  const main =
    facts.still === null ? (codec === undefined ? '' : codecWord(codec)) : formatWord(facts.still.format);
  const sound = facts.video.length > 0 && facts.audio.length > 0 ? w.soundTracks(facts.audio.length) : '';
  return [main, sound].filter((part) => part !== '').join(', ');
}
