// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { changedSettings, defaultAppSettings } from '../../../../shared/model/app-settings.ts';
import { builtInPresets } from '../../../../shared/model/built-in-presets.ts';
import {
  PresetPicker,
  type PresetPickerProps,
} from '../../../../renderer/features/presets/preset-picker.tsx';
import { windowOf } from '../window-of.tsx';
import { ownPreset } from './own-preset.ts';

const settings = { ...defaultAppSettings, recentPresets: ['youtube'] };

function picker(part: Partial<PresetPickerProps> = {}) {
  const onPick = vi.fn<(presetId: string) => void>();
  const props = {
    kind: 'video',
    presetId: 'web_video',
    changed: false,
    mixed: null,
    onPick,
    onReset: vi.fn(),
    onSaveAs: vi.fn(),
    onUpdate: null,
    ...part,
  } satisfies PresetPickerProps;
  const shown = windowOf(<PresetPicker {...props} />, {
    state: { settings, presets: [...builtInPresets, ownPreset({ name: 'Lecture archive' })] },
    answers: { 'settings:change': ({ change }) => changedSettings(settings, change) },
  });
  return { ...shown, props, onPick, user: userEvent.setup() };
}

const item = (name: string | RegExp) => screen.getByRole('menuitemradio', { name });

describe('the button', () => {
  it('says the preset and what it makes', () => {
    picker();
    const button = screen.getByRole('button', { name: /^Preset: ?Web video/ });
    expect(button.textContent).toBe('Preset:Web videoMP4, H.264, up to 1080p');
  });

  it('says that an option differs', () => {
    picker({ changed: true });
    expect(screen.getByRole('button', { name: /^Preset: ?Web video ?Changed/ }).textContent).toContain(
      'Changed',
    );
  });

  it('says what several files have', () => {
    picker({ presetId: null, mixed: 'Web video 36, Phone 4', mixedCount: 2 });
    const button = screen.getByRole('button', { name: /^Preset: ?2 presets/ });
    expect(button.textContent).toContain('Web video 36, Phone 4');
  });

  it('says that there is none', () => {
    picker({ presetId: 'preset_gone' });
    expect(screen.getByRole('button', { name: /^Preset: ?No preset/ }).textContent).toContain(
      'Options as set below',
    );
  });
});

describe('the list', () => {
  it('offers presets of the kind, recent ones first, own ones last, and marks the current', async () => {
    const { user } = picker();
    await user.click(screen.getByRole('button', { name: /Preset/ }));
    const groups = screen.getAllByRole('group').map((group) => group.firstElementChild?.textContent);
    expect(groups).toEqual(['Recent', 'Video', 'To share', 'Social media', 'Editing and archive', 'Mine']);
    expect(screen.getAllByRole('menuitemradio', { checked: true }).map((one) => one.textContent)).toEqual([
      'Web videoup to 1080p',
    ]);
    expect(screen.queryByRole('menuitemradio', { name: /GIF/ })).toBeNull();
  });

  it('picks one, remembers it as recent and closes', async () => {
    const { user, onPick, bridge, app } = picker();
    await user.click(screen.getByRole('button', { name: /Preset/ }));
    await user.click(item(/Lecture archive/));
    expect(onPick.mock.calls).toEqual([['preset_own']]);
    await waitFor(() =>
      expect(app.store.getState().settings.recentPresets).toEqual(['preset_own', 'youtube']),
    );
    expect(bridge.inputsOf('settings:change')).toEqual([
      { change: { recentPresets: ['preset_own', 'youtube'] } },
    ]);
    expect(screen.queryByRole('menu')).toBeNull();
  });

  it('is searched by typing, and Enter picks the first that is found', async () => {
    const { user, onPick } = picker();
    await user.click(screen.getByRole('button', { name: /Preset/ }));
    await user.click(screen.getByRole('searchbox', { name: 'Find a preset' }));
    await user.keyboard('lecture');
    expect(screen.getAllByRole('menuitemradio').map((one) => one.textContent)).toEqual([
      'Lecture archiveH.265, up to 720p',
    ]);
    await user.keyboard('{Enter}');
    expect(onPick.mock.calls).toEqual([['preset_own']]);
  });

  it('says that nothing was found', async () => {
    const { user } = picker();
    await user.click(screen.getByRole('button', { name: /Preset/ }));
    await user.type(screen.getByRole('searchbox'), 'zzz');
    expect(screen.getByText('No preset is called “zzz”.')).toBeTruthy();
  });

  it('is walked with the arrows, from the search through presets to the actions', async () => {
    const { user, props } = picker();
    await user.click(screen.getByRole('button', { name: /Preset/ }));
    await user.click(screen.getByRole('searchbox'));
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(document.activeElement).toBe(
      within(screen.getAllByRole('group')[1] as HTMLElement).getAllByRole('menuitemradio')[0],
    );
    await user.keyboard('{End}');
    expect(document.activeElement?.textContent).toBe('Manage presets…');
    await user.keyboard('{ArrowUp}{Enter}');
    expect(props.onSaveAs).toHaveBeenCalledTimes(1);
  });

  it('has no search where there is little to find', async () => {
    const { user } = picker({ kind: 'adaptive_video', presetId: 'hls_web' });
    await user.click(screen.getByRole('button', { name: /Preset/ }));
    expect(screen.queryByRole('searchbox')).toBeNull();
    expect(document.activeElement).toBe(item(/HLS for the web/));
  });
});

describe('actions', () => {
  it('offer Reset and Update only when something differs from an own preset', async () => {
    const onUpdate = vi.fn();
    const { user, props } = picker({ presetId: 'preset_own', changed: true, onUpdate });
    await user.click(screen.getByRole('button', { name: /Preset/ }));
    await user.click(screen.getByRole('menuitem', { name: 'Update “Lecture archive”' }));
    expect(onUpdate).toHaveBeenCalledTimes(1);
    await user.click(screen.getByRole('button', { name: /Preset/ }));
    await user.click(screen.getByRole('menuitem', { name: 'Reset to the preset' }));
    expect(props.onReset).toHaveBeenCalledTimes(1);
  });

  it('leave both out when nothing differs', async () => {
    const { user } = picker({ presetId: 'preset_own', onUpdate: vi.fn() });
    await user.click(screen.getByRole('button', { name: /Preset/ }));
    expect(screen.getAllByRole('menuitem').map((one) => one.textContent)).toEqual([
      'Save as preset…',
      'Manage presets…',
    ]);
  });

  it('open the dialog on the current preset', async () => {
    const { user, app } = picker();
    await user.click(screen.getByRole('button', { name: /Preset/ }));
    await user.click(screen.getByRole('menuitem', { name: 'Manage presets…' }));
    expect(app.store.getState().dialog).toEqual({ name: 'presets', select: 'web_video' });
  });
});
