import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeExecutable } from '../../electron/engine/tools/bundled-tools.ts';
import { workingEncoders } from '../../electron/engine/tools/encoder-trial.ts';
import { loginShellFolders } from '../../electron/engine/tools/login-path.ts';
import type { ToolRun } from '../../electron/engine/ports.ts';
import { runTool } from '../../electron/engine/process/run-tool.ts';
import { thisHost } from '../../electron/engine/tools/tool-places.ts';
import { findTools, usable } from '../../electron/engine/tools/tools.ts';
import { formatWhitelist } from '../../shared/plan/demuxers.ts';
import { describeTools, tempDir, tools } from '../support/media.ts';

/** Encoders that every ffmpeg that the tests run with has; SVT-AV1 is in newer ones only. */
const everywhere = [
  ...[
    'libx264',
    'libx265',
    'libvpx-vp9',
    'gif',
    'apng',
    'libwebp',
    'libwebp_anim',
    'png',
    'mjpeg',
    'bmp',
    'tiff',
  ],
  ...['libmp3lame', 'aac', 'libopus', 'libvorbis', 'flac', 'alac', 'pcm_s16le', 'pcm_s24le'],
  ...['mov_text', 'subrip', 'srt', 'webvtt', 'ass', 'ssa'],
];

describe('findTools on this machine', () => {
  it('finds the bundled ffmpeg, tries its encoders, and starts nothing the second time', async (t) => {
    const runs: ToolRun[] = [];
    const search = {
      cacheDir: path.join(tempDir(t), 'cache'),
      run: (tool: ToolRun) => {
        runs.push(tool);
        return runTool(tool);
      },
    };
    const cold = await findTools(search);
    expect(runs.length).toBeGreaterThan(0);
    runs.length = 0;
    const warm = await findTools(search);
    expect([runs, warm]).toEqual([[], cold]);

    const bundled = usable(cold).find((set) => set.place === 'bundled');
    expect([bundled?.ffmpeg, bundled?.ffprobe]).toEqual([tools.bundled.ffmpeg, tools.bundled.ffprobe]);
    expect(bundled?.capabilities.version).toMatch(/^[A-Za-z\d]/);
    expect(bundled?.capabilities.libavcodec).toBe(58);
    // 0.2 frames a second is no encoder; see FIELD-NOTES 6.
    expect(bundled?.capabilities.encoders).toEqual(everywhere);
    expect(bundled?.capabilities.muxers).toEqual(
      expect.arrayContaining([
        'mp4',
        'mov',
        'webm',
        'matroska',
        'mp3',
        'adts',
        'ipod',
        'ogg',
        'opus',
        'wav',
        'flac',
        'gif',
        'webp',
        'apng',
      ]),
    );
    expect(bundled?.capabilities.demuxers).toEqual(expect.arrayContaining(['mov', 'matroska', 'concat']));
    expect(bundled?.capabilities.filters).toEqual(
      expect.arrayContaining(['scale', 'zscale', 'tonemap', 'palettegen']),
    );
    expect(bundled?.capabilities.decoders).toEqual(expect.arrayContaining(['h264', 'hevc', 'vp9']));
  });

  it.skipIf(tools.system === null)('ranks the system’s ffmpeg before the bundled one', async (t) => {
    const reports = await findTools({ cacheDir: tempDir(t) });
    expect(reports.map((one) => [one.place, one.problem])).toEqual([
      ...reports.filter((one) => one.place === 'system').map(() => ['system', null]),
      ['bundled', null],
    ]);
    expect(reports[0]?.place).toBe('system');
  });
});

describe.skipIf(process.platform === 'win32')('programs that cannot be used', () => {
  /** Reports what is wrong with a file that the setting names. */
  async function problemOf(
    file: string,
    cacheDir: string,
  ): Promise<[string | undefined, string | undefined]> {
    const [report] = await findTools({ ffmpegPath: file, onlyFfmpegPath: true, cacheDir });
    return [report?.problem?.message.replaceAll(path.dirname(file), ''), report?.problem?.hint];
  }
  const sentence = (reason: string): string => `A tool that Convoy needs cannot be started: ${reason}.`;

  it('not executable', async (t) => {
    const folder = tempDir(t);
    const file = path.join(folder, 'ffmpeg');
    writeFileSync(file, '#!/bin/sh\n');
    chmodSync(file, 0o644);
    expect(await problemOf(file, folder)).toEqual([
      sentence('/ffmpeg may not be executed'),
      `Run: chmod 755 "${file}"`,
    ]);
  });

  it('another program', async (t) => {
    const folder = tempDir(t);
    const file = path.join(folder, 'ffmpeg');
    writeFileSync(file, '#!/bin/sh\necho hello\n');
    chmodSync(file, 0o755);
    expect((await problemOf(file, folder))[0]).toBe(sentence('/ffmpeg is not an ffmpeg'));
  });

  it('ffprobe in place of ffmpeg', async (t) => {
    const folder = tempDir(t);
    const [report] = await findTools({
      ffmpegPath: tools.bundled.ffprobe,
      onlyFfmpegPath: true,
      cacheDir: folder,
    });
    expect(report?.problem?.message).toBe(sentence(`${tools.bundled.ffprobe} is not an ffmpeg`));
  });

  it('a crash', async (t) => {
    const folder = tempDir(t);
    const file = path.join(folder, 'ffmpeg');
    writeFileSync(file, '#!/bin/sh\nkill -ILL $$\n');
    chmodSync(file, 0o755);
    expect((await problemOf(file, folder))[0]).toBe(sentence('/ffmpeg crashes when it starts (SIGILL)'));
  });

  it('for another processor', async (t) => {
    const folder = tempDir(t);
    const file = path.join(folder, 'ffmpeg');
    // An ELF header and nothing else; the machine number is that of a processor that nobody tests on (RISC-V).
    const header = Buffer.alloc(1024);
    header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
    header.writeUInt16LE(2, 16);
    header.writeUInt16LE(243, 18);
    writeFileSync(file, header);
    chmodSync(file, 0o755);
    expect((await problemOf(file, folder))[0]).toBe(
      sentence(
        `/ffmpeg was built for linux riscv64, and this computer is ${process.platform} ${process.arch}`,
      ),
    );
  });

  it('makes a bundled file executable for everyone who may read it', (t) => {
    const file = path.join(tempDir(t), 'ffprobe');
    writeFileSync(file, 'x');
    chmodSync(file, 0o640);
    makeExecutable(file);
    expect(statSync(file).mode & 0o777).toBe(0o750);
    makeExecutable(path.join(tempDir(t), 'nothing'));
  });
});

describe.skipIf(process.platform === 'win32')('places', () => {
  it('takes a folder with bin as the setting, and one file behind two names once', async (t) => {
    const folder = tempDir(t);
    mkdirSync(path.join(folder, 'ff', 'bin'), { recursive: true });
    symlinkSync(tools.bundled.ffmpeg, path.join(folder, 'ff', 'bin', 'ffmpeg'));
    symlinkSync(tools.bundled.ffprobe, path.join(folder, 'ff', 'bin', 'ffprobe'));
    const reports = await findTools({
      ffmpegPath: path.join(folder, 'ff'),
      cacheDir: path.join(folder, 'cache'),
    });
    const [first] = reports;
    expect([first?.place, first?.ffmpeg, first?.ffprobe, first?.problem]).toEqual([
      'setting',
      path.join(folder, 'ff', 'bin', 'ffmpeg'),
      path.join(folder, 'ff', 'bin', 'ffprobe'),
      null,
    ]);
    // The bundled ffmpeg is the very file that the setting leads to.
    expect(reports.filter((one) => one.place === 'bundled')).toEqual([]);
  });

  it('looks into the real login shell', async () => {
    const host = { ...thisHost(os.homedir()), env: { SHELL: '/bin/sh' } };
    expect(await loginShellFolders(host, runTool)).toContain('/usr/bin');
  });
});

describeTools('encoders', ({ ffmpeg }) => {
  it('drops an encoder that is listed and does not work', async () => {
    // Under another name libopus is as good as missing.
    const listed = ['libx264', 'libopus', 'gif'];
    const broken = (tool: ToolRun): ReturnType<typeof runTool> =>
      runTool({ ...tool, args: tool.args.map((arg) => (arg === 'libopus' ? 'no_such_encoder' : arg)) });
    expect(await workingEncoders(ffmpeg, listed, broken)).toEqual(['libx264', 'gif']);
  });

  it('takes the allow-list with names that it does not know', () => {
    const { status, stderr } = spawnSync(ffmpeg, [
      ...['-hide_banner', '-nostdin', '-v', 'error', '-format_whitelist', `${formatWhitelist},lavfi`],
      ...['-f', 'lavfi', '-i', 'color=s=64x64:d=0.04', '-f', 'null', '-'],
    ]);
    expect([status, stderr.toString()]).toEqual([0, '']);
  });
});
