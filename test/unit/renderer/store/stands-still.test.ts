import { describe, expect, it } from 'vitest';
import type { QueueState } from '../../../../shared/ipc/row.ts';
import { type AppSettings, defaultAppSettings } from '../../../../shared/model/app-settings.ts';
import { standsStill } from '../../../../renderer/store/stands-still.ts';

const runs: QueueState = {
  paused: 'no',
  active: true,
  waits: null,
  lanes: { video: 1, still: 1, audio: 1, copy: 1, transfer: 1 },
};

describe('a file at work stands still', () => {
  it.each<[string, boolean, Partial<QueueState>, Partial<AppSettings>?]>([
    ['while nothing waits', false, {}],
    ['when the queue is paused at once', true, { paused: 'now' }],
    ['when it pauses after these files', false, { paused: 'after' }],
    ['after the hours, when it is finished then', false, { waits: { why: 'window', until: null } }],
    [
      'after the hours, when it is not',
      true,
      { waits: { why: 'window', until: null } },
      { atWindowEnd: 'stand_still' },
    ],
    ['on a low battery', true, { waits: { why: 'battery', percent: 9 } }],
    ['when others have no room', false, { waits: { why: 'disk', folder: '/m', needs: 2, free: 1 } }],
  ])('%s: %s', (_, expected, queue, settings = {}) => {
    const state = {
      hello: { platform: 'linux' } as const,
      queue: { ...runs, ...queue },
      settings: { ...defaultAppSettings, ...settings },
    };
    expect(standsStill(state)).toBe(expected);
    expect(standsStill({ ...state, hello: { platform: 'win32' } })).toBe(false);
  });
});
