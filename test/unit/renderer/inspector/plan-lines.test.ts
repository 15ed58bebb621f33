import { describe, expect, it } from 'vitest';
import {
  type KnownPlan,
  type PlanWords,
  planLines,
  spaceNeeds,
} from '../../../../renderer/features/inspector/plan/plan-lines.ts';
import { planSizeText } from '../../../../renderer/features/inspector/plan/plan-size.ts';
import { en } from '../../../../renderer/words/en/index.ts';
import { channelsText, formatWord, resultCodecWord } from '../../../../renderer/words/media-words.ts';
import type { PlanBrief } from '../../../../shared/ipc/row.ts';
import { brief, planBrief, planView } from './fixtures.ts';

const words: PlanWords = {
  ...en.inspector.plan,
  codec: resultCodecWord,
  format: formatWord,
  size: (width, height) => `${width} × ${height}`,
  channels: channelsText,
};
const lines = (plan: Partial<KnownPlan>, media = brief()) =>
  planLines(
    { brief: planBrief(), streams: [], path: null, ...plan },
    { media, inputName: 'clip.mov' },
    words,
  ).map(({ id, items }) => [id, ...items.map(({ text, loss }) => (loss ? `! ${text}` : text))]);

describe('planLines', () => {
  it('says what happens to picture, colour and sound, and where it goes', () => {
    const { streams, path } = planView();
    expect(lines({ streams, path })).toEqual([
      ['picture', 'Encode to H.264, 1920 × 1080'],
      ['colour', '! HDR becomes standard colour'],
      ['sound', 'Copy AAC stereo'],
      ['saves_to', path],
    ]);
  });

  it('says what the graphics chip does, and why it does not', () => {
    const picture = (hardware: KnownPlan['hardware']): unknown =>
      lines({ hardware })
        .find(([id]) => id === 'picture')
        ?.slice(2);
    expect([
      picture({ encoder: 'hevc_qsv', reason: null }),
      picture({ encoder: null, reason: 'it cannot be lossless' }),
      picture(undefined),
    ]).toEqual([
      ['By the graphics chip, Quick Sync'],
      ['In software, not by the graphics chip: it cannot be lossless'],
      [],
    ]);
  });

  it('leaves lines out that say nothing, and names what is lost', () => {
    const lost = planBrief({
      picture: 'copy',
      toneMapped: false,
      sound: 'encode',
      dropped: { audio: 2, subtitles: 1 },
      warnings: [
        { kind: 'subtitles_dropped', message: '1 subtitle track is left out: mp4 cannot hold it.' },
        { kind: 'chapters_dropped', message: 'The chapters are left out: mp4 holds none.' },
        { kind: 'no_effect', message: 'position has no effect here: the whole picture is kept.' },
      ],
    });
    expect(lines({ brief: lost, path: '/out/clip (2).mp4' })).toEqual([
      ['picture', 'Copied, no quality lost'],
      ['sound', 'Encode to AAC stereo', '! 2 sound tracks are left out'],
      ['subtitles', '! 1 subtitle track is left out: mp4 cannot hold it'],
      ['extras', '! The chapters are left out: mp4 holds none'],
      ['names', 'Taken, saved as “clip (2).mp4”'],
      ['note', 'position has no effect here: the whole picture is kept'],
      ['saves_to', '/out/clip (2).mp4'],
    ]);
  });

  it('knows sound alone, stills and ladders', () => {
    const silent: Partial<PlanBrief> = { picture: 'none', toneMapped: false, warnings: [] };
    expect(lines({ brief: planBrief({ ...silent, sound: 'encode', audioCodec: 'mp3' }) })).toEqual([
      ['sound', 'Encode to MP3 stereo'],
    ]);
    const still = planBrief({
      ...silent,
      picture: 'encode',
      sound: 'none',
      codec: null,
      audioCodec: null,
      format: 'webp',
    });
    expect(lines({ brief: still })).toEqual([['picture', 'Encode to WebP, 1920 × 1080']]);
    const ladder = planBrief({ ...silent, picture: 'encode', sound: 'none', renditions: 5 });
    expect(lines({ brief: ladder })).toEqual([['picture', 'Encode to H.264, 5 sizes up to 1920 × 1080']]);
  });
});

describe('sizes', () => {
  it('have no more digits than are known', () => {
    const text = (low: number, high: number) => planSizeText(low, high, 'en', en.units);
    expect([text(580e6, 640e6), text(980e3, 1.2e6), text(8.1e6, 8.1e6), text(11e6, 13e6)]).toEqual([
      '580 to 640 MB',
      '980 kB to 1.2 MB',
      '8.1 MB',
      '11 to 13 MB',
    ]);
  });

  it('of disks are told when they are short or nearly', () => {
    const volume = (needs: number, free: number | null) => ({ folder: '/out', folders: 1, needs, free });
    expect(spaceNeeds([volume(12, 8), volume(1, 100), volume(20, 100), volume(9, null)])).toEqual([
      { folder: '/out', needs: 12, free: 8, short: true },
      { folder: '/out', needs: 20, free: 100, short: false },
    ]);
  });
});
