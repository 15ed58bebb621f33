import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAnnouncer } from '../../../../renderer/ui/announcer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('polite messages come at once, then merged and at most every three seconds', () => {
  const announcer = createAnnouncer();
  const heard: string[] = [];
  announcer.subscribe(() => heard.push(announcer.said().polite));
  announcer.say('Added 40 photos.', 'polite');
  announcer.say('Paused.', 'polite');
  announcer.say('12 files done.', 'polite');
  announcer.say('Paused.', 'polite');
  vi.advanceTimersByTime(2999);
  expect(heard).toEqual(['Added 40 photos.']);
  vi.advanceTimersByTime(1);
  expect(heard).toEqual(['Added 40 photos.', 'Paused. 12 files done.']);
  vi.advanceTimersByTime(3000);
  announcer.say('All 24 done.', 'polite');
  expect(heard.at(-1)).toBe('All 24 done.');
});

test('an assertive message does not wait, and the same one again is a change', () => {
  const announcer = createAnnouncer();
  announcer.say('Added 40 photos.', 'polite');
  announcer.say('dawn failed.', 'assertive');
  expect(announcer.said()).toEqual({ polite: 'Added 40 photos.', assertive: 'dawn failed.' });
  announcer.say('dawn failed.', 'assertive');
  expect(announcer.said().assertive).toBe('dawn failed.\u00a0');
});

test('a window that comes after another hears nothing of it, and its own first message at once', () => {
  const announcer = createAnnouncer();
  const leave = announcer.subscribe(() => undefined);
  announcer.say('Added 40 photos.', 'polite');
  announcer.say('Paused.', 'polite');
  announcer.say('dawn failed.', 'assertive');
  leave();
  announcer.say('Nobody hears this.', 'polite');
  const heard: string[] = [];
  announcer.subscribe(() => heard.push(announcer.said().polite));
  announcer.say('Ready.', 'polite');
  vi.advanceTimersByTime(6000);
  expect(heard).toEqual(['Ready.']);
  expect(announcer.said().assertive).toBe('');
});
