import type { Capabilities, HardwareTrial } from '../../../shared/model/capabilities.ts';
import { isModern } from '../../../shared/model/capabilities.ts';
import { hardwareArgs } from '../../../shared/plan/hardware/hardware-args.ts';
import {
  type HardwareEncoder,
  type HardwareFamily,
  hardwareEncoders,
} from '../../../shared/plan/hardware/hardware-encoders.ts';
import { hardwareQuality } from '../../../shared/plan/hardware/hardware-quality.ts';
import type { ToolFacts, ToolRun } from '../ports.ts';
import { parseCodecs } from './ffmpeg-listing.ts';

/**
 * Which hardware encoders really work. Builds for everybody list the encoders of every maker; a chip, a driver that is
 * new enough and the right to open its device show only when something is encoded.
 */

type Run = (tool: ToolRun) => Promise<ToolFacts>;

/** Milliseconds that a trial may take: a sleeping chip wakes up within one or two seconds, a driver that hangs never. */
const trialMs = 12_000;
/** Large enough for every chip, small enough to be over at once. */
const frame = { width: 640, height: 360 } as const;

/** The run that encodes two frames as a job would; the result goes nowhere. */
export function hardwareTrialArgs(encoder: HardwareEncoder, depth: 8 | 10): string[] {
  const quality = hardwareQuality(encoder, 'medium', frame.height);
  const args = hardwareArgs(encoder, depth, { quality, cap: null }, 'mkv');
  const groups = [
    ['-hide_banner', '-nostdin', '-v', 'error'],
    ...args.device,
    ['-f', 'lavfi', '-i', `testsrc2=s=${frame.width}x${frame.height}:r=25:d=0.08`],
    ['-map', '0:v', '-frames:v', '2'],
    ...(args.upload.length === 0 ? [] : [['-filter:v:0', args.upload.join(',')]]),
    ...args.encoder,
    ...(args.pixFmt === null ? [] : [['-pix_fmt:v:0', args.pixFmt]]),
    ['-f', 'null', '-'],
  ];
  return groups.flat().filter((token) => typeof token === 'string');
}

/**
 * Tries the hardware encoders that an ffmpeg lists. Families are tried at the same time, each one encoder after another;
 * when a driver hangs, the rest of its family is not tried. Null when it could not be asked, or the search was aborted.
 */
export async function tryHardware(
  ffmpeg: string,
  capabilities: Capabilities,
  run: Run,
): Promise<readonly HardwareTrial[] | null> {
  const listing = await run({ file: ffmpeg, args: ['-hide_banner', '-encoders'], timeoutMs: trialMs });
  if (listing.exitCode !== 0) return null;
  const listed = new Set(parseCodecs(listing.stdout));
  const present = hardwareEncoders.filter(({ name }) => listed.has(name));
  // Other names of options, and no constant quality on some: what is proved of it would say little.
  if (!isModern(capabilities)) return present.map(({ name }) => refused(name, 'it needs ffmpeg 5 or newer'));
  const families = [...new Set(present.map(({ family }) => family))];
  const trials = await Promise.all(
    families.map((family) =>
      tryFamily(
        ffmpeg,
        present.filter((one) => one.family === family),
        run,
      ),
    ),
  );
  return trials.some((one) => one === null) ? null : trials.flatMap((one) => one ?? []);
}

async function tryFamily(
  ffmpeg: string,
  encoders: readonly HardwareEncoder[],
  run: Run,
): Promise<readonly HardwareTrial[] | null> {
  const trials: HardwareTrial[] = [];
  let hangs = false;
  for (const encoder of encoders) {
    if (hangs) {
      trials.push(refused(encoder.name, noAnswer));
      continue;
    }
    const encode = (depth: 8 | 10): Promise<ToolFacts> =>
      run({ file: ffmpeg, args: hardwareTrialArgs(encoder, depth), timeoutMs: trialMs });
    const facts = await encode(8);
    if (facts.stopped === 'cancelled') return null;
    hangs = facts.stopped !== 'no';
    if (!succeeded(facts)) {
      trials.push(refused(encoder.name, trialProblem(facts, encoder.family)));
      continue;
    }
    const tenBit = encoder.mayTenBit && succeeded(await encode(10));
    trials.push({ encoder: encoder.name, works: true, tenBit, problem: null });
  }
  return trials;
}

const succeeded = (facts: ToolFacts): boolean => facts.exitCode === 0 && facts.stopped === 'no';

const refused = (encoder: string, problem: string): HardwareTrial => ({
  encoder,
  works: false,
  tenBit: false,
  problem,
});

const noAnswer = `its driver did not answer within ${trialMs / 1000} seconds`;

/** What the tools' words mean, in the order in which they decide. Seen with 5.1.9, or in the sources of ffmpeg 5 to 8. */
const words: readonly (readonly [RegExp, string])[] = [
  [/Cannot load (libcuda|nvcuda)/, 'there is no NVIDIA driver'],
  [/Cannot load (libnvidia-encode|nvEncodeAPI)/, 'the NVIDIA driver came without its encoder'],
  [/Driver does not support the required nvenc API version/, 'the NVIDIA driver is too old for this ffmpeg'],
  [/OpenEncodeSessionEx failed: (out of memory|incompatible client key)/, 'the chip has no session free'],
  [/No capable devices found|OpenEncodeSessionEx failed|Codec not supported/, 'the chip cannot write it'],
  [/InitializeEncoder failed|Provided device doesn't support/, 'the chip cannot write it'],
  [/\bMFX session\b|\bMFX\b.*\bunsupported\b/, 'there is no Intel Quick Sync'],
  [/amfrt64\S* failed to open|Failed to open libamfrt|AMF.*failed/, 'there is no AMD driver'],
  [/No VA display found|No device available|Failed to open .*\bDRM\b/i, 'there is no graphics device'],
  [
    /Failed to initiali[sz]e VAAPI connection|vaInitialize/i,
    'the driver of the graphics device does not start',
  ],
  [/Permission denied/, 'this user may not open the graphics device'],
  [/No usable encoding (profile|entrypoint) found|does not support encoding/i, 'the chip cannot write it'],
  [/Driver does not support|Selected ratecontrol mode is unsupported/i, 'the chip has no constant quality'],
  [/qscale not available/, 'constant quality needs a Mac with Apple silicon'],
  [/cannot create compression session/, 'the chip cannot write it'],
  [/could not find any MFT|[Nn]o suitable MFT/, 'Windows offers no hardware encoder for it'],
];

/** Why a trial failed, in one clause. */
export function trialProblem(
  facts: Pick<ToolFacts, 'stderrTail' | 'stopped' | 'exitCode'>,
  family: HardwareFamily,
): string {
  if (facts.stopped !== 'no') return noAnswer;
  for (const [pattern, meaning] of words)
    if (facts.stderrTail.some((line) => pattern.test(line))) return meaning;
  // A device that cannot be opened at all says no more than that.
  if (family === 'vaapi' && facts.stderrTail.some((line) => line.startsWith('Device creation failed')))
    return 'there is no graphics device';
  const last = facts.stderrTail
    .findLast((line) => line.trim() !== '')
    ?.replace(/^\[[^\]]*\]\s*/, '')
    .replace(/\.$/, '')
    .slice(0, 200);
  return last === undefined ? `ffmpeg ended with code ${String(facts.exitCode)}` : `ffmpeg says: ${last}`;
}
