import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { expect, it } from 'vitest';
import { probeMedia } from '../../electron/engine/probe/probe.ts';
import type { Result } from '../../shared/model/error.ts';
import type { MediaFacts } from '../../shared/model/media.ts';
import { inputGuards } from '../../shared/plan/demuxers.ts';
import { clip, describeTools, tempDir, tools } from '../support/media.ts';
import { factsOf, refusalOf } from '../support/probe-answers.ts';

/** Which files are let in, whatever their names say, and the reason why others are not. */

const unsupported = (name: string, reason: string): [string, string] => [
  'input_unsupported',
  `“${name}” cannot be converted this way: ${reason}.`,
];
describeTools('files to be probed', ({ ffprobe }) => {
  const probe = (file: string): Promise<Result<MediaFacts>> => probeMedia({ path: file, ffprobe });

  it('are opened whatever their names are', async (t) => {
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

  it('are not taken for a sequence when a picture has a pattern in its name', async (t) => {
    const folder = tempDir(t);
    const file = path.join(folder, 'shot%03d.bmp');
    copyFileSync(await clip('bmp'), file);
    copyFileSync(await clip('bmp'), path.join(folder, 'shot001.bmp'));
    const facts = factsOf(await probe(file));
    expect([facts.formats, facts.still?.width, facts.still?.reader]).toEqual([['bmp_pipe'], 160, 'ffmpeg']);
  });

  it('may be Targa, which has no magic number, but no script of that name', async (t) => {
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

  it('are refused when they are no regular files', async (t) => {
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
    'are refused when they may not be read (skipped as root, who may)',
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

  it('are named for what they are when that is not what their name says', async (t) => {
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

  it('are refused when copy protected, which ffmpeg would decode as noise', async (t) => {
    const file = path.join(tempDir(t), 'shop.mp4');
    execFileSync(tools.bundled.ffmpeg, [
      ...['-v', 'error', '-i', await clip('h264-aac-mp4'), '-c', 'copy'],
      ...['-encryption_scheme', 'cenc-aes-ctr'],
      ...['-encryption_key', '76a6c65c5ea762046bd749a2e632ccbb'],
      ...['-encryption_kid', 'a7e61c373e219033c21091fa607bf3b8', file],
    ]);
    expect(refusalOf(await probe(file))).toEqual(
      unsupported('shop.mp4', 'it is encrypted (copy protection)'),
    );
  });

  it('are guarded the same way when ffmpeg opens them', async (t) => {
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
