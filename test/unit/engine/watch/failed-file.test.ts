import { afterEach, expect, it, vi } from 'vitest';
import { failureText } from '../../../../electron/engine/watch/failed-file.ts';

/** What stands beside a file that could not be converted. */

afterEach(() => vi.unstubAllEnvs());

const textIn = (zone: string): readonly string[] => {
  vi.stubEnv('TZ', zone);
  const rule = { name: 'Inbox', folder: '/drop' };
  const error = { message: 'It is no picture.', hint: 'Look at it.', detail: null };
  return failureText('a\nb.jpg', rule, error, new Date(Date.UTC(2026, 10, 22, 23, 5, 9))).split('\n');
};

it.each([
  ['Europe/Berlin', 'When: 2026-11-23 00:05:09 UTC+01:00'],
  ['America/St_Johns', 'When: 2026-11-22 19:35:09 UTC-03:30'],
  ['UTC', 'When: 2026-11-22 23:05:09 UTC'],
])('tells the time by the clock in %s', (zone, line) => {
  expect(textIn(zone)).toContain(line);
});

it('names the action as the window does', () => {
  expect(textIn('UTC').join('\n')).toContain('Choose “Try again” in its queue');
});

it('says why, of which file, and what helps, line by line', () => {
  expect(textIn('UTC').slice(0, 5)).toEqual([
    'It is no picture.',
    'Look at it.',
    '',
    'File: a�b.jpg',
    'Watched folder: /drop (Inbox)',
  ]);
});
