import { describe, expect, it } from 'vitest';
import type { Capabilities, ToolSet } from '../../../shared/model/capabilities.ts';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { KindOptions, VideoOptions } from '../../../shared/model/options.ts';
import { defaultSettings } from '../../../shared/model/settings.ts';
import { estimateSeconds, paceKey } from '../../../shared/plan/estimate-time.ts';
import { hardwareEncoders } from '../../../shared/plan/hardware/hardware-encoders.ts';
import { hardwareQuality } from '../../../shared/plan/hardware/hardware-quality.ts';
import { type ChosenPlan, planWithBest } from '../../../shared/plan/plan-job.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { planVideo } from '../../../shared/plan/video.ts';
import { context, media, modern, old, shown, video } from './media-fixtures.ts';

/** An ffmpeg whose trials of these encoders went well; of 10 bits only where a `+` follows. */
const withChip = (...names: readonly string[]): Capabilities => ({
  ...modern,
  hardware: names.map((name) => ({
    encoder: name.replace('+', ''),
    works: true,
    tenBit: name.endsWith('+'),
    problem: null,
  })),
});
const auto = { ...defaultSettings, hardware: 'auto' } as const;

function plan(options: VideoOptions, capabilities: Capabilities, facts: MediaFacts = media()): Plan {
  const planned = planVideo(facts, options, { ...context(capabilities), settings: auto });
  if (!planned.ok) throw new Error(planned.error.message);
  return planned.value;
}

function command(options: VideoOptions, capabilities: Capabilities, facts?: MediaFacts): string {
  const step = plan(options, capabilities, facts).steps.at(-1);
  if (step?.tool !== 'ffmpeg') throw new Error('no ffmpeg step');
  return shown(step.args);
}

const phoneHdr = media({
  video: [
    video({
      codec: 'hevc',
      pixFmt: 'yuv420p10le',
      bitDepth: 10,
      colour: { range: 'tv', space: 'bt2020nc', transfer: 'arib-std-b67', primaries: 'bt2020' },
    }),
  ],
});

describe('whole argument lists', () => {
  const medium = { quality: 'medium' } as const;
  it.each(hardwareEncoders.map(({ name, codec }) => [name, codec] as const))('%s', (name, codec) => {
    const format = codec === 'vp9' ? 'webm' : 'mp4';
    expect(command({ ...medium, codec, format }, withChip(name))).toMatchSnapshot();
  });

  it.each(['hevc_nvenc', 'hevc_videotoolbox', 'hevc_qsv', 'hevc_vaapi'])('%s, HDR kept', (name) => {
    expect(command({ codec: 'h265', width: 1280 }, withChip(`${name}+`), phoneHdr)).toMatchSnapshot();
  });

  it.each(['h264_nvenc', 'h264_qsv', 'h264_amf', 'h264_vaapi', 'h264_videotoolbox', 'h264_mf'])(
    '%s, a bit rate alone',
    (name) => {
      expect(command({ bitrate: 2_000_000 }, withChip(name))).toMatchSnapshot();
    },
  );

  it('NVENC, quality under a cap', () => {
    expect(command({ quality: 'high', bitrate: 2_000_000 }, withChip('h264_nvenc'))).toMatchSnapshot();
  });

  it('VA-API brings frames to the chip behind all other filters, into mkv without a tag', () => {
    const options = { codec: 'h265', format: 'mkv', width: 1280, height: 1280, quality: 'high' } as const;
    expect(command(options, withChip('hevc_vaapi'))).toMatchSnapshot();
  });
});

describe('the graphics chip', () => {
  const chip = withChip('h264_nvenc', 'hevc_nvenc');
  const high = { quality: 'high' } as const;

  it('is used where it was asked for, in a lane of its own, and the plan says so', () => {
    const { hardware, lane, note, result, expect: expected } = plan(high, chip);
    expect([hardware, lane, note, result.size, expected.streams[0]]).toEqual([
      { encoder: 'h264_nvenc', family: 'nvenc' },
      'hardware',
      'video to h264, sound to aac, by the graphics chip (NVENC, h264_nvenc)',
      { width: 1920, height: 1080 },
      { type: 'video', codec: 'h264', width: 1920, height: 1080 },
    ]);
  });

  it('changes nothing where nobody asked for it', () => {
    expect(planVideo(media(), high, context(chip))).toEqual(planVideo(media(), high, context(modern)));
  });

  it('has nothing to do with a copy', () => {
    const { hardware, lane } = plan({}, chip);
    expect([hardware, lane]).toEqual([undefined, 'copy']);
  });

  it('is taken from its maker before what all makers have in common', () => {
    const all = withChip('h264_mf', 'h264_vaapi', 'h264_amf', 'h264_qsv');
    expect(plan(high, all).hardware).toEqual({ encoder: 'h264_qsv', family: 'qsv' });
  });

  const small = media({ video: [video({ width: 120, height: 90 })] });
  const huge = media({ video: [video({ width: 5120, height: 2880 })] });
  const refusals: readonly [string, VideoOptions, Capabilities, MediaFacts][] = [
    ['it was not tried yet', high, modern, media()],
    ['it needs ffmpeg 5 or newer', high, { ...chip, libavcodec: old.libavcodec }, media()],
    ['none that works was found', high, { ...modern, hardware: [] }, media()],
    [
      'none that works was found',
      high,
      {
        ...modern,
        hardware: [
          { encoder: 'h264_nvenc', works: false, tenBit: false, problem: 'there is no NVIDIA driver' },
        ],
      },
      media(),
    ],
    ['it cannot write this codec', { codec: 'av1' }, chip, media()],
    ['it cannot write 10 bits a sample', { codec: 'h265', width: 1280 }, chip, phoneHdr],
    ['it cannot be lossless', { lossless: true }, chip, media()],
    ['an exact quality was asked', { compression: 62 }, chip, media()],
    [
      'it cannot keep a quality below a bit rate',
      { ...high, bitrate: 2_000_000 },
      withChip('h264_qsv'),
      media(),
    ],
    ['the picture is too small for it', high, chip, small],
    ['the picture is too large for it', high, chip, huge],
  ];
  it.each(refusals)('is not used, and the plan says why: %s', (reason, options, capabilities, facts) => {
    const { hardware, lane, note } = plan(options, capabilities, facts);
    expect([hardware, lane]).toEqual([{ encoder: null, reason }, 'video']);
    expect(note.endsWith(`, in software: ${reason}`)).toBe(true);
  });

  it('maps HDR for H.264 in software filters and encodes 8 bits', () => {
    const text = command({ codec: 'h264' }, withChip('h264_nvenc'), phoneHdr);
    expect(text).toContain('tonemap=tonemap=hable');
    expect(text).toContain('-pix_fmt:v:0 nv12');
  });

  it('is left to software for a size limit, a join and HLS', () => {
    const of = (options: KindOptions, facts: readonly [MediaFacts, ...MediaFacts[]] = [media()]): unknown =>
      chosen([tool('/a', chip)], options, facts)?.plan.hardware;
    expect([
      of({ kind: 'video', options: { target_bytes: 20_000_000 } }),
      of({ kind: 'video', options: high }, [media(), media()]),
      of({ kind: 'adaptive_video', options: {} }),
      of({ kind: 'audio', options: {} }),
    ]).toEqual([
      { encoder: null, reason: 'it cannot keep a size limit' },
      { encoder: null, reason: 'files are joined' },
      { encoder: null, reason: 'the sizes of a stream are encoded together' },
      undefined,
    ]);
  });
});

const tool = (ffmpeg: string, capabilities: Capabilities): ToolSet => ({
  ...{ place: 'system', ffmpeg, ffprobe: '/p', capabilities },
});

function chosen(
  tools: readonly ToolSet[],
  options: KindOptions,
  facts: readonly [MediaFacts, ...MediaFacts[]] = [media()],
): ChosenPlan | null {
  const planned = planWithBest({ facts, options, settings: auto, inputName: 'x', installHint: '' }, tools);
  return planned.ok ? planned.value : null;
}

describe('the choice of the ffmpeg', () => {
  const high: KindOptions = { kind: 'video', options: { quality: 'high' } };
  const chip = withChip('h264_nvenc');

  it('falls to the first one whose encoder was proved, with the software of the first one in reserve', () => {
    const made = chosen([tool('/plain', modern), tool('/chip', chip)], high);
    expect([made?.tools.ffmpeg, made?.inSoftware?.tools.ffmpeg, made?.inSoftware?.plan.lane]).toEqual([
      '/chip',
      '/plain',
      'video',
    ]);
    expect(made?.inSoftware?.plan).toEqual(
      (planVideo(media(), { quality: 'high' }, { ...context(), inputName: 'x' }) as { value: Plan }).value,
    );
  });

  it('has no reserve where no software encoder is there', () => {
    const alone = { ...chip, encoders: chip.encoders.filter((name) => name !== 'libx264') };
    const made = chosen([tool('/chip', alone)], high);
    expect([made?.plan.hardware?.encoder, made?.inSoftware]).toEqual(['h264_nvenc', undefined]);
  });

  it('is as ever where no chip can do it', () => {
    const made = chosen([tool('/plain', modern), tool('/chip', chip)], {
      kind: 'video',
      options: { codec: 'av1' },
    });
    expect([made?.tools.ffmpeg, made?.inSoftware, made?.plan.hardware]).toEqual([
      '/plain',
      undefined,
      { encoder: null, reason: 'it was not tried yet' },
    ]);
  });
});

describe('quality in the encoders’ own numbers', () => {
  const of = (
    name: string,
    words: readonly ('low' | 'medium' | 'high')[],
    side = 1080,
  ): readonly number[] => {
    const encoder = hardwareEncoders.find((one) => one.name === name);
    if (encoder === undefined) throw new Error(name);
    return words.map((word) => hardwareQuality(encoder, word, side));
  };

  it('rises with the words, in whichever direction the encoder counts', () => {
    expect(of('hevc_nvenc', ['low', 'medium', 'high'])).toEqual([32, 27, 24]);
    expect(of('hevc_videotoolbox', ['low', 'medium', 'high'])).toEqual([48, 60, 67]);
    expect(of('av1_vaapi', ['low', 'medium', 'high'])).toEqual([172, 140, 120]);
  });

  it('gives small pictures more, and large ones less', () => {
    expect([2160, 1080, 720, 360].map((side) => of('h264_qsv', ['medium'], side)[0])).toEqual([
      24, 23, 22, 20,
    ]);
    expect([2160, 720].map((side) => of('h264_videotoolbox', ['medium'], side)[0])).toEqual([60, 64]);
    expect([2160, 720].map((side) => of('vp9_vaapi', ['medium'], side)[0])).toEqual([136, 128]);
  });

  it.each(hardwareEncoders.map((one) => [one.name, one] as const))('%s has five different ones', (_, one) => {
    const words = (['very_low', 'low', 'medium', 'high', 'very_high'] as const).map((word) =>
      hardwareQuality(one, word, 1080),
    );
    const sorted = words.toSorted((a, b) => a - b);
    expect(new Set(words).size).toBe(5);
    expect([sorted, sorted.toReversed()]).toContainEqual(words);
  });
});

describe('the time that it takes', () => {
  const facts = media({ audio: [] });
  it('is learned apart from software, and does not hang on the cores for encoding', () => {
    const chip = plan({ codec: 'h265', quality: 'high' }, withChip('hevc_nvenc'), facts);
    const software = plan({ codec: 'h265', quality: 'high' }, modern, facts);
    expect([paceKey(chip), paceKey(software)]).toEqual(['hardware:hevc', 'video:hevc']);
    const seconds = (one: Plan, cores: number): number => estimateSeconds(one, [facts], cores) ?? NaN;
    expect(seconds(chip, 4)).toBeLessThan(seconds(software, 4) / 5);
    expect(seconds(chip, 32)).toBeCloseTo(seconds(chip, 16), 6);
  });
});
