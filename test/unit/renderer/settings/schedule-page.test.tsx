// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { defaultAppSettings } from '../../../../shared/model/app-settings.ts';
import { choose, settings } from './show-settings.tsx';

describe('Lanes', () => {
  it('are as many as fit, or a number', async () => {
    const { user, changes } = settings(
      'lanes',
      {},
      {
        queue: {
          paused: 'no',
          active: false,
          waits: null,
          lanes: { video: 1, still: 7, audio: 7, copy: 2, transfer: 3 },
        },
      },
    );
    expect(screen.getByRole('combobox', { name: 'Photos' }).textContent).toContain('As many as fit, now 7');
    await choose(user, 'Photos', '4');
    expect(screen.getByRole('combobox', { name: 'Photos' }).textContent).toContain('4');
    await choose(user, 'Photos', 'As many as fit');
    expect(changes()).toEqual([{ lanes: { still: 4 } }, { lanes: { still: null } }]);
  });
});

describe('The schedule', () => {
  it('has hours, which are times of day on some days', async () => {
    const { user, changes } = settings('lanes');
    const end = screen.getByRole('combobox', { name: 'At the end' });
    expect(end.hasAttribute('disabled')).toBe(true);
    await user.click(screen.getByRole('switch', { name: 'Only at certain hours' }));
    const from = await screen.findByRole('textbox', { name: 'From' });
    await user.clear(from);
    await user.type(from, '25:00{Enter}');
    expect(screen.getByText('Give times such as 22:00 and 07:00.')).toBeTruthy();
    await user.clear(from);
    await user.type(from, '9:30{Enter}');
    await user.click(screen.getByRole('checkbox', { name: 'Sun' }));
    await choose(user, 'At the end', 'Stop them where they are, and go on later');
    const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
    expect(changes()).toEqual([
      { runWindow: { from: '22:00', to: '07:00', days } },
      { runWindow: { from: '09:30', to: '07:00', days } },
      { runWindow: { from: '09:30', to: '07:00', days: days.slice(1) } },
      { atWindowEnd: 'stand_still' },
    ]);
    expect(screen.queryByText('Give times such as 22:00 and 07:00.')).toBeNull();
  });

  it('keeps one day at least', async () => {
    const runWindow = { from: '22:00', to: '07:00', days: ['friday' as const] };
    const { user, changes } = settings('lanes', {}, { settings: { ...defaultAppSettings, runWindow } });
    await user.click(screen.getByRole('checkbox', { name: 'Fri' }));
    expect(screen.getByText('Choose one day at least.')).toBeTruthy();
    await user.click(screen.getByRole('switch', { name: 'Only at certain hours' }));
    expect(changes()).toEqual([{ runWindow: null }]);
  });

  it('minds the battery and other programs', async () => {
    const { user, changes } = settings('lanes');
    expect(screen.getByRole('combobox', { name: 'On battery' }).textContent).toContain('Wait below 15%');
    await choose(user, 'On battery', 'Always convert');
    await user.click(screen.getByRole('switch', { name: 'Leave the computer free' }));
    expect(changes()).toEqual([{ pauseBelowBattery: null }, { gentle: true }]);
    await waitFor(() =>
      expect(screen.getByRole('combobox', { name: 'Photos' }).hasAttribute('disabled')).toBe(true),
    );
  });
});
