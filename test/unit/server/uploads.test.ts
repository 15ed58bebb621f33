import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createUploads } from '../../../electron/server/uploads.ts';
import { tempDir } from '../../support/found-tools.ts';

const bodyOf = (text: string): ReadableStream => new Blob([text]).stream();
const file = (id: string, relative: string, text = 'x') => ({
  id,
  relative,
  bytes: text.length,
  body: bodyOf(text),
});

describe('uploads', () => {
  it('are kept over restarts for as long as a job needs them', async (t) => {
    const place = tempDir(t);
    const first = await createUploads(place);
    const needed = await first.receive(file('up-needed-1', 'trip/a.mp4', 'film'));
    await first.receive(file('up-needed-1', 'trip/b.mp4'));
    await first.receive(file('up-done-123', 'c.mp4'));
    await first.sweep(() => new Set([needed, '/elsewhere/d.mp4']));
    const next = await createUploads(place);
    expect([next.folder, readdirSync(next.folder)]).toEqual([first.folder, ['up-needed-1']]);
    expect(readFileSync(needed, 'utf8')).toBe('film');
    await next.sweep(() => new Set());
    expect(readdirSync(next.folder)).toEqual([]);
  });

  it('without a place they go with the server', async () => {
    const uploads = await createUploads(null);
    await uploads.receive(file('up-12345678', 'a.mp4'));
    await uploads.sweep(() => new Set());
    expect(existsSync(uploads.folder)).toBe(false);
  });

  it('what is not whole is not kept', async (t) => {
    const uploads = await createUploads(tempDir(t));
    const short = { ...file('up-12345678', 'a.mp4', 'abc'), bytes: 5 };
    await expect(uploads.receive(short)).rejects.toMatchObject({ error: { kind: 'upload_failed' } });
    expect(readdirSync(path.join(uploads.folder, 'up-12345678'))).toEqual([]);
  });

  it('an empty file is a file, and one that is too large is refused at once', async (t) => {
    const uploads = await createUploads(tempDir(t));
    const empty = await uploads.receive({ id: 'up-12345678', relative: 'a.txt', bytes: 0, body: null });
    expect(readFileSync(empty, 'utf8')).toBe('');
    const large = { ...file('up-12345678', 'b.mp4'), bytes: 1e12 };
    await expect(uploads.receive(large)).rejects.toMatchObject({ error: { kind: 'payload_too_large' } });
  });
});
