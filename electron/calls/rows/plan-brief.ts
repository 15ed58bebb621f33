import type { PlanBrief } from '../../../shared/ipc/row.ts';
import type { Job, OutputFile } from '../../../shared/model/job.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import { defaultFormats } from '../../../shared/model/options.ts';
import type { Plan, StreamDecision } from '../../../shared/plan/plan.ts';

/** What a plan does, as a row says it. */

/** `seconds` is the time of work that was estimated, or null. */
export function planBrief(
  plan: Plan,
  options: Readonly<Record<string, unknown>>,
  seconds: number | null,
): PlanBrief {
  const moving = plan.streams.filter(({ type }) => type === 'video');
  // A cover beside a film or a song is no picture of its own.
  const pictures = plan.kind === 'image' ? plan.streams.filter(isPicture) : moving;
  const sounds = plan.streams.filter(({ type }) => type === 'audio');
  const packaged = plan.steps.find((step) => step.tool === 'package');
  const { size } = plan.result;
  return {
    mode: plan.mode,
    format: plan.result.format,
    codec: plan.kind === 'video' || plan.kind === 'adaptive_video' ? codecOf(moving) : null,
    audioCodec: codecOf(sounds),
    width: size?.width ?? null,
    height: size?.height ?? null,
    renditions: packaged?.hls.renditions.length ?? null,
    picture: actionOf(pictures),
    sound: actionOf(sounds),
    dropped: {
      audio: sounds.filter(isDropped).length,
      subtitles: plan.streams.filter((one) => one.type === 'subtitle' && isDropped(one)).length,
    },
    trim: trimOf(plan.kind, options),
    toneMapped: plan.warnings.some(({ kind }) => kind === 'hdr_to_sdr'),
    low: plan.estimate?.low ?? null,
    high: plan.estimate?.high ?? null,
    ...(plan.limit === undefined ? {} : { limit: plan.limit.bytes }),
    seconds,
    warnings: [...plan.warnings],
  };
}

const isPicture = ({ type }: StreamDecision): boolean => type === 'video' || type === 'picture';
const isDropped = ({ action }: StreamDecision): boolean => action === 'drop';

const codecOf = (streams: readonly StreamDecision[]): string | null =>
  streams.find((one) => !isDropped(one))?.to ?? null;

function actionOf(streams: readonly StreamDecision[]): PlanBrief['picture'] {
  if (streams.length === 0) return 'none';
  const kept = streams.filter((one) => !isDropped(one));
  if (kept.length === 0) return 'drop';
  return kept.every(({ action }) => action === 'copy') ? 'copy' : 'encode';
}

/** The time of a frame that becomes a still is no part that is cut out. */
function trimOf(kind: Plan['kind'], { start, end }: Readonly<Record<string, unknown>>): PlanBrief['trim'] {
  if (kind === 'image' || (typeof start !== 'number' && typeof end !== 'number')) return null;
  return { start: typeof start === 'number' ? start : 0, end: typeof end === 'number' ? end : null };
}

/**
 * What a job did that ended before this process began: read from its own tasks, so that nothing is probed again. Codecs
 * that its tasks do not tell stay null.
 */
export function briefOfEnded(
  job: Job,
  facts: MediaFacts | null,
  files: readonly OutputFile[],
  mode: Plan['mode'],
): PlanBrief {
  const [primary] = files;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const hasSound = job.kind !== 'image' && job.kind !== 'animation' && (facts?.audio.length ?? 0) > 0;
  const hasPicture = job.kind !== 'audio';
  const action = mode === 'copy' ? 'copy' : 'encode';
  return {
    mode,
    format: typeof job.options['format'] === 'string' ? job.options['format'] : formatOf(job, primary),
    codec: mode === 'copy' && job.kind === 'video' ? (facts?.video[0]?.codec ?? null) : null,
    audioCodec: mode === 'copy' && hasSound ? (facts?.audio[0]?.codec ?? null) : null,
    width: primary?.width ?? null,
    height: primary?.height ?? null,
    renditions: null,
    picture: hasPicture ? action : 'none',
    sound: hasSound ? action : 'none',
    dropped: { audio: 0, subtitles: 0 },
    trim: trimOf(job.kind, job.options),
    toneMapped: job.warnings.some(({ kind }) => kind === 'hdr_to_sdr'),
    low: primary === undefined ? null : bytes,
    high: primary === undefined ? null : bytes,
    seconds: null,
    warnings: [],
  };
}

/** Words of the contract for media types that differ from their default. */
function formatOf(job: Job, primary: OutputFile | undefined): string {
  const ext = /\.([a-z0-9]{1,5})$/i.exec(primary?.path ?? '')?.[1]?.toLowerCase();
  if (ext === undefined || job.kind === 'adaptive_video') return defaultFormats[job.kind];
  if (job.kind === 'animation' && ext === 'png') return 'apng';
  return ext === 'jpg' ? 'jpeg' : ext === 'tif' ? 'tiff' : ext;
}
