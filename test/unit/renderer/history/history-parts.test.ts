// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import {
  byDay,
  withFirstPage,
  withOlderPage,
  withPageBehind,
} from '../../../../renderer/store/history-lines.ts';
import { allHistory } from '../../../../renderer/store/history-state.ts';
import { filterOf, isNarrowed, midnight } from '../../../../renderer/store/history-view.ts';
import { rowState } from '../../../../renderer/store/row-state.ts';
import { en } from '../../../../renderer/words/en/index.ts';
import { sentencesOf, totalsText, undoneText } from '../../../../renderer/words/history-totals.ts';
import { rowWords } from '../../../../renderer/words/row-words.ts';
import { dayText, totalTimeText } from '../../../../renderer/words/times.ts';
import { done, jobId } from '../rows.ts';
import { ended, noTotals, takenBack } from './entries.ts';

const noon = new Date(2026, 2, 5, 12, 0).getTime();
const hour = 60;

test('files stand below the day on which they ended', () => {
  const rows = [
    ended(1, noon, 0),
    ended(2, noon, 12 * hour),
    ended(3, noon, 12 * hour + 1),
    ended(4, noon, 80 * hour),
  ];
  expect(byDay(rows)).toEqual([
    { what: 'day', day: new Date(2026, 2, 5).getTime() },
    { what: 'row', row: rows[0] },
    // Midnight belongs to the day that it begins.
    { what: 'row', row: rows[1] },
    { what: 'day', day: new Date(2026, 2, 4).getTime() },
    { what: 'row', row: rows[2] },
    { what: 'day', day: new Date(2026, 2, 2).getTime() },
    { what: 'row', row: rows[3] },
  ]);
  expect(byDay([])).toEqual([]);
});

test('days are said from today, with the year when it is another one', () => {
  const days = [0, -1, -2, -63, -64].map((back) =>
    dayText(midnight(noon, back), noon, 'en-GB', en.history.days),
  );
  expect(days).toEqual(['Today', 'Yesterday', '3 March', '1 January', '31 December 2025']);
});

test('controls become a question to the engine', () => {
  const open = { text: '', kinds: null, statuses: null, from: null, to: null };
  expect(filterOf(allHistory, noon)).toEqual(open);
  expect(
    filterOf({ search: ' harbour  dawn ', kind: 'image', status: 'failed', span: 'today' }, noon),
  ).toEqual({
    text: 'harbour  dawn',
    kinds: ['image'],
    statuses: ['failed'],
    from: new Date(2026, 2, 5).getTime(),
    to: null,
  });
  const from = (['week', 'month'] as const).map((span) => filterOf({ ...allHistory, span }, noon).from);
  expect(from).toEqual([new Date(2026, 1, 27).getTime(), new Date(2026, 1, 4).getTime()]);
  expect(filterOf({ ...allHistory, search: 'x'.repeat(300) }, noon).text).toHaveLength(200);
  expect(isNarrowed({ ...allHistory, search: '  ' })).toBe(false);
  expect(
    [{ search: 'a' }, { kind: 'video' as const }, { span: 'week' as const }].map((change) =>
      isNarrowed({ ...allHistory, ...change }),
    ),
  ).toEqual([true, true, true]);
});

test('a fresh first page replaces what it covers, and leaves what lies below', () => {
  const [a, b, c, d, e] = ([1, 2, 3, 4, 5] as const).map((n) => ended(n, noon, n));
  const known = { rows: [b, c, d, e] as never, more: false };
  const ids = (page: { rows: readonly { id: string }[]; more: boolean }) => [
    page.rows.map(({ id }) => id),
    page.more,
  ];
  // One came, one was removed.
  expect(ids(withFirstPage(known, { rows: [a, b, d] as never, more: true }))).toEqual([
    [jobId(1), jobId(2), jobId(4), jobId(5)],
    false,
  ]);
  // All of it.
  expect(ids(withFirstPage(known, { rows: [a, b] as never, more: false }))).toEqual([
    [jobId(1), jobId(2)],
    false,
  ]);
  // Nothing in common: others may lie between.
  expect(
    ids(withFirstPage({ rows: [e] as never, more: false }, { rows: [a, b] as never, more: true })),
  ).toEqual([[jobId(1), jobId(2)], true]);
  // One ran again: it stands where it ended last.
  const again = ended(5, noon, 0);
  expect(ids(withFirstPage(known, { rows: [again, b] as never, more: true }))).toEqual([
    [jobId(5), jobId(2), jobId(3), jobId(4)],
    false,
  ]);
  expect(
    ids(withOlderPage({ rows: [a, b] as never, more: true }, { rows: [b, c] as never, more: true })),
  ).toEqual([[jobId(1), jobId(2), jobId(3)], true]);
});

test('a page from behind a row replaces what it covers, and leaves what is above and below', () => {
  const [a, b, c, d, e] = ([1, 2, 3, 4, 5] as const).map((n) => ended(n, noon, n));
  const known = { rows: [a, b, c, d, e] as never, more: true };
  const behind = (rows: unknown[], more: boolean) =>
    withPageBehind(known, b as never, { rows: rows as never, more });
  // One of the page was removed.
  expect(behind([d], true)).toEqual({ rows: [a, b, d, e], more: true });
  expect(behind([c], false)).toEqual({ rows: [a, b, c], more: false });
  expect(behind([], false)).toEqual({ rows: [a, b], more: false });
});

test('sums in one line, without what is nothing', () => {
  const text = (change: Partial<typeof noTotals>) => totalsText({ ...noTotals, ...change }, 'en', en);
  expect(text({ jobs: 1204, succeeded: 1204, mediaSeconds: 38 * 3600, saved: 212e9 })).toBe(
    '1,204 files, 38 h, 212 GB saved',
  );
  expect(text({ jobs: 24, succeeded: 22, saved: 6_300_000_000 })).toBe('24 files, 22 done, 6.3 GB saved');
  expect(text({ jobs: 1, succeeded: 1, mediaSeconds: 384, saved: -4_100_000 })).toBe(
    '1 file, 6 min, 4.1 MB larger',
  );
  expect(text({ jobs: 3 })).toBe('3 files');
});

test('how much there is in all', () => {
  const seconds = [4, 59, 60, 384, 3600, 4800, 35_940, 36_000, 38 * 3600 + 1700, 1204 * 3600];
  expect(seconds.map((n) => totalTimeText(n, 'en'))).toEqual([
    '4 s',
    '59 s',
    '1 min',
    '6 min',
    '1 h',
    '1 h 20 min',
    '9 h 59 min',
    '10 h',
    '38 h',
    '1,204 h',
  ]);
});

test('what became of a batch', () => {
  const text = (trashed: number, restored: number, cancelled: number) =>
    undoneText({ trashed, restored, cancelled }, 'en', en);
  expect(text(12, 11, 0)).toBe('12 results are in the trash, 11 originals came back');
  expect(text(1, 1, 2)).toBe('1 result is in the trash, 1 original came back, 2 files cancelled');
  expect(text(0, 0, 0)).toBe('Nothing was taken back');
});

test('what taking a batch back will do', () => {
  const said = (open: number, results: number, originals: number) =>
    sentencesOf({ open, results, originals }, 'en', en);
  expect(said(0, 12, 12)).toEqual(['12 results go to the trash.', '12 originals come back to their places.']);
  expect(said(1, 1, 1)).toEqual([
    '1 file that is not done yet is cancelled.',
    '1 result goes to the trash.',
    '1 original comes back to its place.',
  ]);
  expect(said(0, 0, 0)).toEqual(['There is nothing of it to take back any more.']);
});

test('a file that was taken back says so, and has no result any more', () => {
  const row = done(1, { warnings: [takenBack] });
  expect(rowState(row)).toBe('taken_back');
  expect(rowWords(row, { locale: 'en', words: en, home: null, place: null, compact: false })).toMatchObject({
    line: 'Taken back',
    second: 'The result is in the trash',
    tone: 'quiet',
    first: 'again',
  });
});
