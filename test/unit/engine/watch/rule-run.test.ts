import { EventEmitter } from 'node:events';
import { mkdirSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openStoreInMemory } from '../../../../electron/engine/store/open-store.ts';
import { type FolderSystem, folderSystem } from '../../../../electron/engine/watch/folder-system.ts';
import { createLedger, newEntry } from '../../../../electron/engine/watch/ledger.ts';
import { createRuleRun } from '../../../../electron/engine/watch/rule-run.ts';
import { ok } from '../../../../shared/model/error.ts';
import { newId } from '../../../../shared/model/id.ts';
import type { WatchDraft, WatchRule } from '../../../../shared/model/watch.ts';
import { tempDir } from '../../../support/media.ts';
import { draftFor } from '../../../support/watch-rules.ts';

/** A rule on a real folder, with a system that answers what no test can make a real one answer everywhere. */

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

interface Test {
  onTestFinished(done: () => unknown): unknown;
}

function runOn(t: Test, folder: string, system: Partial<FolderSystem>, more: Partial<WatchDraft> = {}) {
  const rule: WatchRule = {
    ...{ ...draftFor(folder, { stableSeconds: 0.2, ...more }), id: newId('watch') },
    ...{ createdAt: 1, updatedAt: 1 },
  };
  const store = openStoreInMemory().watch;
  const ledger = createLedger({
    store: () => store,
    now: Date.now,
    changed: () => undefined,
    log: (line) => expect.unreachable(line),
  });
  const taken: string[] = [];
  const run = createRuleRun({
    ...{ rule, store: () => store, ledger, now: Date.now },
    system: { ...folderSystem, isOnNetwork: () => Promise.resolve(false), ...system },
    log: (line) => expect.unreachable(line),
    excluded: () => [],
    letGo: () => undefined,
    whyNot: () => null,
    mayFollow: () => Promise.resolve(true),
    take: (files) => {
      taken.push(...files.map((file) => file.path));
      ledger.put(
        files.map((file) => newEntry(rule.id, file, Date.now(), { state: 'done', reason: 'converted' })),
      );
      return Promise.resolve();
    },
    changed: () => undefined,
  });
  t.onTestFinished(() => run.stop());
  const states = (): Record<string, string> =>
    Object.fromEntries(
      [...ledger.entries(rule.id, ['a.png', 'b.png', 'sub/c.png'])].map(([at, { state }]) => [at, state]),
    );
  return { run, taken, states };
}

const patience = { timeout: 20_000 };
const full = (): never => {
  throw Object.assign(new Error('no more watches'), { code: 'ENOSPC' });
};

describe('a system that watches no more folders for us', () => {
  it('is no reason to stop: the folder is looked at again and again, and it is said why', async (t) => {
    const folder = tempDir(t);
    const { run, taken } = runOn(t, folder, { watch: full });
    await vi.waitUntil(() => run.view().state === 'watching', patience);
    expect(run.view()).toMatchObject({
      polling: true,
      problem: {
        kind: 'limits_exceeded',
        message: expect.stringMatching(/^The system gives word of no more folders, so “/) as string,
        detail: 'ENOSPC',
        hint: expect.stringContaining('switch') as string,
      },
    });
    writeFileSync(path.join(folder, 'a.png'), png);
    await vi.waitUntil(() => taken.length > 0, patience);
    expect(taken).toEqual(['a.png']);
  });

  it('may say so in the middle of a tree: nothing of it is watched then, and nothing is lost', async (t) => {
    const folder = tempDir(t);
    mkdirSync(path.join(folder, 'sub'));
    let open = 0;
    // One folder is what this system takes.
    const watchOne: FolderSystem['watch'] = (at, how) => {
      if (open > 0) return full();
      open += 1;
      const watcher = watch(at, how);
      watcher.once('close', () => (open -= 1));
      return watcher;
    };
    const { run, taken } = runOn(t, folder, { watch: watchOne }, { recursive: true });
    await vi.waitUntil(() => run.view().polling, patience);
    await vi.waitUntil(() => open === 0, patience);
    writeFileSync(path.join(folder, 'a.png'), png);
    writeFileSync(path.join(folder, 'sub/c.png'), png);
    await vi.waitUntil(() => taken.length === 2, patience);
    expect(taken.toSorted()).toEqual(['a.png', 'sub/c.png']);
    expect(run.view()).toMatchObject({ state: 'watching', problem: { kind: 'limits_exceeded' } });
  });

  it('may take back what it had promised', async (t) => {
    const folder = tempDir(t);
    const watcher = Object.assign(new EventEmitter(), { close: () => undefined });
    const { run, taken } = runOn(t, folder, { watch: () => watcher });
    await vi.waitUntil(() => run.view().state === 'watching', patience);
    expect(run.view()).toMatchObject({ polling: false, problem: null });
    watcher.emit('error', Object.assign(new Error('too many'), { code: 'EMFILE' }));
    expect(run.view()).toMatchObject({ polling: true, problem: { detail: 'EMFILE' } });
    writeFileSync(path.join(folder, 'a.png'), png);
    await vi.waitUntil(() => taken.length > 0, patience);
  });
});

describe('the place of a disk', () => {
  it('without the disk is an empty folder on another one: nothing is forgotten, and nothing taken again', async (t) => {
    const folder = path.join(tempDir(t), 'place');
    const away = `${folder}-away`;
    mkdirSync(folder);
    let device = '1';
    const { run, taken, states } = runOn(t, folder, { deviceOf: () => Promise.resolve(ok(device)) });
    writeFileSync(path.join(folder, 'a.png'), png);
    await vi.waitUntil(() => taken.length > 0, patience);

    renameSync(folder, away);
    mkdirSync(folder);
    device = '2';
    expect(await run.look()).toMatchObject({
      kind: 'input_not_found',
      message: expect.stringContaining('on another disk than before') as string,
    });
    expect(run.view()).toMatchObject({ state: 'broken', retrySeconds: 5 });
    expect(states()).toEqual({ 'a.png': 'done' });

    writeFileSync(path.join(away, 'b.png'), png);
    rmSync(folder, { recursive: true });
    renameSync(away, folder);
    device = '3';
    expect(await run.look()).toBeNull();
    await vi.waitUntil(() => taken.length > 1, patience);
    expect([taken, states()]).toEqual([['a.png', 'b.png'], { 'a.png': 'done', 'b.png': 'done' }]);
  });

  it('that is emptied by somebody is no disk that went', async (t) => {
    const folder = tempDir(t);
    const { run, taken, states } = runOn(t, folder, { deviceOf: () => Promise.resolve(ok('1')) });
    writeFileSync(path.join(folder, 'a.png'), png);
    await vi.waitUntil(() => taken.length > 0, patience);
    rmSync(path.join(folder, 'a.png'));
    expect(await run.look()).toBeNull();
    expect([run.view().state, states()]).toEqual(['watching', { 'a.png': 'done' }]);
  });
});
