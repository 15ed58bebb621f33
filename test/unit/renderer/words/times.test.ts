import { expect, test } from 'vitest';
import {
  dateText,
  leftText,
  lengthText,
  positionText,
  roughTimeText,
  takenText,
  todoText,
} from '../../../../renderer/words/times.ts';

const hour = 3600;

test('work to do is said no more exactly than it is known', () => {
  const seconds = [0.2, 6, 10, 37, 58, 300, 21 * 60, hour, hour + 20 * 60, 11 * hour + 600, 2 * 86_400];
  expect(seconds.map((n) => roughTimeText(n, 'en'))).toEqual([
    '1 s',
    '6 s',
    '10 s',
    '35 s',
    '55 s',
    '5 min',
    '21 min',
    '1 h',
    '1 h 20 min',
    '11 h',
    '2 days',
  ]);
  expect(todoText(6, 'en')).toBe('about 6 s');
  expect([40, 120, 4800, 2 * 86_400].map((n) => leftText(n, 'en'))).toEqual([
    '40 s left',
    '2 min left',
    '1 h 20 min left',
    'about 2 days left',
  ]);
});

test('work that was done is exact', () => {
  expect([0.4, 41, 59.6, 484, hour + 120].map((n) => takenText(n, 'en'))).toEqual([
    'under 1 s',
    '41 s',
    '1 min 00 s',
    '8 min 04 s',
    '1 h 02 min',
  ]);
});

test('positions and lengths in a file', () => {
  expect([0, 4.6, 1862, 3723].map((n) => positionText(n))).toEqual(['0:00', '0:05', '31:02', '1:02:03']);
  expect([positionText(123.48, true), positionText(59.9996, true)]).toEqual(['2:03.480', '1:00.000']);
  expect([4.25, 31, 384, 3720].map((n) => lengthText(n, 'en'))).toEqual([
    '4.3 s',
    '31 s',
    '6 min 24 s',
    '1 h 02 min',
  ]);
});

test('moments are said from today', () => {
  const now = new Date(2026, 2, 5, 9, 0).getTime();
  const at = (...parts: readonly [number, number, number, number, number]) =>
    dateText(new Date(...parts).getTime(), now, 'en-GB');
  expect(at(2026, 2, 5, 0, 6)).toBe('today 00:06');
  expect(at(2026, 2, 4, 23, 59)).toBe('yesterday 23:59');
  expect(at(2026, 2, 3, 18, 20)).toBe('3 March 18:20');
  expect(at(2025, 11, 31, 18, 20)).toBe('31 December 2025 18:20');
});
