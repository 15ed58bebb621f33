import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { probeMedia, verifyProbe } from '../../electron/engine/probe/probe.ts';
import { clip, describeTools, tempDir } from '../support/media.ts';
import { factsOf, refusalOf } from '../support/probe-answers.ts';

/** Reading back what was written, of each ffmpeg by its own ffprobe. */

describeTools('the probe of a result', ({ ffmpeg, ffprobe }) => {
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=64x48:r=25:d=2'];
  const sound = ['-f', 'lavfi', '-i', 'sine=d=2:r=44100'];
  const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
  const recipes: Readonly<Record<string, readonly string[]>> = {
    mp4: [...picture, ...sound, ...x264, '-c:a', 'aac', '-f', 'mp4'],
    mov: [...picture, ...sound, ...x264, '-c:a', 'aac', '-f', 'mov'],
    mkv: [...picture, ...sound, ...x264, '-c:a', 'aac', '-f', 'matroska'],
    webm: [
      ...[...picture, ...sound, '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'],
      ...['-c:a', 'libopus', '-f', 'webm'],
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
