import path from 'node:path';
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FfmpegRun, ProcessFacts } from '../../../electron/engine/ports.ts';
import { encodePart } from '../../../electron/engine/previews/compare-encode.ts';
import type { CompareWork } from '../../../electron/engine/previews/compare-work.ts';
import { createUnpackedOriginals } from '../../../electron/engine/previews/unpacked-originals.ts';
import { createSeenFrames } from '../../../electron/engine/previews/seen-frames.ts';
import type { ToolSet } from '../../../shared/model/capabilities.ts';
import type { ChosenPlan } from '../../../shared/plan/plan-job.ts';
import { planVideo } from '../../../shared/plan/video.ts';
import { tempDir } from '../../support/media.ts';
import { context, media, modern } from '../plan/media-fixtures.ts';

// Ends of ffmpeg that no real one can be brought to on demand.

const ended = (more: Partial<ProcessFacts> = {}): ProcessFacts => ({
  ...{ exitCode: 0, signal: null, spawnError: null, stopped: 'no', stderrTail: [], durationMs: 1 },
  ...more,
});
const chipRefuses = ended({ exitCode: 1, stderrTail: ['[h264_nvenc @ 0x1] No capable devices found'] });
const diskIsFull = ended({
  exitCode: 1,
  stderrTail: ['av_interleaved_write_frame(): No space left on device'],
});

const chip = { ...modern, hardware: [{ encoder: 'h264_nvenc', works: true, tenBit: false, problem: null }] };
const tools: ToolSet = { place: 'system', ffmpeg: '/ffmpeg', ffprobe: '/ffprobe', capabilities: chip };
const planned = (hardware: 'off' | 'auto'): ChosenPlan => {
  const settings = { ...context().settings, hardware };
  const made = planVideo(media(), { quality: 'high' }, { ...context(chip), settings });
  if (!made.ok) throw new Error(made.error.message);
  return { plan: made.value, tools };
};

/** Encodes with an ffmpeg whose runs end like this, one after the other. */
async function encode(t: Parameters<typeof tempDir>[0], run: ChosenPlan, ends: readonly ProcessFacts[]) {
  const folder = tempDir(t);
  const left = [...ends];
  const encoders: string[] = [];
  const refused: unknown[] = [];
  const runner = {
    name: 'test',
    run: ({ args }: FfmpegRun): Promise<ProcessFacts> => {
      encoders.push(args.find((arg) => /^(?:h264_nvenc|libx264)$/.test(arg)) ?? '');
      const end = left.shift() ?? ended();
      const output = args.find((arg) => arg.startsWith(`file:${folder}`))?.slice('file:'.length);
      if (output !== undefined) writeFileSync(output, 'x');
      return Promise.resolve(end);
    },
  };
  const deps = {
    ...{ runner, workers: {}, log: () => undefined },
    hardwareRefused: (_: unknown, encoder: string) => refused.push(encoder),
  } as unknown as CompareWork['deps'];
  const signal = new AbortController().signal;
  const unpacked = createUnpackedOriginals(deps.workers, folder);
  const work: CompareWork = { deps, id: 'job', folder, seen: createSeenFrames(), unpacked, signal };
  const part = { run, scratchFile: null, ofAll: 1 };
  const made = await encodePart(work, part, [path.join(folder, 'in.mp4')], ({ plan }) => plan).then(
    ({ file }) => path.relative(folder, file),
    () => null,
  );
  return { made, encoders, refused };
}

const onChip: ChosenPlan = { ...planned('auto'), inSoftware: planned('off') };

describe('the part of a film that is compared', () => {
  it('is encoded on the chip, as the job would be', async (t) => {
    expect(await encode(t, onChip, [ended()])).toEqual({
      made: 'after.mp4',
      encoders: ['h264_nvenc'],
      refused: [],
    });
  });

  it('is encoded in software where the chip does not, and the chip is not asked for the file again', async (t) => {
    expect(await encode(t, onChip, [chipRefuses, ended()])).toEqual({
      made: 'after-software.mp4',
      encoders: ['h264_nvenc', 'libx264'],
      refused: ['h264_nvenc'],
    });
  });

  it('fails where the chip is not to blame, or there was none', async (t) => {
    expect(await encode(t, onChip, [diskIsFull])).toEqual({
      made: null,
      encoders: ['h264_nvenc'],
      refused: [],
    });
    expect(await encode(t, planned('off'), [chipRefuses])).toEqual({
      made: null,
      encoders: ['libx264'],
      refused: [],
    });
  });
});
