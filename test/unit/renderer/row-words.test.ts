import { describe, expect, it } from 'vitest';
import type { Row } from '../../../shared/ipc/row.ts';
import { type RowState, rowStates } from '../../../renderer/store/row-state.ts';
import { en } from '../../../renderer/words/en/index.ts';
import { pseudo } from '../../../renderer/words/pseudo.ts';
import { fromTo } from '../../../renderer/words/row-media.ts';
import { rankOrigin } from '../../../shared/model/priority.ts';
import { type RowSetting, clause } from '../../../renderer/words/row-lines.ts';
import { type RowWords, rowWords } from '../../../renderer/words/row-words.ts';
import { aRow, done, failed, photo, running, sound, toMp4, toWebp, video } from './rows.ts';

const setting: RowSetting = { locale: 'en', words: en, home: '/home/ada', place: null, compact: false };
const words = (row: Row, change: Partial<RowSetting> = {}): RowWords =>
  rowWords(row, { ...setting, ...change });

/** As a person reads the row: columns by `|`, lines by `/`. */
function said(row: Row, change: Partial<RowSetting> = {}): string {
  const { what, folder, line, speed, aside, second, bar, sizes, saving, tone, first } = words(row, change);
  const media = folder ?? [what.from, what.to].filter((one) => one !== null).join(' → ');
  const note = what.note === null ? '' : `, ${what.note}`;
  const right = [speed, aside].filter((one) => one !== null).join(' ');
  const below = second ?? (bar === null ? '' : `[${bar}]`);
  const size = sizes === null ? '' : [sizes.before, sizes.after].filter((one) => one !== null).join(' → ');
  return [
    `${media}${note}`,
    `${line} · ${right} / ${below}`,
    `${size} / ${saving ?? ''}`,
    tone,
    first ?? '',
  ].join(' | ');
}

const queued = (change: Partial<Row> = {}): Row => aRow(1, { hold: null, ...change });
const toMp3 = { ...toMp4, format: 'mp3', codec: null, audioCodec: 'mp3', width: null, height: null };
const warned = { kind: 'subtitles_dropped', message: '1 picture subtitle is left out.' };

describe('what a row says in every state', () => {
  it.each<[RowState, Row, Partial<RowSetting>, string]>([
    [
      'ready',
      aRow(1, { bytesIn: 912e6, plan: { ...toMp4, seconds: 6, low: 4e6, high: 4.2e6 } }),
      {},
      'MOV HEVC 4K HDR → MP4 H.264 1080p | Ready · about 6 s /  | 912 MB → ~4.1 MB / about 99% smaller | quiet | start',
    ],
    [
      'waiting',
      queued({ bytesIn: 4e9, plan: { ...toMp4, seconds: 300, low: 540e6, high: 580e6 } }),
      { place: 1 },
      'MOV HEVC 4K HDR → MP4 H.264 1080p | Waiting · next, about 5 min /  | 4.00 GB → ~560 MB / about 86% smaller | quiet | next',
    ],
    [
      'waiting',
      queued(),
      { place: 3 },
      'MOV HEVC 4K HDR → MP4 H.264 1080p | Waiting · 3rd in line /  | 4.82 GB → ~610 MB / about 87% smaller | quiet | next',
    ],
    [
      'reading',
      running(1, { phase: 'reading', progress: null, eta: null, media: null, plan: null, bytesIn: 3.98e9 }),
      {},
      'in ~/Movies | Reading the file ·  /  | 3.98 GB /  | quiet | cancel',
    ],
    [
      'reading',
      aRow(1, { media: null, plan: null, bytesIn: null }),
      {},
      'in ~/Movies | Reading the file ·  /  |  /  | quiet | cancel',
    ],
    [
      'importing',
      running(1, { phase: 'importing', progress: 0.12, eta: null, media: null, plan: null, bytesIn: 1.2e9 }),
      {},
      'in ~/Movies | Downloading 12% ·  / [0.12] | 1.20 GB /  | run | cancel',
    ],
    [
      'converting',
      running(1),
      {},
      'MOV HEVC 4K HDR → MP4 H.264 1080p | Converting 62% · 1.8× 2 min left / [0.62] | 4.82 GB → ~610 MB / about 87% smaller | run | cancel',
    ],
    [
      'converting',
      running(1, { progress: null, speed: null, eta: null }),
      {},
      'MOV HEVC 4K HDR → MP4 H.264 1080p | Converting ·  / [unknown] | 4.82 GB → ~610 MB / about 87% smaller | run | cancel',
    ],
    [
      'measuring',
      running(1, { phase: 'measuring', progress: 0.34, eta: 40 }),
      {},
      'MOV HEVC 4K HDR → MP4 H.264 1080p | Measuring 34% · 40 s left / [0.34] | 4.82 GB → ~610 MB / about 87% smaller | run | cancel',
    ],
    [
      'finishing',
      running(1, { phase: 'finishing', progress: 1, bytesIn: 744e6, bytesOut: 212e6 }),
      {},
      'MOV HEVC 4K HDR → MP4 H.264 1080p | Finishing · checking the result / [1] | 744 MB → 212 MB / 72% smaller | run | ',
    ],
    [
      'stopping',
      running(1, { phase: 'stopping' }),
      {},
      'MOV HEVC 4K HDR → MP4 H.264 1080p | Stopping ·  /  | 4.82 GB /  | quiet | ',
    ],
    [
      'done',
      done(1, { bytesIn: 1.86e9, bytesOut: 1.71e9 }),
      {},
      'MOV HEVC 4K HDR → MP4 H.264 1080p | Done · 41 s /  | 1.86 GB → 1.71 GB / 8% smaller | good | compare',
    ],
    [
      'warned',
      done(1, { bytesIn: 1e9, bytesOut: 1.12e9, warnings: [warned] }),
      {},
      'MOV HEVC 4K HDR → MP4 H.264 1080p | Done, 1 warning · 41 s / 1 picture subtitle is left out | 1.00 GB → 1.12 GB / 12% larger | warn | details',
    ],
    [
      'kept',
      done(1, {
        kind: 'image',
        media: photo,
        plan: toWebp,
        bytesIn: 612_000,
        bytesOut: 612_000,
        kept: 'copied',
      }),
      {},
      'HEIC 12 MP → WebP 1600 px | Kept original · 41 s / WebP came out larger | 612 kB / copied as is | quiet | compare',
    ],
    [
      'kept',
      done(1, {
        kind: 'image',
        media: photo,
        plan: toWebp,
        bytesIn: 612_000,
        bytesOut: 612_000,
        kept: 'in_place',
      }),
      {},
      'HEIC 12 MP → WebP 1600 px | Kept original · 41 s / WebP came out larger | 612 kB / left as it is | quiet | compare',
    ],
    [
      'skipped',
      done(1, {
        status: 'skipped',
        bytesIn: 96.2e6,
        bytesOut: null,
        error: { kind: 'output_exists', message: '“clip 1.mp4” is already there.' },
      }),
      {},
      'MOV HEVC 4K HDR → MP4 H.264 1080p | Skipped ·  / A finished file is already there | 96.2 MB /  | quiet | anyway',
    ],
    [
      'failed',
      failed(1, { bytesIn: 38.6e9 }),
      {},
      'MOV HEVC 4K HDR → MP4 H.264 1080p | Failed · 8 min 04 s / The recording stops at 31:02 | 38.6 GB /  | bad | retry',
    ],
    [
      'cancelled',
      done(1, { status: 'cancelled', bytesIn: 148e6, bytesOut: null, stoppedAt: 0.18 }),
      {},
      'MOV HEVC 4K HDR → MP4 H.264 1080p | Cancelled ·  / stopped at 18% | 148 MB /  | quiet | again',
    ],
    [
      'held',
      aRow(1, { hold: 'user' }),
      {},
      'MOV HEVC 4K HDR → MP4 H.264 1080p | On hold ·  / by you | 4.82 GB → ~610 MB / about 87% smaller | quiet | release',
    ],
    [
      'held',
      aRow(1, { hold: 'disk' }),
      {},
      'MOV HEVC 4K HDR → MP4 H.264 1080p | On hold ·  / disk full | 4.82 GB → ~610 MB / about 87% smaller | quiet | release',
    ],
    [
      'held',
      aRow(1, { hold: null }),
      { waits: { why: 'battery', percent: 9 }, place: 2 },
      'MOV HEVC 4K HDR → MP4 H.264 1080p | On hold ·  / low battery | 4.82 GB → ~610 MB / about 87% smaller | quiet | next',
    ],
    [
      'held',
      running(1),
      { still: true, waits: { why: 'battery', percent: 9 } },
      'MOV HEVC 4K HDR → MP4 H.264 1080p | On hold 62% · low battery / [0.62] | 4.82 GB → ~610 MB / about 87% smaller | quiet | cancel',
    ],
    [
      'held',
      running(1),
      { still: true },
      'MOV HEVC 4K HDR → MP4 H.264 1080p | Paused 62% ·  / [0.62] | 4.82 GB → ~610 MB / about 87% smaller | quiet | cancel',
    ],
    [
      'waiting',
      aRow(1, { hold: null, rank: rankOrigin.low + 1024 }),
      { place: 2 },
      'MOV HEVC 4K HDR → MP4 H.264 1080p | Waiting · 2nd in line / after all others | 4.82 GB → ~610 MB / about 87% smaller | quiet | next',
    ],
    [
      'refused',
      aRow(1, {
        plan: null,
        error: { kind: 'invalid_option', message: 'start: it is past the end of the file, 6:24.' },
      }),
      {},
      'MOV HEVC 4K HDR | Needs a change ·  / Start: it is past the end of the file, 6:24 | 4.82 GB /  | warn | options',
    ],
  ])('%s', (state, row, change, expected) => {
    expect(words(row, change).state).toBe(state);
    expect(said(row, change)).toBe(expected);
  });

  it('has been said of every state', () => {
    // Each state of the union has words, a tone and a sentence in the pseudo-locale too.
    for (const state of rowStates) expect(en.queue.row.states[state]).not.toBe('');
    const odd = pseudo(en);
    expect(words(running(1), { words: odd }).line).toMatch(/^\[.*62%.*\]$/);
  });

  it('names the row and its progress for those who do not see it', () => {
    const row = running(1, { name: 'A7S3_0412 harbour dawn.MOV', eta: 119 });
    expect(words(row).aloud).toBe('A7S3_0412 harbour dawn.MOV, converting, to MP4 H.264 1080p');
    expect(words(row).valueText).toBe('62 percent, about 2 minutes left');
    expect(words(running(1, { eta: 1 })).valueText).toBe('62 percent, about 1 second left');
    expect(words(running(1, { eta: 4800 })).valueText).toBe('62 percent, about 1 hour 20 minutes left');
    expect(words(running(1, { progress: 1, eta: null })).valueText).toBe('99 percent');
    expect(words(running(1, { progress: null })).valueText).toBe('not known yet');
    expect(words(aRow(1, { media: null, plan: null })).aloud).toBe('clip 1.mov, reading the file');
    expect(words(done(1, { warnings: [warned] })).aloud).toBe(
      'clip 1.mov, done, 1 warning, to MP4 H.264 1080p',
    );
  });

  it('tells no time before 2 %', () => {
    expect(words(running(1, { progress: 0.01 })).aside).toBeNull();
    expect(words(running(1, { progress: 0.02 })).aside).toBe('2 min left');
  });

  it('writes numbers as the locale does', () => {
    const { line, sizes, saving, speed } = words(running(1), { locale: 'de' });
    expect([line, speed, sizes, saving]).toEqual([
      'Converting 62\u00a0%',
      '1,8×',
      { before: '4,82 GB', after: '~610 MB' },
      'about 87\u00a0% smaller',
    ]);
  });

  it('names joined files by the first and says how many follow', () => {
    expect(words(aRow(1, { more: 3 })).name).toBe('clip 1.mov and 3 more');
  });

  it('offers what there is when there is nothing to compare', () => {
    expect(words(done(1, { kind: 'audio', media: sound, plan: toMp3 })).first).toBe('open');
  });
});

describe('from → to, note', () => {
  const line = (change: Partial<Row>, exact = false): string => {
    const { from, to, note } = fromTo(aRow(1, change), 'en', en, exact);
    return `${from} → ${to}${note === null ? '' : `, ${note}`}`;
  };
  const h264 = { ...video, format: 'mp4', codec: 'h264', hdr: false, width: 1920, height: 1080 };
  const copied = { ...toMp4, mode: 'copy' as const, picture: 'copy' as const };

  it.each<[string, Partial<Row>]>([
    ['MOV HEVC 4K HDR → MP4 H.264 1080p', {}],
    [
      'MOV HEVC 4K HDR → MP4 H.264 1080p, HDR becomes standard colour',
      { plan: { ...toMp4, toneMapped: true } },
    ],
    [
      'MOV H.264 1440p → MP4 H.265',
      {
        media: { ...h264, format: 'mov', width: 2560, height: 1440 },
        plan: { ...toMp4, codec: 'hevc', width: 2560, height: 1440 },
      },
    ],
    [
      'MXF MPEG-2 1080i → MP4 H.264 1080p, deinterlaced',
      {
        media: { ...h264, format: 'mxf', codec: 'mpeg2video', interlaced: true },
      },
    ],
    ['MKV H.264 → MP4, video copied', { media: { ...h264, format: 'matroska' }, plan: copied }],
    [
      'MKV H.264 → MP4, video copied, sound to AAC',
      {
        media: { ...h264, format: 'mkv' },
        plan: { ...copied, mode: 'mixed', sound: 'encode' },
      },
    ],
    [
      'MKV H.264 → MP4, 2 subtitles left out',
      {
        media: { ...h264, format: 'mkv' },
        plan: { ...copied, dropped: { audio: 0, subtitles: 2 } },
      },
    ],
    [
      'MP4 H.264 1080p → MP4 H.264, 1 sound track and 2 subtitles left out',
      {
        media: h264,
        plan: { ...toMp4, dropped: { audio: 1, subtitles: 2 }, trim: { start: 4, end: 9 } },
      },
    ],
    [
      'MP4 H.264 1080p → HLS, 5 sizes',
      { kind: 'adaptive_video', media: h264, plan: { ...toMp4, format: 'hls', renditions: 5 } },
    ],
    [
      'MP4 HEVC 4K → GIF 480 px, 0:04 to 0:09',
      {
        kind: 'animation',
        media: { ...video, format: 'mp4', hdr: false },
        plan: {
          ...toWebp,
          format: 'gif',
          width: 480,
          height: 270,
          sound: 'drop',
          dropped: { audio: 1, subtitles: 0 },
          trim: { start: 4, end: 9 },
        },
      },
    ],
    ['HEIC 12 MP → WebP 1600 px', { kind: 'image', media: photo, plan: toWebp }],
    [
      'JPEG 3 MP → WebP',
      {
        kind: 'image',
        media: { ...photo, format: 'jpg', width: 2048, height: 1536 },
        plan: { ...toWebp, width: 2048, height: 1536 },
      },
    ],
    [
      'WAV 96 kHz → MP3 192 kb/s',
      {
        kind: 'audio',
        media: sound,
        plan: {
          ...toMp3,
          sound: 'encode',
          picture: 'none',
          low: (192_000 / 8) * 384 * 0.9,
          high: (192_000 / 8) * 384 * 1.15,
        },
      },
    ],
    [
      'MP3 128 kb/s → M4A, sound copied',
      {
        kind: 'audio',
        media: { ...sound, format: 'mp3', codec: 'mp3', audioCodec: 'mp3', bitrate: 128_000 },
        plan: { ...toMp3, format: 'm4a', mode: 'copy', picture: 'none', sound: 'copy' },
      },
    ],
    [
      'WAV 96 kHz → FLAC',
      {
        kind: 'audio',
        media: sound,
        plan: { ...toMp3, format: 'flac', audioCodec: 'flac', sound: 'encode', picture: 'none' },
      },
    ],
  ])('%s', (expected, change) => {
    expect(line(change)).toBe(expected);
  });

  it('gives the pixels of photos in the compact list', () => {
    expect(line({ kind: 'image', media: photo, plan: toWebp }, true)).toBe(
      'HEIC 4032\u202f×\u202f3024 → WebP 1600\u202f×\u202f1200',
    );
  });
});

describe('clause', () => {
  it.each([
    ['“a.mov” is incomplete: the recording stops at 31:02.', 'a.mov', 'The recording stops at 31:02'],
    ['“a: b.mov” is incomplete: the recording stops.', 'a: b.mov', 'The recording stops'],
    ['“a.mov” is not there.', 'a.mov', '“a.mov” is not there'],
    ['HDR becomes standard colour.', 'a.mov', 'HDR becomes standard colour'],
    ['', 'a.mov', ''],
  ])('%s of %s', (sentence, file, expected) => {
    expect(clause(sentence, file)).toBe(expected);
  });
});

it('a file that was sent says so, or the folder that it was sent with', () => {
  const unread = { media: null, plan: null };
  expect([
    words(queued({ ...unread, folder: '' })).folder,
    words(queued({ ...unread, folder: 'Holiday/day 1' })).folder,
    words(queued({ ...unread, folder: '/home/ada/Movies' })).folder,
    words(queued({ folder: '' })).folder,
  ]).toEqual(['sent from a browser', 'in Holiday/day 1', 'in ~/Movies', null]);
});
