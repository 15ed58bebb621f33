import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type WatchFilter,
  type WatchRule,
  WatchRule as WatchRuleSchema,
  type WatchedFile,
} from '../../../../shared/model/watch.ts';
import {
  type SettledFacts,
  classesOf,
  onMeeting,
  onSettled,
} from '../../../../electron/engine/watch/decide.ts';
import { forgotten } from '../../../../electron/engine/watch/changed-rule.ts';
import { excludedFolders, isInside } from '../../../../electron/engine/watch/excluded.ts';
import { outcomeOf, isAboutFile } from '../../../../electron/engine/watch/job-entry.ts';
import { isIgnoredPath } from '../../../../electron/engine/watch/ignored-names.ts';
import { lookAgainIn, retryIn } from '../../../../electron/engine/watch/look-interval.ts';
import { fitsPattern } from '../../../../electron/engine/watch/name-pattern.ts';
import { isNetworkMount, isNetworkType, isShare } from '../../../../electron/engine/watch/network-folder.ts';
import { isSameTime } from '../../../../electron/engine/watch/same-stamp.ts';
import { createSettling } from '../../../../electron/engine/watch/settling.ts';
import { isBelow } from '../../../../electron/engine/watch/take-again.ts';
import { outputOfRule } from '../../../../electron/engine/watch/watch-places.ts';
import { requestOfFile } from '../../../../electron/engine/watch/wish.ts';
import { convoyError } from '../../../../shared/model/error.ts';

/** What a rule decides, from facts alone. */

const everything: WatchFilter = { classes: [], names: [], notNames: [], minBytes: null, maxBytes: null };
const rule: WatchRule = {
  ...{ id: 'watch_01jd4z0k3vf1nt9s3c5h8m2x7q', on: true, name: 'Inbox', folder: '/in', recursive: true },
  ...{ filter: everything, stableSeconds: 2, poll: 'auto', existing: 'convert', choice: null, output: null },
  priority: 'normal',
  connection: null,
  ...{ originals: 'leave', doneFolder: 'done', failedFolder: 'failed', createdAt: 0, updatedAt: 0 },
};
const seen = { path: 'a/b.mov', bytes: 10, mtime: 5000.25 };
const entry = (state: WatchedFile['state'], reason: WatchedFile['reason'], more = {}) => ({
  ...{ bytes: 10, mtime: 5000.25, state, reason },
  ...more,
});

describe('the job of a file', () => {
  const wish = { kind: 'video', options: {}, preset: null, output: null } as const;

  it('has the priority of its rule', () => {
    expect(requestOfFile(rule, 'a/b.mov', wish)).toEqual({
      request: { input: path.resolve('/in/a/b.mov'), kind: 'video', options: {} },
      root: path.resolve('/in'),
    });
    expect(requestOfFile({ ...rule, priority: 'low' }, 'a/b.mov', wish)).toMatchObject({ priority: 'low' });
  });

  it('is a normal one for a rule that was made before there were priorities', () => {
    const { priority, ...older } = rule;
    expect(priority).toBe('normal');
    expect(WatchRuleSchema.parse(older)).toEqual(rule);
    expect(WatchRuleSchema.safeParse({ ...older, priority: 'urgent' }).success).toBe(false);
  });
});

describe('a file that is seen', () => {
  it.each([
    ['a new one settles', null, false, { do: 'settle', fresh: true }],
    ['one that settles goes on', entry('settling', 'still_written'), false, { do: 'settle', fresh: false }],
    [
      'and while it grows',
      entry('settling', 'still_written', { bytes: 3 }),
      false,
      { do: 'settle', fresh: false },
    ],
    ['a known one is left', entry('done', 'converted'), false, { do: 'nothing' }],
    ['a failed one too', entry('failed', 'job_failed'), false, { do: 'nothing' }],
    [
      'another size is a new file',
      entry('done', 'converted', { bytes: 11 }),
      false,
      { do: 'settle', fresh: true },
    ],
    ['another time too', entry('done', 'converted', { mtime: 9000.5 }), false, { do: 'settle', fresh: true }],
    ['one that went away is new', entry('left_alone', 'gone'), false, { do: 'settle', fresh: true }],
  ] as const)('%s', (_what, known, isFirst, decision) => {
    expect(onMeeting(rule, seen, known, isFirst)).toEqual(decision);
  });

  it('was there before the rule, which leaves such files', () => {
    const leaving = { ...rule, existing: 'leave' as const };
    expect(onMeeting(leaving, seen, null, true)).toEqual({ do: 'leave', reason: 'was_there' });
    expect(onMeeting(leaving, seen, null, false)).toEqual({ do: 'settle', fresh: true });
  });

  it('is kept out by its name at once', () => {
    const named = (names: string[], notNames: string[]) =>
      onMeeting({ ...rule, filter: { ...everything, names, notNames } }, seen, null, false);
    expect(named(['*.MOV'], [])).toEqual({ do: 'settle', fresh: true });
    expect(named(['*.mp4'], [])).toEqual({ do: 'leave', reason: 'name' });
    expect(named([], ['b*'])).toEqual({ do: 'leave', reason: 'name' });
    expect(named([], ['a*'])).toEqual({ do: 'settle', fresh: true });
  });
});

describe('a file that has settled', () => {
  const facts: SettledFacts = { bytes: 100, own: false, copyOf: null, closed: null, class: 'video' };
  const leave = (reason: string, detail: string | null = null) => ({ do: 'leave', reason, detail });
  it.each([
    ['all is well', {}, {}, { do: 'take' }],
    ['too small', { minBytes: 101 }, {}, leave('too_small')],
    ['empty', {}, { bytes: 0 }, leave('too_small')],
    ['too large', { maxBytes: 99 }, {}, leave('too_large')],
    ['just right', { minBytes: 100, maxBytes: 100 }, {}, { do: 'take' }],
    ['own', {}, { own: true }, leave('own_result')],
    ['own and small', { minBytes: 101 }, { own: true }, leave('own_result')],
    ['moved', {}, { copyOf: 'x.mov' }, leave('copy_of_original', 'x.mov')],
    [
      'closed',
      {},
      { closed: 'another program holds it', class: null },
      { do: 'wait', detail: 'another program holds it' },
    ],
    ['no media', {}, { class: null }, leave('no_media')],
    ['another class', { classes: ['audio' as const] }, {}, leave('class')],
  ])('%s', (_what, filter, more, verdict) => {
    expect(onSettled({ ...rule, filter: { ...everything, ...filter } }, { ...facts, ...more })).toEqual(
      verdict,
    );
  });

  it('is of a class that the kind of the rule is made from', () => {
    const classes = (kind: 'video' | 'audio' | 'image' | 'animation' | 'adaptive_video') =>
      classesOf({ ...rule, choice: { kind, presetId: null, options: {} } });
    expect([classes('video'), classes('audio'), classes('image'), classes('animation')]).toEqual([
      ...[['video'], ['audio', 'video'], ['image', 'animation'], ['video', 'animation']],
    ]);
    expect(classesOf(rule)).toHaveLength(4);
  });
});

describe('names', () => {
  it.each([
    ['*.mov', 'Clip.MOV', true],
    ['IMG_????.*', 'img_0001.jpg', true],
    ['IMG_????.*', 'img_001.jpg', false],
    ['*', '', true],
    ['é*', 'e\u0301t\u00e9.wav', true],
    ['a*b*c', 'aXbYbZc', true],
    ['a*b*c', 'aXbYbZ', false],
    ['[ab].mov', 'a.mov', false],
    ['', 'a', false],
  ])('%s and %s', (pattern, name, fits) => {
    expect(fitsPattern(pattern, name)).toBe(fits);
  });

  it('are matched in a moment, whatever the pattern', () => {
    const began = performance.now();
    expect(fitsPattern(`${'*a'.repeat(120)}*b`, 'a'.repeat(255))).toBe(false);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('that are never candidates', () => {
    const ignored = [
      '.a.mov',
      'a.mov.part',
      'x/.git/a.mov',
      '@eaDir/a.jpg',
      'a.CRDOWNLOAD',
      '~$a.mov',
      'x/Thumbs.db',
    ];
    const taken = ['a.mov', 'part.mov', 'x/a.mov', 'a.part.mov', 'download/a.mov', 'a~.mov'];
    expect([ignored.filter(isIgnoredPath), taken.filter(isIgnoredPath)]).toEqual([ignored, []]);
  });

  it('that a person may name stay below the folder', () => {
    expect(['a', 'a/b.mov', '..a'].map(isBelow)).toEqual([true, true, true]);
    expect(['', '/a', 'a/', '../a', 'a/../b', './a', 'a//b', 'a\0b'].some(isBelow)).toBe(false);
  });
});

describe('times', () => {
  it.each([
    [5000.25, 5000.25, true],
    [5000.25, 5000.9, true],
    [5000.25, 5002.25, false],
    [4000, 5500.25, true],
    [4000, 6000.25, false],
  ])('%d and %d', (a, b, same) => {
    expect([isSameTime(a, b), isSameTime(b, a)]).toEqual([same, same]);
  });

  it('of looks follow how long they take', () => {
    expect([lookAgainIn(false, 100), lookAgainIn(true, 100), lookAgainIn(true, 3000)]).toEqual([
      ...[60_000, 5_000, 30_000],
    ]);
    expect([lookAgainIn(true, 120_000), lookAgainIn(true, 900_000)]).toEqual([600_000, 900_000]);
    expect([1, 6, 7].map(retryIn)).toEqual([5, 5, 30]);
  });

  it('of settling begin again with every change', () => {
    const settling = createSettling(2000);
    const file = (bytes: number) => ({ path: 'a', bytes, mtime: 1 });
    settling.see(file(1), 0);
    settling.see(file(1), 500);
    settling.see({ ...file(1), path: 'b' }, 1000);
    expect([settling.next(), settling.due(1999)]).toEqual([2000, []]);
    expect(settling.due(2000)).toEqual([file(1)]);
    settling.see(file(2), 2500);
    expect([settling.next(), settling.due(3000).map(({ path }) => path)]).toEqual([3000, ['b']]);
    settling.postpone('b', 3000);
    expect([settling.due(4999), settling.due(5000).map(({ path }) => path)]).toEqual([[file(2)], ['a', 'b']]);
    settling.postpone('b', 5000);
    settling.drop('a');
    expect([settling.next(), settling.size]).toEqual([9000, 1]);
  });
});

describe('places', () => {
  it('on other computers', () => {
    expect([0x6969, -11317950, 0x65735546, 0xef53, 0x01021994].map(isNetworkType)).toEqual([
      ...[true, true, true, false, false],
    ]);
    expect(['\\\\nas\\in', '\\\\?\\UNC\\nas\\in', '\\\\?\\C:\\in', 'C:\\in'].map(isShare)).toEqual([
      ...[true, true, false, false],
    ]);
    const mounts = '/dev/disk3s1 on / (apfs, local)\n//me@nas/In Box on /Volumes/In Box (smbfs, nodev)\n';
    expect([isNetworkMount(mounts, '/Volumes/In Box/a'), isNetworkMount(mounts, '/Users/a')]).toEqual([
      true,
      false,
    ]);
  });

  it.skipIf(process.platform === 'win32')('that are not watched', () => {
    const moving = { ...rule, originals: 'move' as const, output: '{kind}/x.{ext}' };
    expect(excludedFolders(moving, [], null)).toEqual(['/in/done', '/in/failed']);
    expect(excludedFolders({ ...moving, output: 'out/{name}.{ext}', failedFolder: null }, [], null)).toEqual([
      ...['/in/out', '/in/done'],
    ]);
    const other = { ...moving, id: 'other', folder: '/', doneFolder: 'in/old', failedFolder: '/in' };
    expect(excludedFolders({ ...rule, failedFolder: null }, [other], '/in/results')).toEqual([
      ...['/in/results', '/in/old'],
    ]);
    expect([isInside(['/in/done'], '/in/done/a'), isInside(['/in/done'], '/in/donee/a')]).toEqual([
      true,
      false,
    ]);
  });

  it.skipIf(process.platform === 'win32')('for results are whole, and braces of the folder are names', () => {
    const braces = { folder: '/in/{odd}/' };
    expect([outputOfRule(braces, 'out/{name}'), outputOfRule(braces, '/x/{name}')]).toEqual([
      ...['/in/{{odd}}/out/{name}', '/x/{name}'],
    ]);
  });
});

describe('jobs', () => {
  it('say what became of their file', () => {
    const failed = convoyError('encode_failed', { file: 'a.mov' });
    const outcomes = (['queued', 'processing', 'succeeded', 'failed', 'cancelled', 'skipped'] as const).map(
      (status) => outcomeOf({ status, error: status === 'failed' ? failed : null }),
    );
    expect(outcomes.map(({ state, reason, detail }) => [state, reason, detail])).toEqual([
      ['queued', 'waits', null],
      ['converting', 'works', null],
      ['done', 'converted', null],
      ['failed', 'job_failed', failed.message],
      ['left_alone', 'cancelled', null],
      ['left_alone', 'skipped', null],
    ]);
    expect(outcomeOf({ status: 'failed', error: convoyError('input_not_found') })).toMatchObject({
      reason: 'gone',
    });
    expect(isAboutFile('encode_failed') && isAboutFile('input_truncated')).toBe(true);
    expect(isAboutFile('disk_full') || isAboutFile('tool_missing')).toBe(false);
  });
});

describe('a changed rule', () => {
  it('judges again what its filter had kept out', () => {
    expect(forgotten(null, rule, null)).toEqual([
      ...['name', 'class', 'too_small', 'too_large', 'no_media', 'was_there'],
    ]);
    expect(forgotten(rule, { ...rule, name: 'Other' }, '/in')).toEqual([]);
    expect(forgotten(rule, { ...rule, filter: { ...everything, minBytes: 3 } }, '/in')).toHaveLength(5);
    expect(forgotten({ ...rule, existing: 'leave' }, rule, '/in')).toEqual(['was_there']);
    expect(forgotten(rule, { ...rule, folder: '/other' }, '/in')).toBe('all');
  });
});
