import { describe, expect, it } from 'vitest';
import {
  parseCodecs,
  parseDemuxers,
  parseFilters,
  parseMuxers,
  parseVersion,
} from '../../../electron/engine/tools/ffmpeg-listing.ts';

// Excerpts as the builds of 2018 (bundled) and 5.1.9 (Debian) print them; the last of each kind as ffmpeg 7 does.

describe('parseVersion', () => {
  it.each([
    [
      'static build of 2018',
      'ffmpeg version N-47683-g0e8eb07980-static https://johnvansickle.com/ffmpeg/  Copyright (c) 2000-2018\nlibavutil      56. 24.101 / 56. 24.101\nlibavcodec     58. 42.100 / 58. 42.100\n',
      { program: 'ffmpeg', version: 'N-47683-g0e8eb07980-static', libavcodec: 58 },
    ],
    [
      'Debian',
      'ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers\nlibavcodec     59. 37.100 / 59. 37.100\n',
      { program: 'ffmpeg', version: '5.1.9-0+deb12u1', libavcodec: 59 },
    ],
    [
      'a tag of git, another libavcodec loaded than built with',
      'ffmpeg version n7.1 Copyright (c) 2000-2024\r\nlibavcodec     61. 19.100 / 61. 26.100\r\n',
      { program: 'ffmpeg', version: 'n7.1', libavcodec: 61 },
    ],
    [
      'ffprobe',
      'ffprobe version N-66595-gc2b38619c0-static https://johnvansickle.com/\nlibavcodec     60. 22.100 / 60. 22.100\n',
      { program: 'ffprobe', version: 'N-66595-gc2b38619c0-static', libavcodec: 60 },
    ],
    ['no libraries', 'ffmpeg version x Copyright\n', { program: 'ffmpeg', version: 'x', libavcodec: null }],
    ['something else', 'GNU bash, version 5.2.15\n', null],
    ['nothing', '', null],
  ])('reads %s', (_, text, expected) => {
    expect(parseVersion(text)).toEqual(expected);
  });
});

describe('parseCodecs', () => {
  it('reads names and passes over the legend', () => {
    const text = `Encoders:
 V..... = Video
 ...X.. = Codec is experimental
 .....D = Supports direct rendering method 1
 ------
 V..X.. libaom-av1           libaom AV1 (codec av1)
 V....D libx264              libx264 H.264 / AVC (codec h264)
 VF...D png                  PNG (Portable Network Graphics) image
 A....D aac                  AAC (Advanced Audio Coding)
 S..... mov_text             3GPP Timed Text subtitle
`;
    expect(parseCodecs(text)).toEqual(['libaom-av1', 'libx264', 'png', 'aac', 'mov_text']);
  });
});

describe('parseMuxers and parseDemuxers', () => {
  it('read both widths of the flags and split names', () => {
    const old = `File formats:
 D. = Demuxing supported
 .E = Muxing supported
 --
 D  aac             raw ADTS AAC
  E adts            ADTS AAC
 DE flac            raw FLAC
 D  matroska,webm   Matroska / WebM
 D  mov,mp4,m4a,3gp,3g2,mj2 QuickTime / MOV
`;
    const seven = `Formats:
 D.. = Demuxing supported
 .E. = Muxing supported
 ..d = Is a device
 ---
 D   aac             raw ADTS AAC
  E  adts            ADTS AAC
  Ed alsa            ALSA audio output
 DE  flac            raw FLAC
`;
    expect([parseMuxers(old), parseDemuxers(old), parseMuxers(seven), parseDemuxers(seven)]).toEqual([
      ['adts', 'flac'],
      ['aac', 'flac', 'matroska', 'webm', 'mov', 'mp4', 'm4a', '3gp', '3g2', 'mj2'],
      ['adts', 'alsa', 'flac'],
      ['aac', 'flac'],
    ]);
  });
});

describe('parseFilters', () => {
  it('reads names with any flags, two or three of them', () => {
    const text = `Filters:
  T.. = Timeline support
  A = Audio input/output
  | = Source or sink filter
 ... abench            A->A       Benchmark part of a filtergraph.
 TSC zscale            V->V       Apply resizing
 ..C split             V->N       Pass on the input
 .S  hflip             V->V       Horizontally flip
 ... color             |->V       Provide an uniformly colored input.
`;
    expect(parseFilters(text)).toEqual(['abench', 'zscale', 'split', 'hflip', 'color']);
  });
});
