// @vitest-environment happy-dom
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CallFailed } from '../../../../renderer/bridge/bridge.ts';
import { AppContext, createApp } from '../../../../renderer/store/store.ts';
import { Button, IconButton, SplitButton } from '../../../../renderer/ui/button.tsx';
import { CopyButton } from '../../../../renderer/ui/copy-button.tsx';
import { ConfirmDialog, Dialog } from '../../../../renderer/ui/dialog.tsx';
import { LiveRegion, announce } from '../../../../renderer/ui/live-region.tsx';
import { MediaPicture } from '../../../../renderer/ui/media-picture.tsx';
import { isMissing, rememberMissing } from '../../../../renderer/ui/missing-pictures.ts';
import {
  ContextMenu,
  Menu,
  MenuCheck,
  MenuItem,
  MenuLabel,
  MenuSeparator,
} from '../../../../renderer/ui/menu.tsx';
import { MiddleCut } from '../../../../renderer/ui/middle-cut.tsx';
import { SelectField } from '../../../../renderer/ui/select-field.tsx';
import { Toasts, dismissToast, toast } from '../../../../renderer/ui/toast.tsx';
import { convoyError } from '../../../../shared/model/error.ts';
import { fakeBridge } from '../../../support/fake-bridge.ts';

afterEach(cleanup);

describe('Menu', () => {
  test('opens from the keyboard, skips what cannot be done and says why', async () => {
    const [hold, remove, compare] = [vi.fn(), vi.fn(), vi.fn()];
    const user = userEvent.setup();
    render(
      <Menu trigger={<Button>More</Button>}>
        <MenuLabel>File</MenuLabel>
        <MenuItem onSelect={compare} disabled reason="There is no picture to compare.">
          Compare
        </MenuItem>
        <MenuItem onSelect={hold} keys="H">
          Hold
        </MenuItem>
        <MenuSeparator />
        <MenuCheck checked onSelect={remove}>
          Compact rows
        </MenuCheck>
      </Menu>,
    );
    await user.tab();
    await user.keyboard('{Enter}');
    expect(screen.getByRole('menuitem', { name: /Compare/ }).textContent).toBe(
      'CompareThere is no picture to compare.',
    );
    expect(screen.getByRole('menuitemcheckbox', { name: 'Compact rows' }).getAttribute('aria-checked')).toBe(
      'true',
    );
    await waitFor(() => expect(screen.getByRole('menuitem', { name: /Hold/ })).toBe(document.activeElement));
    await user.keyboard('{Enter}');
    expect([hold, remove, compare].map((one) => one.mock.calls.length)).toEqual([1, 0, 0]);
    expect(screen.queryByRole('menu')).toBeNull();
  });

  test('opens where the pointer is with the same items', async () => {
    const hold = vi.fn();
    const user = userEvent.setup();
    render(
      <ContextMenu menu={<MenuItem onSelect={hold}>Hold</MenuItem>}>
        <div>a row</div>
      </ContextMenu>,
    );
    await user.pointer({ keys: '[MouseRight]', target: screen.getByText('a row') });
    await user.click(screen.getByRole('menuitem', { name: 'Hold' }));
    expect(hold).toHaveBeenCalledOnce();
  });

  test('a split button does its own and opens its variations', async () => {
    const [add, folder] = [vi.fn(), vi.fn()];
    const user = userEvent.setup();
    render(
      <SplitButton
        onClick={add}
        menuLabel="More ways to add"
        menu={<MenuItem onSelect={folder}>Folder…</MenuItem>}
      >
        Add
      </SplitButton>,
    );
    await user.click(screen.getByRole('button', { name: 'Add' }));
    await user.click(screen.getByRole('button', { name: 'More ways to add' }));
    await user.click(screen.getByRole('menuitem', { name: 'Folder…' }));
    expect([add.mock.calls.length, folder.mock.calls.length]).toEqual([1, 1]);
  });
});

test('SelectField chooses, an empty value too, and keeps disabled choices with their reason', async () => {
  const heard = vi.fn();
  const user = userEvent.setup();
  render(
    <SelectField
      ariaLabel="Codec"
      value="h264"
      options={[
        { value: '', label: 'As it is' },
        { value: 'h264', label: 'H.264' },
        { value: 'av1', label: 'AV1', disabled: true, reason: 'Needs a newer ffmpeg.' },
      ]}
      onChange={heard}
    />,
  );
  const trigger = screen.getByRole('combobox', { name: 'Codec' });
  expect(trigger.textContent).toBe('H.264');
  trigger.focus();
  await user.keyboard('{Enter}');
  expect(screen.getByRole('option', { name: /AV1/ }).getAttribute('aria-disabled')).toBe('true');
  expect(screen.getByText('Needs a newer ffmpeg.')).toBeTruthy();
  await user.keyboard('{Home}{Enter}');
  expect(heard).toHaveBeenCalledExactlyOnceWith('');
});

describe('Dialog', () => {
  function Window() {
    const [open, setOpen] = useState(false);
    return (
      <>
        <button type="button" onClick={() => setOpen(true)}>
          a row
        </button>
        <Dialog open={open} onClose={() => setOpen(false)} title="Presets">
          <p>content</p>
        </Dialog>
      </>
    );
  }

  test('closes by Escape and gives the keyboard back', async () => {
    const user = userEvent.setup();
    render(<Window />);
    await user.click(screen.getByRole('button', { name: 'a row' }));
    expect(screen.getByRole('dialog', { name: 'Presets' })).toBeTruthy();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(screen.getByRole('button', { name: 'a row' })).toBe(document.activeElement));
  });

  test('a confirmation names what it does', async () => {
    const [yes, no] = [vi.fn(), vi.fn()];
    const user = userEvent.setup();
    render(
      <ConfirmDialog open title="Remove 5 running files" confirm="Remove" danger onConfirm={yes} onClose={no}>
        They are stopped first.
      </ConfirmDialog>,
    );
    expect(screen.getByRole('alertdialog', { name: 'Remove 5 running files' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect([yes.mock.calls.length, no.mock.calls.length]).toEqual([1, 1]);
  });
});

describe('toast', () => {
  beforeEach(() => dismissToast());

  test('there is one at a time, and its action closes it', async () => {
    const undo = vi.fn();
    const user = userEvent.setup();
    render(<Toasts />);
    act(() => toast({ text: '12 files removed' }));
    act(() => toast({ text: '38 finished files cleared', action: { label: 'Undo', run: undo } }));
    expect(await screen.findByText('38 finished files cleared')).toBeTruthy();
    expect(screen.queryByText('12 files removed')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(undo).toHaveBeenCalledOnce();
    await waitFor(() => expect(screen.queryByText('38 finished files cleared')).toBeNull());
  });

  test('an error can be closed', async () => {
    const user = userEvent.setup();
    render(<Toasts />);
    act(() => toast({ text: 'Could not be added', second: 'The disk is full.', tone: 'bad' }));
    expect(await screen.findByText('The disk is full.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByText('The disk is full.')).toBeNull());
  });
});

test('the live region says polite and assertive things apart', async () => {
  render(<LiveRegion />);
  act(() => {
    announce('Added 40 photos.');
    announce('dawn failed.', 'assertive');
  });
  expect((await screen.findByText('Added 40 photos.')).getAttribute('aria-live')).toBe('polite');
  expect(screen.getByRole('alert').textContent).toBe('dawn failed.');
});

test('MiddleCut is read as a whole', () => {
  render(<MiddleCut text="A7S3_0412 harbour dawn.MOV" />);
  expect(screen.getByText('A7S3_0412 harbour dawn.MOV')).toBeTruthy();
  expect(screen.getByTitle('A7S3_0412 harbour dawn.MOV').querySelectorAll('[aria-hidden=true]')).toHaveLength(
    2,
  );
});

describe('with the bridge', () => {
  test('CopyButton copies and says so; a refusal is said too', async () => {
    const user = userEvent.setup();
    let allowed = true;
    const bridge = fakeBridge({
      answers: {
        'shell:copy': () => {
          if (allowed) return null;
          throw new CallFailed(convoyError('internal', { reason: 'no clipboard' }));
        },
      },
    });
    render(
      <AppContext value={createApp(bridge)}>
        <CopyButton label="Copy command" getText={() => 'ffmpeg -i in.mov'} />
        <Toasts />
      </AppContext>,
    );
    await user.click(screen.getByRole('button', { name: 'Copy command' }));
    expect(bridge.inputsOf('shell:copy')).toEqual([{ text: 'ffmpeg -i in.mov' }]);
    allowed = false;
    await user.click(screen.getByRole('button', { name: 'Copy command' }));
    expect(await screen.findByText('Could not copy')).toBeTruthy();
  });

  test('MediaPicture falls back to the mark of the kind', () => {
    const place = { what: 'thumb', id: 'job_1', of: 'input', version: 3 } as const;
    const { container } = render(
      <AppContext value={createApp(fakeBridge())}>
        <MediaPicture place={place} kind="video" />
      </AppContext>,
    );
    const image = container.querySelector('img');
    expect(image?.getAttribute('src')).toBe('/media/thumb/job_1/input?v=3');
    act(() => void image?.dispatchEvent(new Event('error')));
    expect(container.querySelector('img')).toBeNull();
    expect(container.querySelector('svg')).not.toBeNull();
  });

  test('MediaPicture does not ask again for what was not there, but for another version of it', () => {
    const app = createApp(fakeBridge());
    const picture = (version: number) => (
      <AppContext value={app}>
        <MediaPicture place={{ what: 'thumb', id: 'job_1', of: 'input', version }} kind="video" />
      </AppContext>
    );
    const first = render(picture(2));
    act(() => void first.container.querySelector('img')?.dispatchEvent(new Event('error')));
    first.unmount();
    expect(render(picture(2)).container.querySelector('img')).toBeNull();
    expect(render(picture(4)).container.querySelector('img')).not.toBeNull();
  });

  test('what was not there may be there a minute later', () => {
    const bridge = fakeBridge();
    rememberMissing(bridge, '/a', 1_000);
    expect([30_000, 60_999, 61_000].map((now) => isMissing(bridge, '/a', now))).toEqual([true, true, false]);
    expect([isMissing(bridge, '/b', 1_000), isMissing(fakeBridge(), '/a', 1_000)]).toEqual([false, false]);
  });
});

test('IconButton has a name and shows it on focus', async () => {
  const user = userEvent.setup();
  render(<IconButton label="Show in folder" icon={null} />);
  await user.tab();
  expect(screen.getByRole('button', { name: 'Show in folder' })).toBe(document.activeElement);
});
