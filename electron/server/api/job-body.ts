import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ConvoyFailure, fail } from '../../../shared/model/error.ts';
import { JobRequest } from '../../../shared/model/job.ts';
import { Kind, VideoOptions, defaultFormats, kinds, videoFormats } from '../../../shared/model/options.ts';
import { containerCodec } from '../../../shared/plan/container-args.ts';
import { videoContainers } from '../../../shared/plan/containers.ts';
import { splitExtension } from '../../../shared/plan/names/file-name.ts';
import { formatOfExtension } from '../../../shared/plan/names/output-format.ts';
import { type ImportDeps, readJob } from '../../calls/index.ts';
import { type AddRequest, type FileIdentity, inputPlaces } from '../../engine/index.ts';
import { Webhook, checkWebhook } from './webhooks.ts';

/** The body of `POST /jobs`: the request that every door takes, with a preset to begin with and an address to be told. */
export const JobBody = JobRequest.extend({
  /** Id or name of a preset. */
  preset: z.string().trim().min(1).max(80).optional(),
  webhook: Webhook.optional(),
});

export interface AskedJob {
  readonly asked: AddRequest;
  readonly webhook: Webhook | null;
  /** What inputs of this computer were seen to be while it was read, by path; links are not among them. */
  readonly looked: ReadonlyMap<string, FileIdentity>;
}

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads it, as far as that is possible without opening the input. Throws what the contract says: `input_required`,
 * `invalid_input`, `invalid_format`, `invalid_codec`, `invalid_option`, `invalid_request`.
 */
export async function readJobBody(body: unknown, deps: ImportDeps): Promise<AskedJob> {
  if (!isObject(body)) throw fail('invalid_request', { reason: 'its body is not an object' });
  const { webhook: told, ...rest } = body;
  checkInput(rest['input']);
  checkKind(rest);
  const webhook = told === undefined || told === null ? null : readWebhook(told);
  const looked = new Map<string, FileIdentity>();
  const seen = (file: string, identity: FileIdentity): void => void looked.set(file, identity);
  const asked = await readJob(withOutputPath(rest), { ...deps, seen });
  checkCodec(asked.request);
  return { asked, webhook, looked };
}

function checkInput(input: unknown): void {
  const isEmpty = input === undefined || input === null || input === '';
  if (isEmpty || (Array.isArray(input) && input.length === 0)) throw fail('input_required');
  const given: unknown[] = Array.isArray(input) ? input : [input];
  if (given.some((one) => typeof one !== 'string')) {
    throw fail('invalid_input', { reason: 'it is a path, an address, or an array of them' });
  }
  if (given.includes('')) throw fail('input_required');
  const places = inputPlaces({ input: given as string[] }, '/');
  if (!places.ok) throw new ConvoyFailure(places.error);
}

/** A result's place may be a `file://` address as well; a path has to be whole, because a request has no current folder. */
function withOutputPath(members: Members): Members {
  const { output } = members;
  if (typeof output !== 'string' || /^s3:\/\//i.test(output) || path.isAbsolute(output)) return members;
  const bad = (reason: string): Error => fail('invalid_option', { field: 'output', reason });
  if (!/^file:\/\//i.test(output)) throw bad('it is neither a whole path nor an address of file:// or s3://');
  try {
    return { ...members, output: fileURLToPath(output) };
  } catch {
    throw bad('the address names no place on this computer');
  }
}

function checkKind({ kind, preset }: Members): void {
  // A preset is for one kind.
  if (kind === undefined && preset !== undefined) return;
  if (kind === 'adaptive' || Kind.safeParse(kind).success) return;
  const given = kind === undefined ? 'nothing' : JSON.stringify(kind).slice(0, 80);
  throw fail('invalid_option', { field: 'kind', given, allowed: kinds.join(', ') });
}

/** The plan would refuse it too, but only when the job's turn comes. */
function checkCodec({ kind, options, output }: JobRequest): void {
  const parsed = kind === 'video' ? VideoOptions.safeParse(options ?? {}) : null;
  if (parsed?.success !== true) return;
  const ofOutput = formatOfExtension('video', splitExtension(output ?? '').ext);
  const format = parsed.data.format ?? videoFormats.find((one) => one === ofOutput) ?? defaultFormats.video;
  const codec = containerCodec(parsed.data, videoContainers[format]);
  if (!codec.ok) throw new ConvoyFailure(codec.error);
}

function readWebhook(given: unknown): Webhook {
  const webhook = Webhook.safeParse(given);
  if (!webhook.success) {
    const [issue] = webhook.error.issues;
    const field = ['webhook', ...(issue?.path ?? [])].join('.');
    throw fail('invalid_option', {
      field,
      reason: (issue?.message ?? 'it has another form').replace(/\.$/, ''),
    });
  }
  checkWebhook(webhook.data);
  return webhook.data;
}
