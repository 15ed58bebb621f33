import { describe, expect, it } from 'vitest';
import { fileKey, narrowed, withPage, withSeen } from '../../../../renderer/store/activity.ts';
import { type Activity, noActivity } from '../../../../renderer/store/watch-state.ts';
import { aFile, files, watchId } from '../watch/rules.ts';

const all = { ruleId: null, shown: 'all' } as const;
const activity = (change: Partial<Activity>): Activity => ({ ...noActivity, ...change });
const pathsOf = ({ files: some }: Activity): readonly string[] => some.map(({ path }) => path.slice(4, 8));

describe('news', () => {
  const three = activity({ files: files(3) });

  it('go on top, newest first', () => {
    expect(pathsOf(withSeen(three, [aFile(4), aFile(6), aFile(5)], all))).toEqual([
      ...['0006', '0005', '0004', '0002', '0001', '0000'],
    ]);
  });

  it('move a file that was there, and take its place', () => {
    const again = aFile(0, { state: 'failed', reason: 'job_failed', changedAt: aFile(9).changedAt });
    const after = withSeen(three, [again], all);
    expect(pathsOf(after)).toEqual(['0000', '0002', '0001']);
    expect(after.files[0]).toBe(again);
  });

  it('of several of one file, the last one counts; older than what is known, none', () => {
    const later = aFile(1, { state: 'converting', reason: 'works', changedAt: aFile(7).changedAt });
    const laterStill = { ...later, state: 'done', reason: 'converted' } as const;
    expect(withSeen(three, [later, laterStill], all).files[0]).toBe(laterStill);
    expect(withSeen(three, [aFile(1, { changedAt: 5 })], all).files).toEqual(three.files);
  });

  it('take a file out that is not asked for any more', () => {
    const failed = aFile(1, { state: 'failed', reason: 'job_failed', changedAt: aFile(8).changedAt });
    expect(pathsOf(withSeen(three, [failed], { ...all, shown: 'done' }))).toEqual(['0002', '0000']);
  });

  it('of another rule leave everything as it was', () => {
    const other = aFile(5, { ruleId: watchId(2) });
    expect(withSeen(three, [other], { ...all, ruleId: watchId(1) })).toBe(three);
    expect(pathsOf(withSeen(three, [other], all))).toHaveLength(4);
  });

  it('that belong below what was asked for wait for their page', () => {
    const old = aFile(90, { changedAt: 5 });
    expect(pathsOf(withSeen({ ...three, more: true }, [old], all))).toHaveLength(3);
    expect(pathsOf(withSeen(three, [old], all))).toEqual(['0002', '0001', '0000', '0090']);
  });

  it('push the oldest out when there are too many', () => {
    const after = withSeen(three, files(4, 10), all, 5);
    expect(after).toMatchObject({ more: true });
    expect(pathsOf(after)).toEqual(['0013', '0012', '0011', '0010', '0002']);
  });

  it('a thousand at once are laid on ten thousand', () => {
    const many = activity({ files: files(10_000) });
    const news = Array.from({ length: 1000 }, (_, n) =>
      aFile(n * 10, { changedAt: aFile(20_000 + n).changedAt }),
    );
    const after = withSeen(many, news, all);
    expect(after.files).toHaveLength(10_000);
    expect(new Set(after.files.map(fileKey)).size).toBe(10_000);
    const times = after.files.map(({ changedAt }) => changedAt);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });
});

it('an older page is laid below, without what has moved up since', () => {
  const top = withSeen(
    activity({ files: files(2, 8), more: true }),
    [aFile(3, { changedAt: aFile(99).changedAt })],
    all,
  );
  const after = withPage(top, { files: files(3, 2), more: false });
  expect(pathsOf(after)).toEqual(['0003', '0009', '0008', '0004', '0002']);
  expect(after.more).toBe(false);
});

it('another question shows what is known of its answer', () => {
  const mixed = activity({ files: [aFile(2, { state: 'failed', reason: 'job_failed' }), aFile(1)] });
  expect(pathsOf(narrowed(mixed, { ...all, shown: 'failed' }))).toEqual(['0002']);
});
