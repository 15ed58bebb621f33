import { describe, expect, it } from 'vitest';
import type { MediaFacts } from '../../../shared/model/media.ts';
import type { AudioOptions } from '../../../shared/model/options.ts';
import { planAudio } from '../../../shared/plan/audio.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { audio, context, media, shown } from './media-fixtures.ts';

function plan(facts: MediaFacts, options: AudioOptions = {}): Plan {
  const planned = planAudio(facts, options, context());
  if (!planned.ok) throw new Error(planned.error.message);
  return planned.value;
}

function command(facts: MediaFacts, options: AudioOptions = {}): string {
  const [step] = plan(facts, options).steps;
  if (step.tool !== 'ffmpeg') throw new Error('no ffmpeg step');
  return shown(step.args);
}

const song = media({
  formats: ['flac'],
  video: [],
  audio: [audio({ index: 0, codec: 'flac', bitDepth: 24, sampleRate: 96_000, bitrate: null })],
  pictures: [{ index: 1, codec: 'mjpeg', width: 600, height: 600 }],
  tags: { title: 'Song', artist: 'Band' },
});
const surround = media({ audio: [audio({ codec: 'ac3', channels: 6, layout: '5.1(side)' })] });

describe('whole argument lists', () => {
  const cases: Readonly<Record<string, readonly [MediaFacts, AudioOptions]>> = {
    'video to mp3': [media(), {}],
    'song with a cover to mp3': [song, { quality: 'high' }],
    'song with a cover to ogg': [song, { format: 'ogg' }],
    'song to wav keeps 24 bits': [song, { format: 'wav' }],
    'song to wav, medium': [song, { format: 'wav', quality: 'medium' }],
    'lossy source to flac': [media(), { format: 'flac' }],
    'aac to m4a is a copy': [media(), { format: 'm4a' }],
    'aac to aac, cut': [media(), { format: 'aac', start: 1, end: 5 }],
    '5.1 to opus': [surround, { format: 'opus' }],
    '5.1 to mp3': [surround, {}],
    'ogg with tags on the stream': [
      media({ formats: ['ogg'], video: [], audio: [audio({ index: 0, codec: 'vorbis' })] }),
      { format: 'mp3' },
    ],
  };
  for (const [name, [facts, options]] of Object.entries(cases)) {
    it(name, () => expect(command(facts, options)).toMatchSnapshot());
  }
});

it.each<[string, MediaFacts, AudioOptions, 'copy' | 'encode']>([
  ['mp3 to mp3', media({ audio: [audio({ codec: 'mp3' })] }), {}, 'copy'],
  [
    'a bit rate above',
    media({ audio: [audio({ codec: 'mp3', bitrate: 128_000 })] }),
    { bitrate: 192_000 },
    'copy',
  ],
  [
    'a bit rate below',
    media({ audio: [audio({ codec: 'mp3', bitrate: 320_000 })] }),
    { bitrate: 192_000 },
    'encode',
  ],
  ['an explicit quality', media({ audio: [audio({ codec: 'mp3' })] }), { quality: 'low' }, 'encode'],
  ['alac to m4a', media({ audio: [audio({ codec: 'alac' })] }), { format: 'm4a' }, 'copy'],
])('%s', (_, facts, options, action) => expect(plan(facts, options).streams[0]?.action).toBe(action));

it('takes the default track and says what it leaves', () => {
  const facts = media({ audio: [audio({ isDefault: false }), audio({ index: 2, codec: 'mp3' })] });
  const { streams, warnings } = plan(facts);
  expect(streams.map((s) => [s.index, s.action])).toEqual([
    [2, 'copy'],
    [1, 'drop'],
  ]);
  expect(warnings).toEqual([{ kind: 'tracks_dropped', message: '1 more sound track is left out.' }]);
});

it('keeps chapters where both builds write them, and says where they are lost', () => {
  const book = media({ video: [], chapters: 2 });
  const lost = (format: NonNullable<AudioOptions['format']>): boolean =>
    plan(book, { format }).warnings.some(({ kind }) => kind === 'chapters_dropped');
  expect((['mp3', 'm4a', 'ogg', 'flac', 'wav'] as const).filter(lost)).toEqual(['ogg', 'flac', 'wav']);
});

it('says that a cover and tags are lost where the format holds none', () => {
  expect(plan(song, { format: 'aac' }).warnings.map((w) => w.kind)).toEqual([
    'cover_dropped',
    'tags_dropped',
  ]);
});

it('refuses what has no sound', () => {
  expect(planAudio(media({ audio: [] }), {}, context())).toMatchObject({
    ok: false,
    error: {
      kind: 'input_unsupported',
      message: '“clip.mov” cannot be converted this way: there is no sound in it.',
    },
  });
});
