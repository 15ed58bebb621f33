import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ToolFacts, ToolReport, ToolRun } from '../../../electron/engine/ports.ts';
import type { Host } from '../../../electron/engine/tools/tool-places.ts';
import { findTools, inOrderOfUse, noneUsable, usable } from '../../../electron/engine/tools/tools.ts';
import { convoyError } from '../../../shared/model/error.ts';
import { tempDir } from '../../support/media.ts';

// Files stand for programs; what they answer is made up. The real programs are asked in test/integration/tools.test.ts.

const facts = (stdout: string, exitCode = 0): ToolFacts => ({
  exitCode,
  signal: null,
  spawnError: null,
  stopped: 'no',
  stderrTail: [],
  durationMs: 1,
  stdout,
});

/** Answers as an ffmpeg or ffprobe (by the name of the file) of the given libavcodec versions (by folder). */
function machine(versions: Readonly<Record<string, number>>): {
  readonly runs: string[];
  readonly run: (tool: ToolRun) => Promise<ToolFacts>;
} {
  const runs: string[] = [];
  return {
    runs,
    run: ({ file, args }) => {
      runs.push(`${path.basename(path.dirname(file))}/${path.basename(file)} ${args.at(-1) ?? ''}`);
      const libavcodec = versions[path.basename(path.dirname(file))];
      if (libavcodec === undefined) return Promise.resolve(facts('', 1));
      const program = path.basename(file).startsWith('ffprobe') ? 'ffprobe' : 'ffmpeg';
      return Promise.resolve(
        facts(
          args.includes('-version')
            ? `${program} version ${libavcodec}.0 Copyright\nlibavcodec ${libavcodec}. 1.100 / ${libavcodec}. 1.100\n`
            : args.includes('-encoders')
              ? ' V....D libx264   H.264\n V....D libaom-av1   AV1\n'
              : '',
        ),
      );
    },
  };
}

async function program(folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, name);
  await writeFile(file, `a stand-in for ${name}`);
  await chmod(file, 0o755);
  return file;
}

/** A machine with these folders on its PATH and nothing bundled; what the real /usr/bin holds, `brief` leaves out. */
function hostWith(folder: string, folders: readonly string[]): Host {
  return {
    platform: 'freebsd',
    arch: 'x64',
    home: folder,
    env: { PATH: folders.join(':'), SHELL: '/bin/sh' },
  };
}

const brief = (reports: readonly ToolReport[], root: string): unknown =>
  reports
    .filter((one) => one.place !== 'system' || one.ffmpeg.startsWith(root))
    .map(({ place, ffmpeg, ffprobe, capabilities, problem }) => [
      place,
      path.relative(root, ffmpeg),
      ffprobe === null ? null : path.relative(root, ffprobe),
      capabilities?.libavcodec ?? null,
      problem?.message ?? null,
    ]);

describe.skipIf(process.platform === 'win32')('findTools', () => {
  it('ranks the setting, then the system’s by age of libavcodec, each file once', async (t) => {
    const root = tempDir(t);
    for (const name of ['old', 'new', 'mine']) {
      await program(path.join(root, name), 'ffmpeg');
      await program(path.join(root, name), 'ffprobe');
    }
    await mkdir(path.join(root, 'link'));
    await symlink(path.join(root, 'new', 'ffmpeg'), path.join(root, 'link', 'ffmpeg'));
    const { run } = machine({ old: 58, new: 61, mine: 57, link: 61 });
    const host = hostWith(
      root,
      ['old', 'new', 'link'].map((name) => path.join(root, name)),
    );
    const search = { host, run, cacheDir: path.join(root, 'cache'), ffmpegPath: path.join(root, 'mine') };
    expect(brief(await findTools(search), root)).toEqual([
      ['setting', 'mine/ffmpeg', 'mine/ffprobe', 57, null],
      ['system', 'new/ffmpeg', 'new/ffprobe', 61, null],
      ['system', 'old/ffmpeg', 'old/ffprobe', 58, null],
    ]);
    expect(brief(await findTools({ ...search, onlyFfmpegPath: true }), root)).toEqual([
      ['setting', 'mine/ffmpeg', 'mine/ffprobe', 57, null],
    ]);
  });

  it('starts nothing when everything is known, and asks again when a file has changed', async (t) => {
    const root = tempDir(t);
    const folder = path.join(root, 'bin');
    const ffmpeg = await program(folder, 'ffmpeg');
    await program(folder, 'ffprobe');
    const { runs, run } = machine({ bin: 60 });
    const search = {
      host: hostWith(root, [folder]),
      run,
      cacheDir: path.join(root, 'cache'),
      ffmpegPath: folder,
      onlyFfmpegPath: true,
    };
    const cold = await findTools(search);
    const asked = runs.splice(0).toSorted();
    const warm = await findTools(search);
    expect([asked, runs, warm]).toEqual([
      [
        ...['bin/ffmpeg -', 'bin/ffmpeg -decoders', 'bin/ffmpeg -demuxers', 'bin/ffmpeg -encoders'],
        ...['bin/ffmpeg -filters', 'bin/ffmpeg -muxers', 'bin/ffmpeg -version', 'bin/ffprobe -version'],
      ],
      [],
      cold,
    ]);
    expect(cold[0]?.capabilities?.encoders).toEqual(['libx264']);

    await writeFile(ffmpeg, 'another build');
    await findTools(search);
    expect(runs).toHaveLength(7);
  });

  it('borrows an ffprobe from elsewhere, and says so when there is none', async (t) => {
    const root = tempDir(t);
    await program(path.join(root, 'alone'), 'ffmpeg');
    await program(path.join(root, 'probes'), 'ffprobe');
    const { run } = machine({ alone: 60, probes: 60 });
    const search = {
      run,
      cacheDir: path.join(root, 'cache'),
      ffmpegPath: path.join(root, 'alone'),
      onlyFfmpegPath: true,
    };
    const borrowed = await findTools({ ...search, host: hostWith(root, [path.join(root, 'probes')]) });
    expect(brief(borrowed, root)).toEqual([['setting', 'alone/ffmpeg', 'probes/ffprobe', 60, null]]);

    const { run: noProbe } = machine({ alone: 60 });
    const none = await findTools({ ...search, run: noProbe, refresh: true, host: hostWith(root, []) });
    expect([none[0]?.problem?.kind, none[0]?.problem?.message, usable(none)]).toEqual([
      'tool_missing',
      `A tool that Convoy needs cannot be started: there is no working ffprobe beside ${root}/alone/ffmpeg or anywhere else.`,
      [],
    ]);
  });

  it('reports a setting that leads nowhere and goes on with the others', async (t) => {
    const root = tempDir(t);
    await program(path.join(root, 'bin'), 'ffmpeg');
    await program(path.join(root, 'bin'), 'ffprobe');
    const { run } = machine({ bin: 60 });
    const reports = await findTools({
      host: hostWith(root, [path.join(root, 'bin')]),
      run,
      cacheDir: path.join(root, 'cache'),
      ffmpegPath: path.join(root, 'gone', 'ffmpeg'),
    });
    expect(brief(reports, root)).toEqual([
      [
        'setting',
        'gone/ffmpeg',
        null,
        null,
        `A tool that Convoy needs cannot be started: there is no ffmpeg at ${root}/gone/ffmpeg.`,
      ],
      ['system', 'bin/ffmpeg', 'bin/ffprobe', 60, null],
    ]);
  });

  it('puts what does not work behind what does', () => {
    const report = (libavcodec: number, broken: boolean): ToolReport => ({
      place: 'system',
      ffmpeg: `/x/${libavcodec}`,
      ffprobe: '/x/ffprobe',
      capabilities: {
        version: 'x',
        libavcodec,
        encoders: [],
        decoders: [],
        muxers: [],
        demuxers: [],
        filters: [],
      },
      problem: broken ? convoyError('tool_missing') : null,
    });
    const bundled = { ...report(58, false), place: 'bundled' as const };
    const order = inOrderOfUse([bundled, report(62, true), report(59, false), report(61, false)]);
    expect(order.map((one) => one.ffmpeg)).toEqual(['/x/61', '/x/59', '/x/62', '/x/58']);
  });

  it('says how to get an ffmpeg when there is none at all', () => {
    expect(noneUsable([], 'darwin')).toEqual({
      kind: 'tool_missing',
      message: 'A tool that Convoy needs cannot be started: no ffmpeg was found on this computer.',
      hint: 'Install a current ffmpeg with `brew install ffmpeg`, then run `convoy health`.',
      detail: null,
    });
  });
});
