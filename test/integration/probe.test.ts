import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync, chmodSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { probeMedia, verifyProbe } from '../../electron/engine/probe/probe.ts';
import type { Result } from '../../shared/model/error.ts';
import type { MediaFacts } from '../../shared/model/media.ts';
import { inputGuards } from '../../shared/plan/demuxers.ts';
import { clip, describeTools, samplesDir, tempDir, tools } from '../support/media.ts';

/** The facts, or a failed test with the reason. */
function factsOf(result: Result<MediaFacts>): MediaFacts {
  if (!result.ok) throw new Error(`${result.error.message}\n${result.error.detail ?? ''}`);
  return result.value;
}
/** The kind of a refusal and its sentence. */
function refusalOf(result: Result<unknown>): [string, string] {
  if (result.ok) throw new Error(`not refused: ${JSON.stringify(result.value)}`);
  return [result.error.kind, result.error.message];
}
const unsupported = (name: string, reason: string): [string, string] => [
  'input_unsupported',
  `“${name}” cannot be converted this way: ${reason}.`,
];

describeTools('probeMedia', ({ ffprobe }) => {
  const probe = (file: string, start?: number): Promise<Result<MediaFacts>> =>
    probeMedia({ path: file, ffprobe, ...(start === undefined ? {} : { start }) });

  it('tells the facts of generated media', async () => {
    const brief = async (name: Parameters<typeof clip>[0]): Promise<unknown> => {
      const { video, audio, subtitles, pictures, chapters, still } = factsOf(await probe(await clip(name)));
      return {
        video: video.map((v) => [
          v.codec,
          v.width,
          v.height,
          v.rotation,
          v.bitDepth,
          v.constantRate,
          v.colour.transfer,
        ]),
        audio: audio.map((a) => [a.codec, a.channels, a.language]),
        subtitles: subtitles.map((s) => [s.codec, s.form, s.language]),
        pictures: pictures.length,
        chapters,
        still: still?.format ?? null,
      };
    };
    const nothing = { video: [], audio: [], subtitles: [], pictures: 0, chapters: 0, still: null };
    expect({
      rotated: await brief('rotated-90-mp4'),
      hlg: await brief('hdr-hlg-mp4'),
      vfr: await brief('vfr-mp4'),
      surround: await brief('surround-mp4'),
      cover: await brief('mp3-cover'),
      bmp: await brief('bmp'),
    }).toMatchObject({
      rotated: { video: [['h264', 320, 240, 90, 8, true, expect.anything()]] },
      hlg: { ...nothing, video: [['hevc', 320, 240, 0, 10, true, 'arib-std-b67']] },
      vfr: { video: [['h264', 320, 240, 0, 8, false, expect.anything()]] },
      surround: { audio: [['aac', 6, null]] },
      cover: { ...nothing, audio: [['mp3', 2, null]], pictures: 1 },
      bmp: { ...nothing, still: 'bmp' },
    });
  });

  it('counts tracks, subtitles and chapters of an mkv', async () => {
    const facts = factsOf(await probe(await clip('two-audio-mkv')));
    expect([facts.audio.length, facts.subtitles.length > 0, facts.chapters, facts.tags['title']]).toEqual([
      2,
      true,
      2,
      'Two languages',
    ]);
  });

  it('opens files whatever their names are', async (t) => {
    const folder = tempDir(t);
    const names = [
      '🎬 clip.mp4',
      `it's "quoted".mp4`,
      'two\nlines.mp4',
      'shot%03d.mp4',
      'a:b.mp4',
      '-x.mp4',
      'c[1]{2}*?.mp4',
    ];
    const found: unknown[] = [];
    for (const name of names) {
      copyFileSync(await clip('h264-aac-mp4'), path.join(folder, name));
      found.push(factsOf(await probe(path.join(folder, name))).video[0]?.codec);
    }
    expect(found).toEqual(names.map(() => 'h264'));
  });

  it('takes a picture with a pattern in its name for itself', async (t) => {
    const folder = tempDir(t);
    const file = path.join(folder, 'shot%03d.bmp');
    copyFileSync(await clip('bmp'), file);
    copyFileSync(await clip('bmp'), path.join(folder, 'shot001.bmp'));
    const facts = factsOf(await probe(file));
    expect([facts.formats, facts.still?.width, facts.still?.reader]).toEqual([['bmp_pipe'], 160, 'ffmpeg']);
  });

  it('reads Targa, which has no magic number, and no script of that name', async (t) => {
    const folder = tempDir(t);
    const picture = path.join(folder, 'p%02d.tga');
    execFileSync(tools.bundled.ffmpeg, [
      ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=64x48', '-frames:v', '1'],
      ...['-f', 'image2', '-update', '1', '-c:v', 'targa', path.join(folder, 'x.tga')],
    ]);
    copyFileSync(path.join(folder, 'x.tga'), picture);
    const script = path.join(folder, 's.tga');
    writeFileSync(script, 'this is no picture but a text\n'.repeat(10));
    expect(factsOf(await probe(picture)).still?.format).toBe('tga');
    expect(refusalOf(await probe(script))).toEqual(unsupported('s.tga', 'it is a text file'));
  });

  it('refuses what is no regular file', async (t) => {
    const folder = tempDir(t);
    const socket = path.join(folder, 'a socket.mp4');
    const server = net.createServer().listen(socket);
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      mkdirSync(path.join(folder, 'a folder.mp4'));
      if (process.platform !== 'win32') execFileSync('mkfifo', [path.join(folder, 'a pipe.mp4')]);
      symlinkSync(path.join(folder, 'nowhere'), path.join(folder, 'a link.mp4'));
      const invalid = (name: string, reason: string): [string, string] => [
        'invalid_input',
        `“${name}” cannot be used as input: ${reason}.`,
      ];
      const names = ['a folder.mp4', 'a pipe.mp4', 'a socket.mp4', 'a link.mp4', 'not there.mp4', 'z\0.mp4'];
      const refusals: unknown[] = [];
      for (const name of names) refusals.push(refusalOf(await probe(path.join(folder, name))));
      refusals.push(refusalOf(await probe('/dev/zero')));
      expect(refusals).toEqual([
        invalid('a folder.mp4', 'it is a folder'),
        invalid('a pipe.mp4', 'it is a pipe, not a file'),
        invalid('a socket.mp4', 'it is a socket, not a file'),
        ['input_not_found', '“a link.mp4” is not there.'],
        ['input_not_found', '“not there.mp4” is not there.'],
        ['invalid_input', expect.stringContaining('cannot be used as input')],
        invalid('zero', 'it is a device, not a file'),
      ]);
    } finally {
      server.close();
    }
  });

  it.skipIf(process.getuid?.() === 0)(
    'refuses what may not be read (skipped as root, who may)',
    async (t) => {
      const file = path.join(tempDir(t), 'locked.mp4');
      writeFileSync(file, 'x');
      chmodSync(file, 0);
      expect(refusalOf(await probe(file))).toEqual([
        'input_unreadable',
        '“locked.mp4” cannot be opened: you may not read it.',
      ]);
    },
  );

  it('says what a file is that is not what its name says', async (t) => {
    const folder = tempDir(t);
    const whole = readFileSync(await clip('no-audio-mp4'));
    const webm = readFileSync(await clip('vp9-opus-webm'));
    const contents: Readonly<Record<string, string | Buffer>> = {
      'empty.mp4': '',
      'text.mp4': 'hello world, this is a text\n',
      'text.mp3': 'hello world, this is a text\n'.repeat(500),
      'concat.mp4': `ffconcat version 1.0\nfile ${path.join(folder, 'text.mp4')}\n`,
      'list.mp4': '#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n',
      'page.mp4': '<!doctype html><title>Not found</title>',
      'subs.mp4': '1\n00:00:01,000 --> 00:00:02,000\nhi\n',
      'noise.mp4': Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3) * 104_729) & 255)),
      'zeros.mp4': Buffer.alloc(100_000),
      'half.mp4': whole.subarray(0, whole.length / 2),
      'start.webm': webm.subarray(0, 60),
    };
    const refusals: Record<string, [string, string]> = {};
    for (const [name, content] of Object.entries(contents)) {
      writeFileSync(path.join(folder, name), content);
      refusals[name] = refusalOf(await probe(path.join(folder, name)));
    }
    expect(refusals).toEqual({
      'empty.mp4': unsupported('empty.mp4', 'the file is empty'),
      'text.mp4': unsupported('text.mp4', 'it is a text file'),
      'text.mp3': unsupported('text.mp3', 'it is a text file'),
      'concat.mp4': unsupported('concat.mp4', 'it is a list of other files (ffconcat), not a recording'),
      'list.mp4': unsupported('list.mp4', 'it is a playlist that points at other files'),
      'page.mp4': unsupported('page.mp4', 'it is a web page, probably saved in place of the video'),
      'subs.mp4': unsupported('subs.mp4', 'it is a text file'),
      'noise.mp4': unsupported('noise.mp4', 'nothing in it is known as picture or sound'),
      'zeros.mp4': unsupported('zeros.mp4', 'it holds nothing but zeros'),
      'half.mp4': [
        'input_truncated',
        '“half.mp4” is incomplete: its index is missing, as when a recording or a download was cut off.',
      ],
      'start.webm': [
        'input_truncated',
        '“start.webm” is incomplete: it ends too early or is damaged at its beginning.',
      ],
    });
  });

  it('sees copy protection, which ffmpeg would decode as noise', async (t) => {
    const file = path.join(tempDir(t), 'shop.mp4');
    execFileSync(tools.bundled.ffmpeg, [
      ...[
        '-v',
        'error',
        '-i',
        await clip('h264-aac-mp4'),
        '-c',
        'copy',
        '-encryption_scheme',
        'cenc-aes-ctr',
      ],
      ...['-encryption_key', '76a6c65c5ea762046bd749a2e632ccbb'],
      ...['-encryption_kid', 'a7e61c373e219033c21091fa607bf3b8', file],
    ]);
    expect(refusalOf(await probe(file))).toEqual(
      unsupported('shop.mp4', 'it is encrypted (copy protection)'),
    );
  });

  it('stops at an abort, and says so when ffprobe is missing', async () => {
    const file = await clip('h264-aac-mp4');
    const cancelled = await probeMedia({ path: file, ffprobe, signal: AbortSignal.abort() });
    const missing = await probeMedia({ path: file, ffprobe: '/nonexistent/ffprobe' });
    expect([refusalOf(cancelled)[0], refusalOf(missing)[0]]).toEqual(['cancelled', 'tool_missing']);
  });

  it('asks another ffprobe when the first does not run', async () => {
    const file = await clip('h264-aac-mp4');
    const facts = await probeMedia({ path: file, ffprobe: '/nonexistent/ffprobe', otherFfprobe: ffprobe });
    expect(factsOf(facts).video[0]?.codec).toBe('h264');
  });

  it('finds the key frame of a cut, in seconds from the start of the file', async (t) => {
    const folder = tempDir(t);
    const make = (name: string, args: readonly string[]): string => {
      const file = path.join(folder, name);
      execFileSync(tools.bundled.ffmpeg, ['-v', 'error', ...args, file]);
      return file;
    };
    const gop = [
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-g',
      '50',
      '-keyint_min',
      '50',
      '-sc_threshold',
      '0',
    ];
    const mp4 = make('g.mp4', [
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=64x64:r=25:d=7',
      ...gop,
      '-bf',
      '2',
      '-pix_fmt',
      'yuv420p',
    ]);
    const mkv = make('g.mkv', ['-i', mp4, '-c', 'copy']);
    // A broadcast without an index whose clock does not begin at 0.
    const ts = make('g.ts', ['-i', mp4, '-c', 'copy']);
    const asked = [0.5, 2, 3.9, 3.99, 4, 5.5];
    const found: Record<string, (number | null)[]> = {};
    for (const file of [mp4, mkv, ts]) {
      found[path.extname(file)] = await Promise.all(
        asked.map(async (start) => factsOf(await probe(file, start)).keyframeAtStart),
      );
    }
    // 3.99 is within half a frame of the key frame at 4.
    const expected = [0, 2, 2, 4, 4, 4];
    expect(found).toEqual({ '.mp4': expected, '.mkv': expected, '.ts': expected });
    expect(factsOf(await probe(mp4)).keyframeAtStart).toBeNull();
  });

  it('guards an input of ffmpeg the same way', async (t) => {
    const folder = tempDir(t);
    const file = path.join(folder, 'shot%03d.bmp');
    copyFileSync(await clip('bmp'), file);
    const { formats } = factsOf(await probe(file));
    const { status, stderr } = spawnSync(tools.bundled.ffmpeg, [
      ...['-hide_banner', '-nostdin', '-v', 'error', ...inputGuards(formats)],
      ...['-i', `file:${file}`, '-frames:v', '1', '-f', 'null', '-'],
    ]);
    expect([status, stderr.toString()]).toEqual([0, '']);
  });
});

describeTools('verifyProbe', ({ ffmpeg, ffprobe }) => {
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=64x48:r=25:d=2'];
  const sound = ['-f', 'lavfi', '-i', 'sine=d=2:r=44100'];
  const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
  const recipes: Readonly<Record<string, readonly string[]>> = {
    mp4: [...picture, ...sound, ...x264, '-c:a', 'aac', '-f', 'mp4'],
    mov: [...picture, ...sound, ...x264, '-c:a', 'aac', '-f', 'mov'],
    mkv: [...picture, ...sound, ...x264, '-c:a', 'aac', '-f', 'matroska'],
    webm: [
      ...picture,
      ...sound,
      '-c:v',
      'libvpx-vp9',
      '-deadline',
      'realtime',
      '-cpu-used',
      '8',
      '-c:a',
      'libopus',
      '-f',
      'webm',
    ],
    mp3: [...sound, '-c:a', 'libmp3lame', '-f', 'mp3'],
    aac: [...sound, '-c:a', 'aac', '-f', 'adts'],
    m4a: [...sound, '-c:a', 'aac', '-f', 'ipod'],
    ogg: [...sound, '-c:a', 'libvorbis', '-f', 'ogg'],
    opus: [...sound, '-c:a', 'libopus', '-f', 'opus'],
    wav: [...sound, '-c:a', 'pcm_s16le', '-f', 'wav'],
    flac: [...sound, '-c:a', 'flac', '-f', 'flac'],
    gif: [...picture, '-f', 'gif'],
    apng: [...picture, '-f', 'apng'],
  };

  it('tells streams and a true duration of every format, under a name that says nothing', async (t) => {
    const folder = tempDir(t);
    const found: Record<string, unknown> = {};
    for (const [container, args] of Object.entries(recipes)) {
      const file = path.join(folder, `.convoy-${container}.part`);
      execFileSync(ffmpeg, ['-v', 'error', '-y', ...args, `file:${file}`]);
      const result = await verifyProbe({ path: file, ffprobe, container });
      const facts = result.ok ? result.value : null;
      found[container] = [
        ...(facts?.video ?? []).map((stream) => stream.codec),
        ...(facts?.audio ?? []).map((stream) => stream.codec),
        Math.abs((facts?.duration ?? 0) - 2) < 0.06,
      ];
    }
    expect(found).toEqual({
      mp4: ['h264', 'aac', true],
      mov: ['h264', 'aac', true],
      mkv: ['h264', 'aac', true],
      webm: ['vp9', 'opus', true],
      mp3: ['mp3', true],
      aac: ['aac', true],
      m4a: ['aac', true],
      ogg: ['vorbis', true],
      opus: ['opus', true],
      wav: ['pcm_s16le', true],
      flac: ['flac', true],
      gif: ['gif', true],
      apng: ['apng', true],
    });
  });

  it('counts an .aac whose length can only be guessed', async () => {
    const file = await clip('aac-adts');
    const guessed = factsOf(await probeMedia({ path: file, ffprobe })).duration ?? 0;
    const result = await verifyProbe({ path: file, ffprobe, container: 'aac' });
    const counted = result.ok ? (result.value?.duration ?? 0) : 0;
    expect([Math.abs(counted - 4) < 0.06, guessed > 0]).toEqual([true, true]);
  });

  it('leaves pictures to the still worker and refuses what cannot be read back', async (t) => {
    const file = path.join(tempDir(t), '.convoy-1.part');
    writeFileSync(file, 'half a result');
    const ask = (container: string): ReturnType<typeof verifyProbe> =>
      verifyProbe({ path: file, ffprobe, container });
    expect([await ask('webp'), await ask('jpeg')]).toEqual([
      { ok: true, value: null },
      { ok: true, value: null },
    ]);
    expect(refusalOf(await ask('mp4'))).toEqual([
      'output_verify_failed',
      'The result of “.convoy-1.part” did not pass the check: it cannot be read back.',
    ]);
  });
});

const samples = [
  ...[
    'video/cockatoo.mp4',
    'video/portrait_4k60.mp4',
    'video/hlg10-color-test.mp4',
    'video/sample_with_srt.mkv',
  ],
  ...['video/sample_with_chapters.mp4', 'video/sample.avi', 'video/bbb_2500ms.ts'],
  ...['video/bbb_642x642_768kbps_30fps_vp9.webm', 'video/sample_with_increasing_timestamps_320w_240h_5s.mp4'],
  ...[
    'audio/bear_with_picture.flac',
    'image/newtonscradle.gif',
    'image/kodim03.png',
    'image/Landscape_6.jpg',
  ],
];

describe('real media', () => {
  if (samplesDir === null) {
    it.skip('no folder with samples beside the checkout');
    return;
  }
  const folder = samplesDir;
  const probe = async (name: string, ffprobe: string): Promise<MediaFacts> =>
    factsOf(await probeMedia({ path: path.join(folder, name), ffprobe }));

  it('gives the facts that were seen by eye', async () => {
    const { ffprobe } = tools.bundled;
    const phone = await probe('video/portrait_4k60.mp4', ffprobe);
    const hlg = await probe('video/hlg10-color-test.mp4', ffprobe);
    const mkv = await probe('video/sample_with_srt.mkv', ffprobe);
    const chapters = await probe('video/sample_with_chapters.mp4', ffprobe);
    const bear = await probe('audio/bear_with_picture.flac', ffprobe);
    const broadcast = await probe('video/bbb_2500ms.ts', ffprobe);
    expect({
      phone: phone.video.map((v) => [v.width, v.height, v.rotation, v.pixFmt, v.colour.range]),
      hlg: hlg.video.map((v) => [v.index, v.codecTag, v.bitDepth, v.colour.space, v.colour.transfer]),
      place: hlg.tags['location'],
      mkv: [mkv.duration, mkv.subtitles, mkv.video[0]?.fps],
      chapters: [chapters.chapters, chapters.otherStreams, chapters.duration],
      bear: [bear.duration, bear.pictures, bear.audio[0]?.bitDepth],
      broadcast: [broadcast.start, broadcast.duration, broadcast.audio[0]?.codec],
    }).toEqual({
      phone: [[3840, 2160, 90, 'yuvj420p', 'pc']],
      hlg: [[1, 'hvc1', 10, 'bt2020nc', 'arib-std-b67']],
      place: '+51.5335-000.1261/',
      mkv: [1.071, [{ index: 2, codec: 'subrip', form: 'text', language: 'eng', title: 'Subs Label' }], 60],
      chapters: [3, 1, 1.088866],
      bear: [2.741, [{ index: 1, codec: 'png', width: 371, height: 320 }], 16],
      broadcast: [1.514089, 2.512722, 'mp2'],
    });
  });

  it.skipIf(tools.system === null)('gives the same facts with both builds of ffprobe', async () => {
    const system = tools.system?.ffprobe ?? '';
    const both = await Promise.all(
      samples.map(
        async (name) => [await probe(name, tools.bundled.ffprobe), await probe(name, system)] as const,
      ),
    );
    expect(both.map(([bundled]) => bundled)).toEqual(both.map(([, other]) => other));
  });
});
