import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCapabilityCache } from '../../../electron/engine/tools/capability-cache.ts';
import type { FileIdentity } from '../../../electron/engine/tools/tool-candidates.ts';
import type { Capabilities } from '../../../shared/model/capabilities.ts';
import { tempDir } from '../../support/media.ts';

const program: FileIdentity = { name: 'ffmpeg', real: '/usr/bin/ffmpeg', bytes: 10, modified: 1000 };
const capabilities: Capabilities = {
  version: '5.1',
  libavcodec: 59,
  encoders: ['aac'],
  decoders: [],
  muxers: [],
  demuxers: [],
  filters: [],
};

describe('openCapabilityCache', () => {
  it('remembers an answer for the file as it was, in a folder that did not exist', async (t) => {
    const folder = path.join(tempDir(t), 'a', 'b');
    const cache = await openCapabilityCache(folder);
    cache.keepFfmpeg(program, capabilities);
    cache.keepFfprobe(program, '5.1');
    await cache.save();

    const again = await openCapabilityCache(folder);
    expect([
      again.ffmpeg(program),
      again.ffprobe(program),
      again.ffmpeg({ ...program, modified: 1001 }),
      again.ffmpeg({ ...program, bytes: 11 }),
      again.ffmpeg({ ...program, real: '/opt/ffmpeg' }),
      await readdir(folder),
    ]).toEqual([capabilities, { version: '5.1' }, null, null, null, ['tools.json']]);
  });

  it('remembers trials of hardware encoders for a day', async (t) => {
    const folder = tempDir(t);
    let now = 1_000_000;
    const trials = [{ encoder: 'h264_nvenc', works: true, tenBit: false, problem: null }];
    const cache = await openCapabilityCache(folder, () => now);
    expect(cache.hardware(program)).toBeNull();
    cache.keepHardware(program, trials);
    await cache.save();
    const again = await openCapabilityCache(folder, () => now);
    expect([again.hardware(program), again.hardware({ ...program, bytes: 11 })]).toEqual([trials, null]);
    now += 24 * 60 * 60 * 1000;
    expect(again.hardware(program)).toBeNull();
  });

  it('reads a cache from before hardware encoders were tried', async (t) => {
    const folder = tempDir(t);
    const key = JSON.stringify(['ffmpeg', '/usr/bin/ffmpeg', 10, 1000]);
    const text = JSON.stringify({ schema: 1, ffmpeg: { [key]: capabilities }, ffprobe: {}, loginPath: null });
    await writeFile(path.join(folder, 'tools.json'), text);
    const cache = await openCapabilityCache(folder);
    expect([cache.ffmpeg(program), cache.hardware(program)]).toEqual([capabilities, null]);
  });

  it.each([
    ['cut off', '{"schema":1,"ffmpeg":{'],
    ['of another schema', '{"schema":999,"ffmpeg":{},"ffprobe":{},"loginPath":null}'],
    ['of wrong types', '{"schema":1,"ffmpeg":{"x":{"version":5}},"ffprobe":{},"loginPath":null}'],
    ['empty', ''],
  ])('takes a cache that is %s for none, and mends it', async (_, text) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'convoy-test-'));
    try {
      await writeFile(path.join(folder, 'tools.json'), text);
      const cache = await openCapabilityCache(folder);
      expect(cache.ffmpeg(program)).toBeNull();
      cache.keepFfmpeg(program, capabilities);
      await cache.save();
      expect((await openCapabilityCache(folder)).ffmpeg(program)).toEqual(capabilities);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('writes nothing when nothing was learned, and never fails', async (t) => {
    const folder = tempDir(t);
    await (await openCapabilityCache(folder)).save();
    expect(await readdir(folder)).toEqual([]);

    const file = path.join(folder, 'a file');
    await writeFile(file, 'x');
    const impossible = await openCapabilityCache(path.join(file, 'cache'));
    impossible.keepFfmpeg(program, capabilities);
    await impossible.save();
    expect(await readFile(file, 'utf8')).toBe('x');
  });

  it('keeps the newest 32 programs', async (t) => {
    const folder = tempDir(t);
    const cache = await openCapabilityCache(folder);
    for (let i = 0; i < 40; i++) cache.keepFfprobe({ ...program, modified: i }, String(i));
    await cache.save();
    const again = await openCapabilityCache(folder);
    const kept = Array.from({ length: 40 }, (_, i) => again.ffprobe({ ...program, modified: i }) !== null);
    expect(kept).toEqual([...Array<boolean>(8).fill(false), ...Array<boolean>(32).fill(true)]);
  });

  it('asks for the login shell’s folders again after a day', async (t) => {
    const folder = tempDir(t);
    let now = 1_000_000;
    const cache = await openCapabilityCache(folder, () => now);
    cache.keepLoginFolders(['/opt/bin']);
    await cache.save();
    const later = await openCapabilityCache(folder, () => now);
    const soon = later.loginFolders();
    now += 24 * 60 * 60 * 1000;
    expect([soon, later.loginFolders()]).toEqual([['/opt/bin'], null]);
  });
});
