import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type MasterAudio,
  type MasterVariant,
  languageName,
  languageTag,
  masterPlaylist,
  mediaPlaylist,
  targetDuration,
} from '../../../shared/plan/hls/hls-playlist.ts';
import { readMaster, readMedia } from '../../../shared/plan/hls/hls-reading.ts';

const variant = (name: string, average: number, more: Partial<MasterVariant> = {}): MasterVariant => ({
  uri: `${name}/playlist.m3u8`,
  iFramesUri: `${name}/iframes.m3u8`,
  bandwidth: { peak: average * 2, average },
  iFrames: { peak: 90, average: 45 },
  width: 640,
  height: 360,
  frameRate: 30_000 / 1001,
  codec: 'avc1.64001e',
  videoRange: 'SDR',
  ...more,
});
const track = (title: string, language: string | null, isDefault = false): MasterAudio => ({
  uri: 'audio-1/playlist.m3u8',
  title,
  language,
  channels: 2,
  isDefault,
  codec: 'mp4a.40.2',
});

describe('media playlist', () => {
  it('is written whole', () => {
    const segments = [
      { uri: 'segment-00001.m4s', duration: 6.006 },
      { uri: 'segment-00002.m4s', duration: 1.5 },
    ];
    const playlist = { init: 'init.mp4', segments, targetDuration: 6 };
    expect(mediaPlaylist(playlist)).toBe(`#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:6
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MAP:URI="init.mp4"
#EXTINF:6.006000,
segment-00001.m4s
#EXTINF:1.500000,
segment-00002.m4s
#EXT-X-ENDLIST
`);
    expect(readMedia(mediaPlaylist(playlist))).toEqual({
      targetDuration: 6,
      init: 'init.mp4',
      segments: segments.map((segment) => ({ ...segment, range: null })),
    });
  });

  it('of I-frames names bytes', () => {
    const range = { bytes: 1411, offset: 20 };
    const text = mediaPlaylist({
      init: 'init.mp4',
      segments: [{ uri: 'a.m4s', duration: 2, range }],
      targetDuration: 2,
      iFramesOnly: true,
    });
    expect(text.split('\n').slice(5, 11)).toEqual([
      '#EXT-X-I-FRAMES-ONLY',
      '#EXT-X-INDEPENDENT-SEGMENTS',
      '#EXT-X-MAP:URI="init.mp4"',
      '#EXTINF:2.000000,',
      '#EXT-X-BYTERANGE:1411@20',
      'a.m4s',
    ]);
    expect(readMedia(text).segments).toEqual([{ uri: 'a.m4s', duration: 2, range }]);
  });

  it.each([
    [[6.006, 6.49, 1], 6],
    [[6.5], 7],
    [[0.2], 1],
    [[], 1],
  ])('of segments %o has the target %i', (durations, expected) => {
    expect(targetDuration(durations)).toBe(expected);
  });
});

describe('master playlist', () => {
  it('has the rung nearest to 2 Mb/s first, and the default sound', () => {
    const variants = [variant('234p', 200_000), variant('540p', 2_100_000), variant('720p', 3_000_000)];
    const audio = [track('English', 'eng'), track('Deutsch', 'ger', true), track('Deutsch', 'deu')];
    expect(masterPlaylist(variants, audio)).toBe(`#EXTM3U
#EXT-X-VERSION:7
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Deutsch",LANGUAGE="de",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio-1/playlist.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="English",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,CHANNELS="2",URI="audio-1/playlist.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Deutsch (2)",LANGUAGE="de",DEFAULT=NO,AUTOSELECT=NO,CHANNELS="2",URI="audio-1/playlist.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=4200000,AVERAGE-BANDWIDTH=2100000,CODECS="avc1.64001e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=29.970,VIDEO-RANGE=SDR,AUDIO="audio",CLOSED-CAPTIONS=NONE
540p/playlist.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=400000,AVERAGE-BANDWIDTH=200000,CODECS="avc1.64001e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=29.970,VIDEO-RANGE=SDR,AUDIO="audio",CLOSED-CAPTIONS=NONE
234p/playlist.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=6000000,AVERAGE-BANDWIDTH=3000000,CODECS="avc1.64001e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=29.970,VIDEO-RANGE=SDR,AUDIO="audio",CLOSED-CAPTIONS=NONE
720p/playlist.m3u8
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=90,AVERAGE-BANDWIDTH=45,CODECS="avc1.64001e",RESOLUTION=640x360,VIDEO-RANGE=SDR,URI="234p/iframes.m3u8"
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=90,AVERAGE-BANDWIDTH=45,CODECS="avc1.64001e",RESOLUTION=640x360,VIDEO-RANGE=SDR,URI="540p/iframes.m3u8"
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=90,AVERAGE-BANDWIDTH=45,CODECS="avc1.64001e",RESOLUTION=640x360,VIDEO-RANGE=SDR,URI="720p/iframes.m3u8"
`);
  });

  it('without sound names no group', () => {
    const [line = ''] = masterPlaylist([variant('a', 1, { videoRange: 'PQ', codec: 'hvc1.2.4.L93.90' })], [])
      .split('\n')
      .slice(3);
    expect(line).toBe(
      '#EXT-X-STREAM-INF:BANDWIDTH=2,AVERAGE-BANDWIDTH=1,CODECS="hvc1.2.4.L93.90",RESOLUTION=640x360,FRAME-RATE=29.970,VIDEO-RANGE=PQ,CLOSED-CAPTIONS=NONE',
    );
  });

  it('lets no title out of its quotes', () => {
    const anything = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.option(fc.string())), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(anything, (tracks) => {
        const text = masterPlaylist(
          [variant('a', 1)],
          tracks.map(([title, language]) => track(title, language)),
        );
        expect(text.split('\n')).toHaveLength(3 + tracks.length + 2 + 1 + 1);
        const names = readMaster(text).audio.map((attributes) => attributes.get('NAME') ?? '');
        expect(names.every((name) => name !== '')).toBe(true);
        expect(new Set(names).size).toBe(tracks.length);
      }),
    );
  });
});

describe('language', () => {
  it.each([
    ['ger', 'de', 'Deutsch'],
    ['deu', 'de', 'Deutsch'],
    ['eng', 'en', 'English'],
    ['pt_br', 'pt-BR', 'português (Brasil)'],
    ['qaa', 'qaa', null],
    ['und', null, null],
    ['mul', null, null],
    ['', null, null],
    ['no language', null, null],
    [null, null, null],
  ] as const)('%o is tagged %o and called %o', (language, tag, name) => {
    expect([languageTag(language), languageName(language)]).toEqual([tag, name]);
  });
});
