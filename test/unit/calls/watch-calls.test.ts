import { describe, expect, it, vi } from 'vitest';
import { createAllowedPlaces } from '../../../electron/calls/allowed-places.ts';
import { createSeenFiles, seenDelay } from '../../../electron/calls/seen-files.ts';
import { createWatchCalls } from '../../../electron/calls/watch-calls.ts';
import { createWatchNews, watchDelay } from '../../../electron/calls/watch-news.ts';
import type { WatchDoor } from '../../../electron/engine/index.ts';
import { ConvoyFailure } from '../../../shared/model/error.ts';
import { newId } from '../../../shared/model/id.ts';
import { type WatchDraft, type WatchedFile, newWatchRule } from '../../../shared/model/watch.ts';
import { fileTree } from './file-tree.ts';

const at = fileTree();
const ruleId = newId('watch');
const fileAt = (path: string): WatchedFile => ({
  ...{ ruleId, path, bytes: 1, mtime: 1, state: 'settling', reason: 'still_written', detail: null },
  ...{ jobId: null, seenAt: 1, changedAt: 1 },
});

describe('the folders of a rule', () => {
  const saved: WatchDraft[] = [];
  const watch = {
    save: (draft: WatchDraft) => {
      saved.push(draft);
      return Promise.resolve({ ok: true, value: { ...draft, id: ruleId, createdAt: 0, updatedAt: 0 } });
    },
    files: ({ limit }: { readonly limit: number }) => ['a', 'b', 'c'].slice(0, limit).map(fileAt),
  } as unknown as WatchDoor;
  const calls = () => createWatchCalls({ watch, places: createAllowedPlaces([at('in')], [at('out')]) });

  it.each([
    ['inside', {}, true],
    ['results elsewhere that is allowed', { output: 'OUT/{name}.{ext}' }, true],
    ['results above', { output: '../secret/' }, false],
    ['results elsewhere', { output: 'SECRET/' }, false],
    ['originals above', { originals: 'move', doneFolder: '../secret' }, false],
    ['originals through a link', { originals: 'move', doneFolder: 'way-out' }, false],
    ['originals that stay', { doneFolder: '../secret' }, true],
    ['failed ones above', { failedFolder: '../../secret' }, false],
    ['no failed ones', { failedFolder: null }, true],
    ['another folder', { folder: 'SECRET' }, false],
    ['a folder through a link', { folder: 'IN/way-out' }, false],
  ] as const)('%s', async (_what, more, allowed) => {
    const place = (text: string): string =>
      text.replace(/^(IN|OUT|SECRET)/, (word) => at(word.toLowerCase()));
    const draft = JSON.parse(
      JSON.stringify({ ...newWatchRule, name: 'Inbox', folder: 'IN', ...more }),
      (_, value: unknown) => (typeof value === 'string' ? place(value) : value),
    ) as WatchDraft;
    saved.length = 0;
    const answer = (async () => calls()['watch:save']({ rule: draft }))();
    const kind = await answer.then(
      () => '',
      (error: unknown) => (error instanceof ConvoyFailure ? error.error.kind : String(error)),
    );
    expect(kind).toMatch(allowed ? /^$/ : /^invalid_(?:input|option)$/);
    expect(saved).toHaveLength(allowed ? 1 : 0);
  });

  it('pages say whether there is more', async () => {
    const query = { ruleId: null, states: null, after: null };
    expect(await calls()['watch:files']({ ...query, limit: 2 })).toMatchObject({
      more: true,
      files: [{}, {}],
    });
    expect(await calls()['watch:files']({ ...query, limit: 3 })).toMatchObject({ more: false });
  });
});

describe('news of watched folders', () => {
  it('come at once, and then at most twice a second', () => {
    vi.useFakeTimers();
    try {
      let told = 0;
      const news = createWatchNews(() => told++);
      for (let n = 0; n < 5; n++) news.changed();
      expect(told).toBe(1);
      vi.advanceTimersByTime(watchDelay);
      expect(told).toBe(2);
      vi.advanceTimersByTime(10 * watchDelay);
      expect(told).toBe(2);
      news.changed();
      news.close();
      news.changed();
      vi.advanceTimersByTime(10 * watchDelay);
      expect(told).toBe(3);
    } finally {
      vi.useRealTimers();
    }
  });

  it('of files name each once, as it is then, below 48 KB together', () => {
    vi.useFakeTimers();
    try {
      const batches: (readonly WatchedFile[])[] = [];
      const seen = createSeenFiles((files) => void batches.push(files));
      for (let n = 0; n < 1000; n++) seen.changed([fileAt(`${n} ${'x'.repeat(100)}`)]);
      seen.changed([{ ...fileAt('0 '.padEnd(102, 'x')), state: 'queued', reason: 'waits' }]);
      vi.advanceTimersByTime(seenDelay * 10);
      const all = batches.flat();
      expect(all).toHaveLength(1000);
      expect(all[0]?.state).toBe('queued');
      expect(Math.max(...batches.map((batch) => JSON.stringify(batch).length))).toBeLessThan(48 * 1024);
    } finally {
      vi.useRealTimers();
    }
  });
});
