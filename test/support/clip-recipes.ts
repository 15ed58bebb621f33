/**
 * The moving and sounding test media, as ffmpeg arguments for the bundled build of 2018. Small and short on purpose:
 * 2 s and 320×240 unless the name says otherwise.
 */

/** An ffmpeg argument: literal, or the path of another clip or of one of the recipe's text files. */
export type ClipArg = string | { readonly clip: string } | { readonly file: string };

/** How a clip is made: what stands before the output file. */
export interface ClipRecipe {
  readonly ext: string;
  readonly args: readonly ClipArg[];
  /** Text files that the arguments name. */
  readonly files?: Readonly<Record<string, string>>;
}

const picture = (size = '320x240', rate = 25, seconds = 2): string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`],
];
const tone = (frequency = 440, rate = 48_000, seconds = 2): string[] => [
  ...['-f', 'lavfi', '-i', `sine=frequency=${frequency}:sample_rate=${rate}:duration=${seconds}`],
];
const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '26', '-pix_fmt', 'yuv420p'];
const aac = ['-c:a', 'aac', '-b:a', '96k', '-ac', '2'];
const bt709 = [
  ...['-color_range', 'tv', '-colorspace', 'bt709', '-color_trc', 'bt709', '-color_primaries', 'bt709'],
];
const bt2020 = (transfer: string): string[] => [
  ...['-c:v', 'libx265', '-preset', 'ultrafast', '-crf', '28', '-pix_fmt', 'yuv420p10le', '-tag:v', 'hvc1'],
  ...['-color_range', 'tv', '-colorspace', 'bt2020nc', '-color_trc', transfer, '-color_primaries', 'bt2020'],
];

/** A date and a place, as phones write them. */
const phoneTags = [
  ...['-metadata', 'creation_time=2021-05-06T07:08:09Z', '-metadata', 'location=+52.5200+013.4050/'],
];

const subtitles =
  '1\n00:00:00,200 --> 00:00:00,900\nFirst line\n\n2\n00:00:01,000 --> 00:00:01,800\nZweite Zeile\n';
const chapters =
  ';FFMETADATA1\ntitle=Two languages\nartist=Convoy\n' +
  '[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=Opening\n' +
  '[CHAPTER]\nTIMEBASE=1/1000\nSTART=1000\nEND=2000\ntitle=Ending\n';

export const clipRecipes = {
  /** The plainest input: 320×240, 25 fps, stereo. */
  'h264-aac-mp4': {
    ext: 'mp4',
    args: [...picture(), ...tone(), ...x264, ...bt709, ...aac, '-movflags', '+faststart'],
  },
  /** The same streams in a mov, with creation time and location: mov → mp4 is a copy. */
  'h264-aac-mov': {
    ext: 'mov',
    args: ['-i', { clip: 'h264-aac-mp4' }, '-c', 'copy', ...phoneTags],
  },
  'vp9-opus-webm': {
    ext: 'webm',
    args: [
      ...[...picture(), ...tone(), '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'],
      ...['-b:v', '0', '-crf', '36', '-pix_fmt', 'yuv420p', '-c:a', 'libopus', '-b:a', '64k', '-ac', '2'],
    ],
  },
  /** Two audio tracks (eng, deu), a subrip track, two chapters, a title and an artist. */
  'two-audio-mkv': {
    ext: 'mkv',
    files: { 'lines.srt': subtitles, 'chapters.txt': chapters },
    args: [
      ...[
        ...picture(),
        ...tone(440),
        ...tone(880),
        '-i',
        { file: 'lines.srt' },
        '-i',
        { file: 'chapters.txt' },
      ],
      ...[
        '-map',
        '0:v',
        '-map',
        '1:a',
        '-map',
        '2:a',
        '-map',
        '3:s',
        '-map_metadata',
        '4',
        '-map_chapters',
        '4',
      ],
      ...[...x264, ...bt709, ...aac, '-c:s', 'srt'],
      ...[
        '-metadata:s:a:0',
        'language=eng',
        '-metadata:s:a:1',
        'language=deu',
        '-metadata:s:s:0',
        'language=deu',
      ],
    ],
  },
  /** 321×241: VP9 holds odd sizes, H.264 4:2:0 does not. */
  'odd-size-webm': {
    ext: 'webm',
    args: [
      ...[
        ...picture(),
        '-vf',
        'scale=321:241',
        '-c:v',
        'libvpx-vp9',
        '-deadline',
        'realtime',
        '-cpu-used',
        '8',
      ],
      ...['-b:v', '0', '-crf', '36', '-pix_fmt', 'yuv420p'],
    ],
  },
  /** Every frame for 0.8 s, then every third: about 30 frames in 2 s. */
  'vfr-mp4': {
    ext: 'mp4',
    args: [...picture(), '-vf', "select='lt(n,20)+not(mod(n,3))'", '-vsync', 'vfr', ...x264, ...bt709],
  },
  /** Stored 320×240, shown 240×320: turned by 90° clockwise, as phones write it (ffprobe says −90). */
  'rotated-90-mp4': {
    ext: 'mp4',
    args: ['-i', { clip: 'h264-aac-mp4' }, '-c', 'copy', '-metadata:s:v', 'rotate=270'],
  },
  /** Stored 720×576 with pixels of 64:45, shown 1024×576. 1 s. */
  'anamorphic-mp4': {
    ext: 'mp4',
    args: [
      ...[...picture('720x576', 25, 1), '-vf', 'setsar=64/45', ...x264],
      ...[
        '-color_range',
        'tv',
        '-colorspace',
        'bt470bg',
        '-color_trc',
        'gamma28',
        '-color_primaries',
        'bt470bg',
      ],
    ],
  },
  /** 10-bit hevc, PQ, BT.2020. 1 s. */
  'hdr-pq-mp4': { ext: 'mp4', args: [...picture('320x240', 25, 1), ...bt2020('smpte2084')] },
  /** 10-bit hevc, HLG, BT.2020. 1 s. */
  'hdr-hlg-mp4': { ext: 'mp4', args: [...picture('320x240', 25, 1), ...bt2020('arib-std-b67')] },
  /** 8-bit hevc tagged `hev1`, the tag that QuickTime refuses. 1 s. */
  'hevc-hev1-mp4': {
    ext: 'mp4',
    args: [
      ...[...picture('320x240', 25, 1), '-c:v', 'libx265', '-preset', 'ultrafast', '-crf', '28'],
      ...['-pix_fmt', 'yuv420p', '-tag:v', 'hev1', ...bt709],
    ],
  },
  /** H.264 High 10: 10-bit, not HDR. 1 s. */
  'h264-10bit-mp4': {
    ext: 'mp4',
    args: [
      ...[...picture('320x240', 25, 1), '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '26'],
      ...['-pix_fmt', 'yuv420p10le', ...bt709],
    ],
  },
  /** Six channels of different tones. */
  'surround-mp4': {
    ext: 'mp4',
    args: [
      ...[...picture(), '-f', 'lavfi', '-i'],
      'aevalsrc=sin(440*2*PI*t)|sin(550*2*PI*t)|sin(660*2*PI*t)|sin(60*2*PI*t)|sin(770*2*PI*t)|sin(880*2*PI*t):c=5.1:s=48000:d=2',
      ...[...x264, ...bt709, '-c:a', 'aac', '-b:a', '192k'],
    ],
  },
  'no-audio-mp4': { ext: 'mp4', args: [...picture(), ...x264, ...bt709] },
  /** One picture attached to a video. */
  'cover-mp4': {
    ext: 'mp4',
    args: [
      ...[
        '-i',
        { clip: 'h264-aac-mp4' },
        '-i',
        { clip: 'cover-png' },
        '-map',
        '0',
        '-map',
        '1',
        '-c',
        'copy',
      ],
      ...['-disposition:v:1', 'attached_pic'],
    ],
  },
  /** A timecode track, which ffmpeg reports as a data stream. */
  'timecode-mov': {
    ext: 'mov',
    args: ['-i', { clip: 'h264-aac-mp4' }, '-c', 'copy', '-timecode', '01:00:00:00'],
  },
  /** Timestamps that must not be copied: mpeg4 with b-frames and mp3. */
  'mpeg4-mp3-avi': {
    ext: 'avi',
    args: [
      ...picture(),
      ...tone(),
      '-c:v',
      'mpeg4',
      '-bf',
      '2',
      '-q:v',
      '5',
      '-c:a',
      'libmp3lame',
      '-ac',
      '2',
    ],
  },
  'mpeg2-ts': {
    ext: 'ts',
    args: [
      ...[...picture(), ...tone(), '-c:v', 'mpeg2video', '-flags', '+ilme+ildct', '-q:v', '5'],
      ...['-c:a', 'mp2', '-ac', '2', '-f', 'mpegts'],
    ],
  },
  /** 2 s with one key frame, at the start: a cut in the middle cannot be a copy. */
  'long-gop-mp4': {
    ext: 'mp4',
    args: [...picture(), ...tone(), ...x264, '-g', '999', '-sc_threshold', '0', ...bt709, ...aac],
  },
  /** 4 s with a closed GOP of 1 s: a cut at a whole second can be a copy. */
  'short-gop-mp4': {
    ext: 'mp4',
    args: [
      ...[...picture('320x240', 25, 4), ...tone(440, 48_000, 4), ...x264, '-g', '25', '-sc_threshold', '0'],
      ...[...bt709, ...aac],
    ],
  },
  /** 4 s at 30 fps; at exactly 2.000 s the picture turns white for 0.1 s and a 1 kHz tone sounds. */
  'flash-beep-mp4': {
    ext: 'mp4',
    args: [
      ...['-f', 'lavfi', '-i', 'color=black:size=320x240:rate=30:duration=4'],
      ...['-f', 'lavfi', '-i', "aevalsrc='if(between(t,2,2.1),0.8*sin(1000*2*PI*t),0)':s=48000:d=4"],
      ...['-vf', "drawbox=c=white:t=fill:enable='between(n,60,62)'"],
      ...[...x264, ...bt709, ...aac],
    ],
  },
  wav: { ext: 'wav', args: [...tone(440, 44_100), '-ac', '2', '-c:a', 'pcm_s16le'] },
  'aac-adts': { ext: 'aac', args: [...tone(440, 44_100, 4), '-c:a', 'aac', '-ac', '2', '-f', 'adts'] },
  opus: { ext: 'opus', args: [...tone(), '-c:a', 'libopus', '-b:a', '64k', '-ac', '2'] },
  /** Title, artist and a cover. */
  'mp3-cover': {
    ext: 'mp3',
    args: [
      ...[...tone(440, 44_100), '-i', { clip: 'cover-png' }, '-map', '0', '-map', '1', '-ac', '2'],
      ...['-c:a', 'libmp3lame', '-b:a', '128k', '-c:v', 'copy', '-id3v2_version', '3'],
      ...['-metadata', 'title=A tone', '-metadata', 'artist=Convoy', '-disposition:v:0', 'attached_pic'],
    ],
  },
  'flac-cover': {
    ext: 'flac',
    args: [
      ...[...tone(440, 44_100), '-i', { clip: 'cover-png' }, '-map', '0', '-map', '1', '-ac', '2'],
      ...['-c:a', 'flac', '-c:v', 'copy', '-metadata', 'title=A tone', '-disposition:v:0', 'attached_pic'],
    ],
  },
  m4a: { ext: 'm4a', args: [...tone(440, 44_100), ...aac, '-metadata', 'title=A tone'] },
  /** 20 frames whose delays differ, so that a constant rate would duplicate or drop some. */
  gif: {
    ext: 'gif',
    args: [
      ...[...picture('160x120', 20, 2), '-filter_complex'],
      "select='lt(n,10)+not(mod(n,3))',split[a][b];[a]palettegen[p];[b][p]paletteuse",
      ...['-vsync', 'vfr', '-loop', '0'],
    ],
  },
  apng: { ext: 'png', args: [...picture('160x120', 10, 1), '-plays', '0', '-f', 'apng'] },
  /** One still that clips use as their cover. */
  'cover-png': { ext: 'png', args: [...picture('200x200', 1, 1), '-frames:v', '1'] },
  bmp: { ext: 'bmp', args: [...picture('160x120', 1, 1), '-frames:v', '1'] },
} as const satisfies Record<string, ClipRecipe>;

export type ClipName = keyof typeof clipRecipes;
