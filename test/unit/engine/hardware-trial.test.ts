import { describe, expect, it } from 'vitest';
import type { ToolFacts, ToolRun } from '../../../electron/engine/ports.ts';
import {
  hardwareTrialArgs,
  trialProblem,
  tryHardware,
} from '../../../electron/engine/tools/hardware-trial.ts';
import { hardwareEncoders } from '../../../shared/plan/hardware/hardware-encoders.ts';
import { modern, old } from '../plan/media-fixtures.ts';

const answer = (more: Partial<ToolFacts> = {}): ToolFacts => ({
  exitCode: 0,
  signal: null,
  spawnError: null,
  stopped: 'no',
  stderrTail: [],
  durationMs: 1,
  stdout: '',
  ...more,
});
const failed = (...stderrTail: readonly string[]): ToolFacts => answer({ exitCode: 1, stderrTail });

const encoderNamed = (name: string): (typeof hardwareEncoders)[number] => {
  const found = hardwareEncoders.find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

/** An ffmpeg that lists these encoders and answers their trials; a name with `+` is the one of 10 bits. */
function ffmpegWith(answers: Readonly<Record<string, ToolFacts>>): {
  readonly runs: string[];
  readonly run: (tool: ToolRun) => Promise<ToolFacts>;
} {
  const names = new Set(Object.keys(answers).map((name) => name.replace('+', '')));
  const runs: string[] = [];
  return {
    runs,
    run: ({ args, timeoutMs }) => {
      if (args.includes('-encoders')) {
        const stdout = [
          ' ------',
          ' V..... libx264 x',
          ...[...names].map((name) => ` V....D ${name} x`),
        ].join('\n');
        return Promise.resolve(answer({ stdout }));
      }
      const name = args[args.indexOf('-c:v:0') + 1] ?? '';
      const deep = args.some((word) => word.includes('p010le'));
      runs.push(`${name}${deep ? '+' : ''} ${timeoutMs}`);
      return Promise.resolve(answers[`${name}${deep ? '+' : ''}`] ?? failed());
    },
  };
}

describe('tryHardware', () => {
  it('encodes with each that is listed, and with 10 bits where 8 went well and a codec has them', async () => {
    const { runs, run } = ffmpegWith({
      h264_nvenc: answer(),
      hevc_nvenc: answer(),
      'hevc_nvenc+': answer(),
      av1_nvenc: failed(
        '[av1_nvenc @ 0x1] Codec not supported',
        '[av1_nvenc @ 0x1] No capable devices found',
      ),
    });
    expect(await tryHardware('/x/ffmpeg', modern, run)).toEqual([
      { encoder: 'h264_nvenc', works: true, tenBit: false, problem: null },
      { encoder: 'hevc_nvenc', works: true, tenBit: true, problem: null },
      { encoder: 'av1_nvenc', works: false, tenBit: false, problem: 'the chip cannot write it' },
    ]);
    expect(runs).toEqual(['h264_nvenc 12000', 'hevc_nvenc 12000', 'hevc_nvenc+ 12000', 'av1_nvenc 12000']);
  });

  it('waits for a driver that hangs once, and tries the other makers all the same', async () => {
    const { runs, run } = ffmpegWith({
      h264_qsv: answer({ exitCode: null, signal: 'SIGKILL', stopped: 'timed_out' }),
      hevc_qsv: answer(),
      h264_vaapi: answer(),
    });
    const noAnswer = 'its driver did not answer within 12 seconds';
    expect(await tryHardware('/x/ffmpeg', modern, run)).toEqual([
      { encoder: 'h264_qsv', works: false, tenBit: false, problem: noAnswer },
      { encoder: 'hevc_qsv', works: false, tenBit: false, problem: noAnswer },
      { encoder: 'h264_vaapi', works: true, tenBit: false, problem: null },
    ]);
    expect(runs.toSorted()).toEqual(['h264_qsv 12000', 'h264_vaapi 12000']);
  });

  it('tries nothing in an old build, and says so', async () => {
    const { runs, run } = ffmpegWith({ h264_vaapi: answer() });
    expect([await tryHardware('/x/ffmpeg', old, run), runs]).toEqual([
      [{ encoder: 'h264_vaapi', works: false, tenBit: false, problem: 'it needs ffmpeg 5 or newer' }],
      [],
    ]);
  });

  it('knows nothing when it was stopped, or cannot ask', async () => {
    const { run } = ffmpegWith({ h264_nvenc: answer({ exitCode: null, stopped: 'cancelled' }) });
    expect([
      await tryHardware('/x/ffmpeg', modern, run),
      await tryHardware('/x/ffmpeg', modern, () => Promise.resolve(failed())),
    ]).toEqual([null, null]);
  });
});

describe('the trial', () => {
  it('is built like the plan of a job', () => {
    expect(hardwareTrialArgs(encoderNamed('hevc_vaapi'), 10).join(' ')).toBe(
      '-hide_banner -nostdin -v error -init_hw_device vaapi=graphics -filter_hw_device graphics ' +
        '-f lavfi -i testsrc2=s=640x360:r=25:d=0.08 -map 0:v -frames:v 2 -filter:v:0 format=p010le,hwupload ' +
        '-c:v:0 hevc_vaapi -rc_mode CQP -global_quality:v:0 22 -g:v:0 250 -f null -',
    );
    expect(hardwareTrialArgs(encoderNamed('h264_nvenc'), 8).join(' ')).toBe(
      '-hide_banner -nostdin -v error -f lavfi -i testsrc2=s=640x360:r=25:d=0.08 -map 0:v -frames:v 2 ' +
        '-c:v:0 h264_nvenc -preset p5 -tune hq -profile:v:0 high -rc vbr -cq 22 -b:v:0 0 -g:v:0 250 ' +
        '-pix_fmt:v:0 nv12 -f null -',
    );
  });
});

describe('trialProblem', () => {
  const end =
    'Error initializing output stream 0:0 -- Error while opening encoder for output stream #0:0 - maybe incorrect parameters such as bit_rate, rate, width or height';
  it.each([
    ['[h264_nvenc @ 0x5562ebd92700] Cannot load libcuda.so.1', 'there is no NVIDIA driver'],
    ['[h264_nvenc @ 0x1] Cannot load nvcuda.dll', 'there is no NVIDIA driver'],
    [
      '[h264_nvenc @ 0x1] Driver does not support the required nvenc API version. Required: 12.0 Found: 11.1',
      'the NVIDIA driver is too old for this ffmpeg',
    ],
    [
      '[h264_nvenc @ 0x1] OpenEncodeSessionEx failed: out of memory (10): (no details)',
      'the chip has no session free',
    ],
    ['[h264_nvenc @ 0x1] No capable devices found', 'the chip cannot write it'],
    [
      '[h264_qsv @ 0x563c9b0c5700] Error initializing an internal MFX session: unsupported (-3)',
      'there is no Intel Quick Sync',
    ],
    ['[av1_qsv @ 0x1] Selected ratecontrol mode is unsupported', 'the chip has no constant quality'],
    ['[AVHWDeviceContext @ 0x1] No VA display found for any default device.', 'there is no graphics device'],
    [
      '[AVHWDeviceContext @ 0x1] Failed to initialise VAAPI connection: -1 (unknown libva error).',
      'the driver of the graphics device does not start',
    ],
    [
      '[hevc_vaapi @ 0x1] No usable encoding entrypoint found for profile VAProfileHEVCMain (17).',
      'the chip cannot write it',
    ],
    ['Device creation failed: -542398533.', 'there is no graphics device'],
    ['[h264_amf @ 0x1] DLL amfrt64.dll failed to open', 'there is no AMD driver'],
    [
      '[h264_videotoolbox @ 0x1] Error: -q:v qscale not available for encoder. Use -b:v bitrate instead.',
      'constant quality needs a Mac with Apple silicon',
    ],
    [
      '[h264_mf @ 0x1] could not find any MFT for the given media type',
      'Windows offers no hardware encoder for it',
    ],
  ])('%s', (line, meaning) => {
    expect(trialProblem(failed(line, end), 'vaapi')).toBe(meaning);
  });

  it('is the tool’s own last word where it means nothing to us', () => {
    expect([
      trialProblem(failed('[h264_qsv @ 0x1] The sky fell down.'), 'qsv'),
      trialProblem(failed(), 'qsv'),
    ]).toEqual(['ffmpeg says: The sky fell down', 'ffmpeg ended with code 1']);
  });
});
