import { describe, expect, it } from 'vitest';
import { mediaBrief } from '../../../electron/calls/rows/media-brief.ts';
import { planBrief } from '../../../electron/calls/rows/plan-brief.ts';
import { nothingKnown, rowOf } from '../../../electron/calls/rows/row-of.ts';
import { convoyError } from '../../../shared/model/error.ts';
import { Row } from '../../../shared/ipc/row.ts';
import { planAudio } from '../../../shared/plan/audio.ts';
import { planAdaptive } from '../../../shared/plan/hls/hls.ts';
import { planImage } from '../../../shared/plan/picture/image.ts';
import { planVideo } from '../../../shared/plan/video.ts';
import { jobOf } from '../cli/stand-ins.ts';
import { audio, context, media, still, subtitle, video } from '../plan/media-fixtures.ts';
import { entry } from './rows.ts';

describe('mediaBrief', () => {
  it('a film', () => {
    expect(
      mediaBrief(media({ audio: [audio(), audio({ index: 3 })], subtitles: [subtitle()] }), 'a.MOV'),
    ).toEqual({
      class: 'video',
      format: 'mov',
      codec: 'h264',
      audioCodec: 'aac',
      picture: true,
      width: 1920,
      height: 1080,
      fps: 30,
      bitDepth: 8,
      hdr: false,
      interlaced: false,
      channels: 2,
      sampleRate: 48_000,
      bitrate: 8_160_000,
      duration: 60,
      audioTracks: 2,
      subtitles: 1,
    });
  });

  it('a film on its side with oblong pixels, in HDR', () => {
    const colour = { range: 'tv', space: 'bt2020nc', transfer: 'arib-std-b67', primaries: 'bt2020' };
    const stream = video({ width: 1440, height: 1080, sar: 4 / 3, rotation: 270, bitDepth: 10, colour });
    expect(mediaBrief(media({ video: [stream] }), 'a.mov')).toMatchObject({
      width: 1080,
      height: 1920,
      hdr: true,
      bitDepth: 10,
    });
  });

  it('a photo from a phone that lay on its side', () => {
    const facts = media({
      formats: ['heic'],
      video: [],
      audio: [],
      duration: null,
      bitrate: null,
      still: still({ format: 'heic', orientation: 6 }),
    });
    expect(mediaBrief(facts, 'IMG_1.HEIC')).toEqual({
      class: 'image',
      format: 'heic',
      codec: null,
      audioCodec: null,
      picture: true,
      width: 3000,
      height: 4000,
      fps: null,
      bitDepth: 8,
      hdr: false,
      interlaced: false,
      channels: null,
      sampleRate: null,
      bitrate: null,
      duration: null,
      audioTracks: 0,
      subtitles: 0,
    });
  });

  it('an animation has a duration and a rate', () => {
    const facts = media({
      video: [],
      audio: [],
      still: still({ format: 'gif', pages: 4, delays: [100, 100, 100, 100] }),
    });
    expect(mediaBrief(facts, 'a.gif')).toMatchObject({ class: 'animation', duration: 0.4, fps: 10 });
  });

  it('sound alone', () => {
    const facts = media({ formats: ['flac'], video: [], audio: [audio({ codec: 'flac', bitDepth: 24 })] });
    expect(mediaBrief(facts, 'a.flac')).toMatchObject({
      class: 'audio',
      format: 'flac',
      codec: 'flac',
      audioCodec: 'flac',
      picture: false,
      width: null,
      bitDepth: 24,
    });
  });

  it.each([
    [['matroska', 'webm'], 'a.webm', 'webm'],
    [['matroska', 'webm'], 'a.mkv', 'mkv'],
    [['matroska', 'webm'], 'a.bin', 'mkv'],
    [['mov', 'mp4', 'm4a'], 'a.m4v', 'mp4'],
    [['mov', 'mp4', 'm4a'], 'a.txt', 'mov'],
    [['mpegts'], 'a.MTS', 'ts'],
    [['wav'], 'a.wave', 'wav'],
    [['avi'], 'a.mp4', 'avi'],
  ])('%j called %s is %s', (formats, name, word) => {
    expect(mediaBrief(media({ formats }), name)?.format).toBe(word);
  });

  it('nothing that can be converted is nothing', () => {
    expect(mediaBrief(media({ video: [], audio: [] }), 'a.mp4')).toBeNull();
  });
});

const plan = <T>(planned: { ok: true; value: T } | { ok: false; error: { message: string } }): T => {
  if (!planned.ok) throw new Error(planned.error.message);
  return planned.value;
};

describe('planBrief', () => {
  it('a film that is encoded in part, with what is left out', () => {
    const facts = media({
      audio: [audio({ codec: 'ac3' })],
      subtitles: [subtitle({ codec: 'hdmv_pgs_subtitle', form: 'picture' })],
    });
    const options = { format: 'mp4', start: 10, end: 20, width: 1280 } as const;
    const made = plan(planVideo(facts, options, context()));
    expect(planBrief(made, options, 12)).toEqual({
      mode: 'encode',
      format: 'mp4',
      codec: 'h264',
      audioCodec: 'aac',
      width: 1280,
      height: 720,
      renditions: null,
      picture: 'encode',
      sound: 'encode',
      dropped: { audio: 0, subtitles: 1 },
      trim: { start: 10, end: 20 },
      toneMapped: false,
      low: made.estimate?.low,
      high: made.estimate?.high,
      seconds: 12,
      warnings: [...made.warnings],
    });
    expect(made.warnings.map(({ kind }) => kind)).toContain('subtitles_dropped');
  });

  it('a film that is copied', () => {
    const made = plan(planVideo(media(), { format: 'mp4' }, context()));
    expect(planBrief(made, {}, null)).toMatchObject({
      mode: 'copy',
      picture: 'copy',
      sound: 'copy',
      trim: null,
    });
  });

  it('HDR that becomes standard colour', () => {
    const colour = { range: 'tv', space: 'bt2020nc', transfer: 'smpte2084', primaries: 'bt2020' };
    const facts = media({ video: [video({ codec: 'hevc', bitDepth: 10, pixFmt: 'yuv420p10le', colour })] });
    const made = plan(planVideo(facts, { format: 'mp4', codec: 'h264' }, context()));
    expect(planBrief(made, {}, null).toneMapped).toBe(true);
  });

  it('sound has no picture, and its codec is that of the sound', () => {
    const made = plan(planAudio(media(), { format: 'mp3' }, context()));
    expect(planBrief(made, {}, null)).toMatchObject({
      format: 'mp3',
      codec: null,
      audioCodec: 'mp3',
      width: null,
      picture: 'none',
      sound: 'encode',
    });
  });

  it('a frame of a film: its time is no trim', () => {
    const made = plan(planImage(media(), { format: 'jpeg', start: 5 }, context()));
    expect(planBrief(made, { start: 5 }, null)).toMatchObject({
      format: 'jpeg',
      codec: null,
      width: 1920,
      picture: 'encode',
      sound: 'none',
      trim: null,
    });
  });

  it('a ladder says how many sizes it has', () => {
    const made = plan(planAdaptive(media(), {}, context()));
    expect(planBrief(made, {}, null)).toMatchObject({
      format: 'hls',
      renditions: 6,
      codec: 'h264',
      audioCodec: 'aac',
    });
  });
});

describe('rowOf', () => {
  it('a job that waits, with nothing known yet', () => {
    const made = entry({ status: 'queued', created_at: 5, preset: 'web_video' }, { rank: 3, hold: 'ready' });
    expect(rowOf(made, nothingKnown)).toEqual({
      id: made.job.id,
      rank: 3,
      batchId: null,
      name: 'holiday.mov',
      folder: '/media',
      root: null,
      more: 0,
      kind: 'video',
      presetId: 'web_video',
      status: 'queued',
      phase: null,
      hold: 'ready',
      progress: null,
      speed: null,
      eta: null,
      transfer: null,
      upload: null,
      bytesIn: null,
      bytesOut: null,
      media: null,
      plan: null,
      error: null,
      warnings: [],
      kept: null,
      stoppedAt: null,
      attempt: 1,
      resultName: null,
      createdAt: 5,
      startedAt: null,
      finishedAt: null,
      pictureVersion: 2,
    });
  });

  it('says which folder was named, of sent files the one that was dropped', () => {
    const input = '/up/4f2a/Holiday/day 1/a.jpg';
    const rootOf = (root: string | null, uploads: string | null): string | null =>
      rowOf(entry({ status: 'queued', input }, { root }), nothingKnown, uploads).root;
    expect([
      rootOf(null, '/up'),
      rootOf('/up/4f2a/Holiday', null),
      rootOf('/up/4f2a', '/up'),
      rootOf('/up/4f2a/Holiday', '/up'),
    ]).toEqual([null, 'Holiday', 'Holiday', 'Holiday']);
  });

  it('says where a sent file lay where it came from, not where we keep it', () => {
    const folderOf = (input: string, uploads: string | null): string =>
      rowOf(entry({ status: 'queued', input }), nothingKnown, uploads).folder;
    expect([
      folderOf('/up/4f2a/a.jpg', '/up'),
      folderOf('/up/4f2a/Holiday/day 1/a.jpg', '/up'),
      folderOf('/up/4f2a/a.jpg', null),
      folderOf('/media/a.jpg', '/up'),
      folderOf('/upper/4f2a/a.jpg', '/up'),
    ]).toEqual(['', 'Holiday/day 1', '/up/4f2a', '/media', '/upper/4f2a']);
  });

  it('a refusal to plan is shown while the job waits', () => {
    const refusal = convoyError('invalid_option', { field: 'start', reason: 'it is past the end' });
    const known = { ...nothingKnown, refusal, bytesIn: 7 };
    expect(rowOf(entry({ status: 'queued' }), known)).toMatchObject({
      status: 'queued',
      bytesIn: 7,
      error: { kind: 'invalid_option', message: 'start: it is past the end.', option: 'start' },
    });
    expect(rowOf(entry({ status: 'processing' }), known).error).toBeNull();
  });

  it('progress counts while the job runs only', () => {
    const known = { ...nothingKnown, progress: { progress: 0.4, speed: 2, eta: 9, transfer: null } };
    const running = entry({ status: 'processing' }, { phase: 'converting' });
    expect(rowOf(running, known)).toMatchObject({
      phase: 'converting',
      progress: 0.4,
      speed: 2,
      eta: 9,
      transfer: null,
    });
    expect(rowOf(entry({ status: 'queued' }), known)).toMatchObject({
      progress: null,
      speed: null,
      eta: null,
    });
  });

  it('a job that ended before anybody looked is told by its own tasks', () => {
    const job = jobOf(
      { status: 'succeeded', finished_at: 9, started_at: 1, attempt: 2, options: { format: 'webm' } },
      [1000, 250],
    );
    expect(rowOf({ ...entry({ status: 'succeeded' }), job }, nothingKnown)).toEqual({
      ...rowOf(entry({ status: 'succeeded', id: job.id }), nothingKnown),
      progress: 1,
      bytesIn: 1000,
      bytesOut: 250,
      // These facts hold no stream, so there is nothing to say of them.
      media: null,
      plan: {
        mode: 'encode',
        format: 'webm',
        codec: null,
        audioCodec: null,
        width: null,
        height: null,
        renditions: null,
        picture: 'encode',
        sound: 'none',
        dropped: { audio: 0, subtitles: 0 },
        trim: null,
        toneMapped: false,
        low: 250,
        high: 250,
        seconds: null,
        warnings: [],
      },
      attempt: 2,
      resultName: 'x',
      startedAt: 1,
      finishedAt: 9,
      pictureVersion: 5,
    });
  });

  it('says the time that the work took, not the time that a file waited after it was read ahead of its turn', () => {
    const job = jobOf({ status: 'succeeded', started_at: 1000, finished_at: 95_000 }, [1000, 250]);
    const began = (brought: 'succeeded' | 'skipped'): number | null => {
      const tasks = job.tasks.map((task) =>
        task.kind === 'import'
          ? { ...task, status: brought }
          : task.kind === job.kind
            ? { ...task, started_at: 91_000 }
            : task,
      );
      return rowOf({ ...entry({ status: 'succeeded' }), job: { ...job, tasks } }, nothingKnown).startedAt;
    };
    expect(began('skipped')).toBe(91_000);
    // To bring a file in is work.
    expect(began('succeeded')).toBe(1000);
  });

  it('a cancelled job says how far it came', () => {
    const stopped = entry({ status: 'cancelled', error: convoyError('cancelled') }, { stoppedAt: 0.18 });
    expect(rowOf(stopped, nothingKnown)).toMatchObject({ stoppedAt: 0.18, error: { kind: 'cancelled' } });
  });

  it('several inputs are one name and a count', () => {
    const joined = entry({ status: 'queued', input: ['/media/a.mov', '/media/b.mov', '/media/c.mov'] });
    expect(rowOf(joined, nothingKnown)).toMatchObject({ name: 'a.mov', more: 2 });
  });

  it('every row fits the contract', () => {
    const rows = [
      rowOf(entry({ status: 'queued' }), nothingKnown),
      rowOf({ ...entry({ status: 'succeeded' }), job: jobOf({ status: 'succeeded' }, [5, 4]) }, nothingKnown),
    ];
    expect(rows.map((one) => Row.parse(one))).toEqual(rows);
  });
});
