import { open } from 'node:fs/promises';
import type { Capabilities } from '../../../shared/model/capabilities.ts';
import type { ConvoyError } from '../../../shared/model/error.ts';
import { binaryTarget } from './binary-architecture.ts';
import { workingEncoders } from './encoder-trial.ts';
import {
  type ToolVersion,
  parseCodecs,
  parseDemuxers,
  parseFilters,
  parseMuxers,
  parseVersion,
} from './ffmpeg-listing.ts';
import type { ToolFacts, ToolRun } from '../ports.ts';
import { startProblem } from './tool-problem.ts';
import type { Host } from './tool-places.ts';

/** Asks a program what it is and what it can do. Every answer comes from the binary itself. */

type Run = (tool: ToolRun) => Promise<ToolFacts>;
type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ConvoyError };

/** Milliseconds for a question; a first start can wait for a virus scanner. */
const questionMs = 12_000;

async function firstBytes(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(4096), 0, 4096, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return new Uint8Array();
  }
}

/** Runs `-version`. A file that is not the asked program, or does not run, is a problem with its remedy. */
export async function askVersion(
  file: string,
  program: 'ffmpeg' | 'ffprobe',
  host: Host,
  run: Run,
): Promise<Answer<ToolVersion>> {
  const facts = await run({ file, args: ['-hide_banner', '-version'], timeoutMs: questionMs });
  const version = facts.exitCode === 0 ? parseVersion(facts.stdout) : null;
  if (version?.program === program) return { ok: true, value: version };
  const target = binaryTarget(await firstBytes(file));
  return { ok: false, error: startProblem({ file, program, facts, target, host }) };
}

/** Everything that planning asks of an ffmpeg. Takes about half a second, most of it the trial of its encoders. */
export async function askCapabilities(file: string, host: Host, run: Run): Promise<Answer<Capabilities>> {
  const version = await askVersion(file, 'ffmpeg', host, run);
  if (!version.ok) return version;
  const list = async (what: string): Promise<string> =>
    (await run({ file, args: ['-hide_banner', what], timeoutMs: questionMs })).stdout;
  const [encoders, decoders, muxers, demuxers, filters] = await Promise.all([
    list('-encoders').then((text) => workingEncoders(file, parseCodecs(text), run)),
    list('-decoders').then(parseCodecs),
    list('-muxers').then(parseMuxers),
    list('-demuxers').then(parseDemuxers),
    list('-filters').then(parseFilters),
  ]);
  return {
    ok: true,
    value: {
      version: version.value.version,
      // A build that does not tell is treated as the oldest: what every build knows works there too.
      libavcodec: version.value.libavcodec ?? 58,
      encoders,
      decoders,
      muxers,
      demuxers,
      filters,
    },
  };
}
