import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunWindow, type Weekday, weekdays, windowAt } from '../../../shared/model/run-window.ts';

/** Berlin: clocks go forward on 29 March 2026 at 2:00, back on 25 October at 3:00. */
beforeEach(() => void vi.stubEnv('TZ', 'Europe/Berlin'));
afterEach(() => void vi.unstubAllEnvs());

const every = [...weekdays];
const window = (from: string, to: string, days: Weekday[] = every): RunWindow => ({ from, to, days });
const at = (text: string): number => new Date(text).getTime();
const seen = (now: string, one: RunWindow): string => {
  const { open, until } = windowAt(at(now), one);
  return `${open ? 'open' : 'closed'} ${until === null ? 'always' : new Date(until).toISOString()}`;
};

describe('the run window', () => {
  it.each<[string, string, RunWindow, string]>([
    ['in the day', '2026-06-10T12:00:00Z', window('09:00', '17:00'), 'open 2026-06-10T15:00:00.000Z'],
    ['before it', '2026-06-10T06:59:59Z', window('09:00', '17:00'), 'closed 2026-06-10T07:00:00.000Z'],
    ['at its end', '2026-06-10T15:00:00Z', window('09:00', '17:00'), 'closed 2026-06-11T07:00:00.000Z'],
    ['over midnight', '2026-06-10T23:00:00Z', window('22:00', '07:00'), 'open 2026-06-11T05:00:00.000Z'],
    ['before midnight', '2026-06-10T20:00:00Z', window('22:00', '07:00'), 'open 2026-06-11T05:00:00.000Z'],
    ['around the clock', '2026-06-10T20:00:00Z', window('08:00', '08:00'), 'open always'],
    [
      'of Friday on Saturday morning',
      '2026-06-13T03:00:00Z',
      window('22:00', '07:00', ['friday']),
      'open 2026-06-13T05:00:00.000Z',
    ],
    [
      'of Friday on Saturday evening',
      '2026-06-13T21:00:00Z',
      window('22:00', '07:00', ['friday']),
      'closed 2026-06-19T20:00:00.000Z',
    ],
    [
      'of the weekend, two days in a row',
      '2026-06-13T10:00:00Z',
      window('00:00', '00:00', ['saturday', 'sunday']),
      'open 2026-06-14T22:00:00.000Z',
    ],
    // The night has eight hours instead of nine.
    [
      'when clocks go forward',
      '2026-03-28T22:00:00Z',
      window('22:00', '07:00'),
      'open 2026-03-29T05:00:00.000Z',
    ],
    // 2:30 does not exist and counts as 3:30.
    [
      'at a time that is left out',
      '2026-03-29T00:45:00Z',
      window('02:30', '05:00'),
      'closed 2026-03-29T01:30:00.000Z',
    ],
    // 2:30 comes twice: the first counts.
    [
      'at a time that comes twice',
      '2026-10-24T22:00:00Z',
      window('02:30', '05:00'),
      'closed 2026-10-25T00:30:00.000Z',
    ],
    [
      'when clocks go back',
      '2026-10-24T21:00:00Z',
      window('22:00', '07:00'),
      'open 2026-10-25T06:00:00.000Z',
    ],
  ])('%s', (_, now, one, answer) => {
    expect(seen(now, one)).toBe(answer);
  });

  it.each([
    { from: '24:00', to: '07:00', days: every },
    { from: '22:60', to: '07:00', days: every },
    { from: '9:00', to: '17:00', days: every },
    { from: '09:00', to: '17:00', days: [] },
    { from: '09:00', to: '17:00', days: ['someday'] },
  ])('is no window: %j', (given) => {
    expect(RunWindow.safeParse(given).success).toBe(false);
  });
});
