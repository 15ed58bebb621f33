import { describe, expect, it } from 'vitest';
import { convoyError } from '../../../../shared/model/error.ts';
import type { MediaFacts } from '../../../../shared/model/media.ts';
import type { Kind } from '../../../../shared/model/options.ts';
import { failedGroups } from '../../../../renderer/features/inspector/failure/failed-groups.ts';
import { keepOpenGroups, openGroups, toggled } from '../../../../renderer/features/inspector/fold-memory.ts';
import { groupSummary } from '../../../../renderer/features/inspector/options/group-summary.ts';
import { headLines, manyLines } from '../../../../renderer/features/inspector/head-facts.ts';
import type { OptionUse } from '../../../../renderer/features/inspector/options/offered.ts';
import type { OptionProblem } from '../../../../renderer/features/inspector/options/option-errors.ts';
import type { GroupId, OptionName } from '../../../../renderer/features/inspector/options/option-groups.ts';
import { offText, problemText } from '../../../../renderer/features/inspector/failure/problem-text.ts';
import { editable, manyFacts, subjectSelector } from '../../../../renderer/features/inspector/subject.ts';
import { factTable } from '../../../../renderer/features/inspector/details/fact-table.ts';
import { clauseOf, taskLines } from '../../../../renderer/features/inspector/details/task-lines.ts';
import { joinedLines } from '../../../../renderer/features/inspector/details/use-log.ts';
import { viewOfChoice } from '../../../../renderer/features/inspector/view.ts';
import { emptyState } from '../../../../renderer/store/store.ts';
import { en } from '../../../../renderer/words/en/index.ts';
import { brief, idOf, job, row, tasks } from './fixtures.ts';

const w = en.inspector;
/** Thin spaces are for the eye. */
const plain = (text: string): string => text.replaceAll(/[\u2009\u202f]/g, ' ');

describe('the head', () => {
  const lines = (more: Parameters<typeof brief>[0]) => {
    const { first, second } = headLines(row({ media: brief(more) }), w.head, 'en');
    return [plain(first), second];
  };
  it('says what a file is in two lines', () => {
    expect(lines({})).toEqual(['3840 × 2160, 50 fps, HEVC 10-bit HDR', '6 min 24 s, stereo AAC, 4.82 GB']);
    expect(
      lines({ codec: 'prores', hdr: false, bitDepth: 8, audioCodec: 'pcm_s24le', audioTracks: 4 }),
    ).toEqual(['3840 × 2160, 50 fps, ProRes', '6 min 24 s, PCM and 3 more tracks, 4.82 GB']);
    expect(
      lines({ class: 'audio', audioCodec: 'mp3', sampleRate: 44_100, bitrate: 192_000, width: null }),
    ).toEqual(['MP3, stereo, 44.1 kHz, 192 kb/s', '6 min 24 s, 4.82 GB']);
    expect(lines({ class: 'image', format: 'heic', bitDepth: 8, duration: null })).toEqual([
      '3840 × 2160, HEIC',
      '4.82 GB',
    ]);
    expect(headLines(row({ media: null, bytesIn: null }), w.head, 'en')).toEqual({
      first: 'Not read yet',
      second: '',
    });
  });

  it('adds many files up', () => {
    const photo = (format: string, width: number, height: number) =>
      row({ bytesIn: 12_000_000, media: brief({ class: 'image', format, width, height, duration: null }) });
    const rows = [photo('jpeg', 8256, 5504), photo('jpeg', 4032, 3024), photo('heic', 4032, 3024)];
    expect(manyLines(3, manyFacts(rows), w.head, 'en')).toEqual({
      title: '3 photos',
      first: '2 JPEG, 1 HEIC',
      second: '12 to 45 megapixels, 36.0 MB',
    });
    expect(manyLines(2, manyFacts([row(), rows[0] ?? row()]), w.head, 'en').title).toBe('2 files');
    // Not “0 megapixels”.
    const icons = [photo('png', 174, 38), photo('png', 64, 64)];
    expect(manyLines(2, manyFacts(icons), w.head, 'en').second).toBe('24.0 MB');
  });
});

describe('the facts of a file', () => {
  const photo = (orientation: number): MediaFacts => ({
    ...{ formats: ['jpeg'], bytes: 352_727, duration: null, start: 0, bitrate: null, tags: {}, chapters: 0 },
    ...{ video: [], audio: [], subtitles: [], pictures: [], otherStreams: 0, keyframeAtStart: null },
    still: {
      ...{ format: 'jpeg', reader: 'libvips', width: 1200, height: 1800, orientation, alpha: false },
      ...{ bitDepth: 8, pages: 1, delays: [], loop: 0, hasIcc: false },
    },
  });

  it('tell the size of a photo as it is seen, as its head does', () => {
    const sizes = [1, 3, 6].map((orientation) =>
      factTable(photo(orientation), '/photos', en, 'en')
        .filter(({ name }) => name === 'Picture')
        .map(({ text }) => plain(text)),
    );
    expect(sizes).toEqual([
      ['JPEG, 1200 × 1800, 8-bit'],
      ['JPEG, 1200 × 1800, 8-bit'],
      ['JPEG, 1800 × 1200, 8-bit'],
    ]);
  });
});

describe('the subject', () => {
  it('stays the same value while only progress changes', () => {
    const select = subjectSelector();
    const state = (one: ReturnType<typeof row>) => ({
      ...emptyState,
      rows: { byId: new Map([[one.id, one]]), order: [one.id], revision: 1 },
      selection: { ids: new Set([one.id]), anchor: null, focus: null },
    });
    const running = row({ status: 'processing', progress: 0.1 });
    const first = select(state(running));
    expect(first).toEqual({ about: 'one', row: running });
    expect(select(state({ ...running, progress: 0.5, speed: 2, eta: 9 }))).toBe(first);
    const ended = { ...running, status: 'succeeded' } as const;
    expect(select(state(ended))).toEqual({ about: 'one', row: ended });
    expect(select(emptyState)).toEqual({ about: 'next' });
  });

  it('knows which files can be changed', () => {
    const rows = (['queued', 'processing', 'failed', 'succeeded'] as const).map((status, n) =>
      row({ id: idOf(n), status }),
    );
    expect(editable(rows)).toEqual({ waiting: [idOf(0)], running: 1, ended: [idOf(2), idOf(3)] });
  });

  it('groups failures by kind, the most frequent first', () => {
    const failed = (n: number, kind: 'disk_full' | 'timed_out') =>
      row({ id: idOf(n), status: 'failed', error: convoyError(kind) });
    const groups = failedGroups([
      failed(1, 'timed_out'),
      failed(2, 'disk_full'),
      failed(3, 'disk_full'),
      row(),
    ]);
    expect(groups.map(({ kind, rows }) => [kind, rows.length])).toEqual([
      ['disk_full', 2],
      ['timed_out', 1],
    ]);
  });
});

describe('where the result of a file went', () => {
  const of = (resultFolder: string | null) =>
    groupSummary(
      'save',
      {
        view: {
          ...viewOfChoice({ kind: 'video', presetId: null, options: {}, output: null }),
          output: undefined,
        },
        ...{ kind: 'video', quality: 'medium', target: null, usualFolder: null, resultFolder },
        ...{ home: '/home/ada', locale: 'en', ui: en.app.ui },
      },
      w,
    );

  it('is its folder; of many, each says its own', () => {
    expect([of('/home/ada/Web'), of(null)]).toEqual(['~/Web', 'As each file says']);
  });
});

describe('a folded group', () => {
  const summary = (id: GroupId, kind: Kind, options: Record<string, unknown>, output: string | null = null) =>
    plain(
      groupSummary(
        id,
        {
          view: viewOfChoice({ kind, presetId: null, options, output }),
          kind,
          quality: 'medium',
          target: null,
          usualFolder: null,
          home: '/home/ada',
          locale: 'en',
          ui: en.app.ui,
        },
        w,
      ),
    );
  it('says what it holds', () => {
    expect([
      summary('quality', 'video', { format: 'mp4', codec: 'h264' }),
      summary('quality', 'video', { bitrate: 8_000_000 }),
      summary('quality', 'image', { compression: 72 }),
      summary('picture', 'video', {}),
      summary('picture', 'video', { width: 1920, fps: 25 }),
      summary('picture', 'image', { width: '50%', height: '50%' }),
      summary('trim', 'video', {}),
      summary('trim', 'video', { start: 4 }),
      summary('trim', 'video', { end: 9 }),
      summary('trim', 'image', {}),
      summary('save', 'video', {}),
      summary('save', 'video', {}, '/home/ada/Web/{name}-small.{ext}'),
    ]).toEqual([
      'MP4, H.264, Medium',
      '8 Mb/s',
      'Exact 72',
      'As it is',
      '1920 × auto, 25 fps',
      '50%',
      'Whole file',
      'from 0:04',
      '0:00 to 0:09',
      'First picture',
      'Beside the original',
      '~/Web, {name}-small.{ext}',
    ]);
  });

  it('is remembered for each kind', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    expect([...openGroups('video', storage)]).toEqual(['quality', 'picture']);
    keepOpenGroups('video', toggled(toggled(openGroups('video', storage), 'quality'), 'save'), storage);
    expect([...openGroups('video', storage)]).toEqual(['picture', 'save']);
    expect([...openGroups('audio', storage)]).toEqual(['quality', 'picture']);
    expect([...openGroups('video', null)]).toEqual(['quality', 'picture']);
  });
});

describe('sentences at fields', () => {
  it('name the field, the given and the allowed', () => {
    const text = (option: OptionName, problem: OptionProblem, kind: Kind = 'video') =>
      problemText(option, problem, kind, w, 'en');
    expect([
      text('bitrate', { problem: 'not_allowed', given: 5000 }),
      text('bitrate', { problem: 'not_allowed', given: 5_000_000 }, 'audio'),
      text('fps', { problem: 'unreadable', text: 'fast' }),
      text('start', { problem: 'past_the_end', length: 384.4 }, 'image'),
      text('start', { problem: 'start_after_end', end: 4 }),
      text('lossless', { problem: 'not_lossless', format: 'jpeg' }, 'image'),
      text('compression', { problem: 'both_steer', other: 'quality' }),
      text('fps', { problem: 'told', message: 'fps cannot be 90; it can be 1 to 60.' }),
    ]).toEqual([
      'Bit rate cannot be 5 kb/s. Give 0.3 to 60 Mb/s.',
      'Bit rate cannot be 5 Mb/s. Give 32 to 320 kb/s.',
      '“fast” is not a frame rate. Give a number, such as 25.',
      'At is past the end of the file, 6:24. Give a time before 6:24.',
      'Start must be before End, 0:04. Give a time before 0:04.',
      'JPEG cannot be lossless. Choose another format, or switch it off.',
      'Exact quality and Quality both steer the size. Use one of them.',
      'Frame rate cannot be 90; it can be 1 to 60.',
    ]);
  });

  it('say why a control is off', () => {
    const text = (reason: Extract<OptionUse, { use: 'off' }>['reason'], format: string, kind: Kind) =>
      offText({ use: 'off', reason, format }, kind, w, 'en');
    expect([
      text('format_not_lossless', 'jpeg', 'image'),
      text('format_no_bitrate', 'flac', 'audio'),
      text('only_with_bars', 'mp4', 'video'),
      offText({ use: 'on' }, 'video', w, 'en'),
    ]).toEqual([
      'JPEG cannot be lossless. PNG, WebP, AVIF, and TIFF can.',
      'FLAC is not steered by a bit rate.',
      'Only when Shape is “Add bars”.',
      null,
    ]);
  });
});

describe('what happened', () => {
  it('is told step by step', () => {
    const done = job({
      status: 'succeeded',
      tasks: tasks('video', [
        { status: 'succeeded', output: { no: 'facts' }, started_at: 0, finished_at: 250 },
        { status: 'skipped', started_at: 0, finished_at: 0 },
        {
          status: 'succeeded',
          output: { plan: 'mixed', command: 'ffmpeg' },
          started_at: 0,
          finished_at: 52_000,
        },
        {
          status: 'succeeded',
          output: {
            files: [{ path: '/out/talk.mp4', url: 'file:///out/talk.mp4', bytes: 7, mime: 'video/mp4' }],
            primary: '/out/talk.mp4',
          },
          started_at: 0,
          finished_at: 1200,
        },
      ]),
    });
    expect(
      taskLines(done, w.details, 'en').map(({ name, icon, text, time }) => [name, icon, text, time]),
    ).toEqual([
      ['Read', 'check', 'Done', '0.3 s'],
      ['Bring in', 'minus', 'Not needed, file is local', ''],
      ['Convert', 'check', 'Partly copied, partly encoded', '52 s'],
      ['Publish', 'check', 'Saved as talk.mp4', '1.2 s'],
    ]);
  });

  it('says what a failure kept from being reached, and where a person stopped it', () => {
    const stopped = (status: 'failed' | 'cancelled', started: number | null) =>
      taskLines(
        job({ status, tasks: tasks('video', [{ status: 'cancelled', started_at: started }]) }),
        w.details,
        'en',
      ).map(({ icon, text }) => [icon, text])[0];
    expect([stopped('failed', null), stopped('cancelled', null), stopped('cancelled', 5)]).toEqual([
      ['wait', 'Not reached'],
      ['wait', 'Not reached'],
      ['cancel', 'Stopped'],
    ]);
  });

  it('takes the reason out of a sentence', () => {
    expect(clauseOf('“talk.mov” is incomplete: the recording stops at 31:02.')).toBe(
      'The recording stops at 31:02',
    );
    expect(clauseOf('“a: b.mov” was changed while it was being converted.')).toBe(
      '“a: b.mov” was changed while it was being converted',
    );
    expect(clauseOf('It took too long.')).toBe('It took too long');
  });

  it('keeps the last lines of a log', () => {
    expect(joinedLines(['a'], [])).toEqual(['a']);
    const many = Array.from({ length: 250 }, (_, n) => `line ${n}`);
    expect(joinedLines(['old'], many)).toHaveLength(200);
    expect(joinedLines(many, ['new']).at(-1)).toBe('new');
  });
});
