import { describe, expect, it } from 'vitest';
import { abilitiesOf, passes, pictureSide, rowState } from '../../../../renderer/store/row-state.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import { aRow, done, failed, photo, running } from '../rows.ts';

const there = { upload: { connection: 'media', bucket: 'media-prod' } } as const;

describe('a file whose original lies on another computer', () => {
  const can = (row: Row) => {
    const { compare, openResult, openOriginal, link } = abilitiesOf(row);
    return { compare, openResult, openOriginal, link };
  };

  it('is neither compared nor opened, and its result is', () => {
    expect(can(done(1, { remote: true }))).toEqual({
      ...{ compare: false, openResult: true, openOriginal: false, link: false },
    });
    expect(can(done(1, { remote: true, ...there }))).toEqual({
      ...{ compare: false, openResult: false, openOriginal: false, link: true },
    });
    expect(can(failed(1, { remote: true })).openOriginal).toBe(false);
    expect(can(done(1))).toEqual({ compare: true, openResult: true, openOriginal: true, link: false });
  });
});

it('a file that is to be downloaded is ready, though nothing is known of it', () => {
  const unread = { media: null, plan: null } as const;
  expect(rowState(aRow(1, { ...unread, remote: true }))).toBe('ready');
  expect(rowState(aRow(1, unread))).toBe('reading');
});

describe('the picture of a row', () => {
  it.each<[string, Row, 'input' | 'result', 'input' | 'result' | null]>([
    ['of a result', done(1), 'result', 'result'],
    ['of an original', done(1), 'input', 'input'],
    ['of a file that runs', running(1), 'result', 'input'],
    ['of what has none', done(1, { media: { ...photo, picture: false } }), 'result', null],
    ['of a result whose original is elsewhere', done(1, { remote: true }), 'input', 'result'],
    ['of what was fetched and sent on', done(1, { remote: true, ...there }), 'result', null],
    ['of what is being converted and was fetched', running(1, { remote: true }), 'result', null],
    ['of a package, which is that of its original', done(1, { kind: 'adaptive_video' }), 'result', 'result'],
    ['of a package of what was fetched', done(1, { kind: 'adaptive_video', remote: true }), 'result', null],
    ['of sound made of what was fetched', done(1, { kind: 'audio', remote: true }), 'result', null],
  ])('%s', (_, row, wanted, side) => expect(pictureSide(row, wanted)).toBe(side));
});

it('a file that was read ahead of its turn waits, and is told to stop like one at work', () => {
  const row = aRow(1, { status: 'processing', phase: null });
  expect(rowState(row)).toBe('waiting');
  expect((['active', 'waiting'] as const).map((filter) => passes(row, filter))).toEqual([false, true]);
  expect(abilitiesOf(row)).toMatchObject({ cancel: true, move: false, hold: false });
});
