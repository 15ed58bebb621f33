import { stat } from 'node:fs/promises';
import { ConvoyFailure, fail } from '../../../shared/model/error.ts';
import type { OutputFile } from '../../../shared/model/job.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { verify } from '../../../shared/plan/run/verify.ts';
import { verifyProbe } from '../probe/probe.ts';
import { masterPlaylist } from './package-folder.ts';
import type { InputReader, Probes } from '../probe/read-input.ts';
import type { PlanReport } from '../run/run-plan.ts';
import { verifyHls } from '../hls/verify-hls.ts';

export interface ResultCheck {
  readonly plan: Plan;
  readonly part: string;
  readonly reader: InputReader;
  readonly probes: Probes;
  /** Name of the input, for messages. */
  readonly file: string;
  readonly report: PlanReport;
  /** Second of the input at which the result begins. */
  readonly start: number;
  readonly signal: AbortSignal;
}

/** What is known of a checked file; its path is relative to the result and empty for the result itself. */
export type CheckedFile = Omit<OutputFile, 'url'>;

/**
 * Reads a finished part back and holds it against its plan, before it may have its final name. Exit code 0 says
 * nothing: half a file gives it too. Throws `output_verify_failed` or `input_truncated`.
 */
export async function checkResult(check: ResultCheck): Promise<readonly CheckedFile[]> {
  const { plan, part } = check;
  if (plan.result.form === 'folder') return checkFolder(check);
  const found = await readBack(check);
  const { bytes } = await stat(part).then((facts) => ({ bytes: facts.size }));
  const error = verify(
    plan.expect,
    { ...found, bytes },
    { file: check.file, start: check.start, sourceTruncated: check.report.sourceTruncated },
  );
  if (error !== null) throw new ConvoyFailure(error);
  const size = plan.result.size;
  return [
    {
      path: '',
      bytes,
      mime: plan.result.mime,
      width: size?.width ?? null,
      height: size?.height ?? null,
      duration: plan.expect.duration === null ? null : found.duration,
    },
  ];
}

/** ffprobe reads what moves or sounds; what it cannot read (animated webp, stills) the still worker does. */
async function readBack({ plan, part, reader, probes, file, signal }: ResultCheck): Promise<MediaFacts> {
  if (plan.kind !== 'image') {
    const question = { path: part, container: plan.result.format, signal };
    let probed = await verifyProbe({ ...question, ffprobe: probes.ffprobe });
    // A result of a newer ffmpeg may be more than the older ffprobe knows.
    if (!probed.ok) probed = await verifyProbe({ ...question, ffprobe: probes.otherFfprobe });
    if (!probed.ok) throw new ConvoyFailure(probed.error);
    if (probed.value !== null) return probed.value;
  }
  const facts = await reader.read(part, { signal });
  if (facts.ok) return facts.value;
  if (facts.error.kind === 'cancelled') throw new ConvoyFailure(facts.error);
  throw fail('output_verify_failed', { file, reason: 'it cannot be read back', detail: facts.error.message });
}

async function checkFolder({
  plan,
  part,
  file,
  report,
  start,
  signal,
}: ResultCheck): Promise<readonly CheckedFile[]> {
  const error = await verifyHls(part, plan.expect, {
    file,
    signal,
    start,
    sourceTruncated: report.sourceTruncated,
  });
  if (error !== null) throw new ConvoyFailure(error);
  const size = plan.result.size;
  const isMaster = (name: string): boolean => name === masterPlaylist;
  // The primary result is the one that a player opens.
  const files = (report.packaged ?? []).toSorted(
    (a, b) => Number(isMaster(b.path)) - Number(isMaster(a.path)),
  );
  return files.map((one) => ({
    ...one,
    width: size?.width ?? null,
    height: size?.height ?? null,
    duration: plan.expect.duration,
  }));
}
