import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonLines, runConvoy } from '../support/convoy-process.ts';
import { goodAnswer, lyingServer } from '../support/lying-server.ts';
import { clip, tempDir } from '../support/media.ts';

/** Addresses on the command line. */

const toMp3 = ['--format', 'mp3', '--json'];

describe('convoy audio -i https://…', () => {
  it('downloads into nowhere that stays, and writes to where it was called', async (t) => {
    const folder = tempDir(t);
    const server = await lyingServer(t, goodAnswer(readFileSync(await clip('h264-aac-mp4'))));
    const url = `${server.origin}/My%20film.mp4`;
    const { code, stdout } = await runConvoy(['audio', '-i', url, ...toMp3, '--allow-private'], folder);
    expect(code).toBe(0);
    expect(
      jsonLines(stdout)
        .filter(({ type }) => type === 'job')
        .at(-1)?.['job'],
    ).toMatchObject({
      status: 'succeeded',
      input: url,
    });
    expect(readdirSync(folder)).toEqual(['My film.mp3']);
  });

  it('takes several, with an output, and the body of a job', async (t) => {
    const folder = tempDir(t);
    const server = await lyingServer(t, goodAnswer(readFileSync(await clip('h264-aac-mp4'))));
    const urls = [`${server.origin}/a.mp4`, `${server.origin}/b.mp4`];
    const { code } = await runConvoy(['audio', ...urls, '-o', 'out', ...toMp3, '--allow-private'], folder);
    expect(code).toBe(0);
    expect(readdirSync(path.join(folder, 'out')).sort()).toEqual(['a.mp3', 'b.mp3']);
    const body = JSON.stringify([{ input: urls[0], kind: 'audio', output: 'c.mp3' }]);
    const created = await runConvoy(['jobs', 'create', '-', '--allow-private'], folder, body);
    expect(created.code).toBe(0);
    expect(existsSync(path.join(folder, 'c.mp3'))).toBe(true);
  });

  it('says why it may not, and how it may', async (t) => {
    const folder = tempDir(t);
    const server = await lyingServer(t, goodAnswer(Buffer.from('x')));
    const { code, stderr } = await runConvoy(
      ['audio', '-i', `${server.origin}/a.mp4`, '--format', 'mp3'],
      folder,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/127\.0\.0\.1 is in a private network/);
    expect(stderr).toMatch(/--allow-private/);
    expect(server.asked).toHaveLength(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('shows in a dry run that nobody knows yet, and downloads nothing', async (t) => {
    const folder = tempDir(t);
    const { code, stdout } = await runConvoy(
      ['audio', '-i', 'https://example.org/a.mp4', ...toMp3, '--dry-run'],
      folder,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/“a\.mp4” is not downloaded yet/);
  });

  it('looks into files of this computer only', async (t) => {
    const folder = tempDir(t);
    mkdirSync(path.join(folder, 'x'));
    const { code, stderr } = await runConvoy(['probe', 'https://example.org/a.mp4'], folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/is an address, and only files on this computer are looked into/);
  });
});
