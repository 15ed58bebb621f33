import { describe, expect, it } from 'vitest';
import type { RowTable } from '../../../../renderer/store/app-state.ts';
import { applyPatches, tableOf } from '../../../../renderer/store/apply-patches.ts';
import { batchSummary, batchSummaryOf } from '../../../../renderer/store/batch-summary.ts';
import { batchWords } from '../../../../renderer/words/batch-words.ts';
import { en } from '../../../../renderer/words/en/index.ts';
import { aRow, done, failed, jobId, photo, running, toWebp } from '../rows.ts';

const said = (rows: Parameters<typeof batchSummary>[0], how = { single: false, folded: false }) =>
  batchWords(batchSummary(rows), how, 'en', en);
const picture = (n: number, root: string | null = 'Lindqvist wedding') =>
  aRow(n, { kind: 'image', media: photo, plan: toWebp, bytesIn: 12_000_000, root, name: `_LM${n}.JPG` });

describe('the head of a batch', () => {
  it('is named by the folder that was dropped, and counts', () => {
    const rows = Array.from({ length: 40 }, (_, n) => picture(n));
    expect(batchSummary(rows)).toEqual({
      total: 40,
      done: 0,
      failed: 0,
      photos: true,
      root: 'Lindqvist wedding',
      first: '_LM0.JPG',
      before: 480_000_000,
      after: 12_800_000,
      estimated: true,
    });
    expect(said(rows)).toEqual({
      title: 'Lindqvist wedding',
      count: '40 photos',
      sizes: { before: '480 MB', after: '~13 MB' },
      aloud: 'Lindqvist wedding, 40 photos',
    });
  });

  it('is named by the first file when files were dropped', () => {
    expect(said([picture(1, null), aRow(2), aRow(3)], { single: false, folded: true })).toMatchObject({
      title: '_LM1.JPG and 2 more',
      count: '3 files',
      aloud: '_LM1.JPG and 2 more, 3 files, folded',
    });
    expect(said([picture(1), aRow(2)]).title).toBe('_LM1.JPG and 1 more');
    expect(said([picture(1)], { single: true, folded: false }).title).toBe('Single files');
  });

  it('says how far it is, and what came of it', () => {
    expect(said([done(1), done(2), aRow(3), failed(4)])).toMatchObject({
      count: '2 of 4 done, 1 failed',
      sizes: { before: '14.5 GB', after: '~1.8 GB' },
    });
    expect(said([done(1), done(2, { warnings: [{ kind: 'x', message: 'x' }] })])).toMatchObject({
      count: '2 of 2 done',
      sizes: { before: '9.64 GB', after: '1.22 GB' },
    });
  });

  it('says no result as long as one is not known, and no size without any', () => {
    expect(said([aRow(1), aRow(2, { plan: null })]).sizes).toEqual({ before: '9.64 GB', after: null });
    expect(said([aRow(1, { bytesIn: null })]).sizes).toBeNull();
    expect(said([failed(1)]).sizes).toBeNull();
  });

  it('is the same object until something changes that it says', () => {
    const ids = [jobId(1), jobId(2)];
    const table = tableOf([running(1), aRow(2), aRow(3)], 1);
    const before = batchSummaryOf(table, ids);
    const after = (patch: Parameters<typeof applyPatches>[1]['patches'][number]) =>
      batchSummaryOf(applyPatches(table, { revision: 2, patches: [patch] }) as RowTable, ids);
    expect(after({ op: 'progress', id: jobId(1), progress: 0.9, speed: 1, eta: 1, transfer: null })).toBe(
      before,
    );
    expect(after({ op: 'put', row: done(3) })).toBe(before);
    expect(after({ op: 'put', row: done(1) })).toEqual({ ...before, done: 1 });
  });
});
