import { describe, expect, it } from 'vitest';
import type { Row } from '../../../shared/ipc/row.ts';
import { en } from '../../../renderer/words/en/index.ts';
import type { RowSetting } from '../../../renderer/words/row-lines.ts';
import { type RowWords, rowWords } from '../../../renderer/words/row-words.ts';
import { done, running } from './rows.ts';

const setting: RowSetting = { locale: 'en', words: en, home: '/home/ada', place: null, compact: false };
const words = (row: Row): RowWords => rowWords(row, setting);

describe('a row that is moved over the line', () => {
  const move = { bytes: 50e6, of: 100e6, rate: 18e6, files: { done: 0, of: 1 } };

  it('says how fast', () => {
    const row = running(1, { phase: 'uploading', progress: 0.44, speed: null, transfer: move });
    expect([words(row).line, words(row).speed]).toEqual(['Uploading 44%', '18 MB/s']);
    const down = words({ ...row, phase: 'importing' });
    expect([down.line, down.speed]).toEqual(['Downloading 44%', '18 MB/s']);
  });

  it('counts the files of a package', () => {
    const transfer = { ...move, files: { done: 150, of: 342 } };
    const row = running(1, { phase: 'uploading', progress: 0.44, speed: null, transfer });
    expect(words(row).speed).toBe('150 of 342 files');
  });

  it('says how large a download is, and how much of several is here', () => {
    const down = (transfer: NonNullable<Row['transfer']>) =>
      words(running(1, { phase: 'importing', bytesIn: null, media: null, plan: null, transfer })).sizes;
    expect(down(move)).toEqual({ before: '100 MB', after: null });
    expect(down({ ...move, of: null, files: { done: 1, of: 2 } })).toEqual({
      before: '50.0 MB',
      after: null,
    });
    expect(down({ ...move, bytes: 0, of: null })).toBeNull();
  });

  it('offers the link once it is there', () => {
    const upload = { connection: 'media', bucket: 'media-prod' };
    expect(words(done(1, { upload })).first).toBe('link');
    expect(words(done(1, { upload: { ...upload, here: true } })).first).toBe('compare');
  });
});
