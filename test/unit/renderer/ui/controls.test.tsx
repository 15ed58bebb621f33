// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Checkbox } from '../../../../renderer/ui/checkbox.tsx';
import { ChoiceGroup } from '../../../../renderer/ui/choice-group.tsx';
import { Field } from '../../../../renderer/ui/field.tsx';
import { Fold } from '../../../../renderer/ui/fold.tsx';
import { PositionGrid } from '../../../../renderer/ui/position-grid.tsx';
import { SearchField } from '../../../../renderer/ui/search-field.tsx';
import { Slider } from '../../../../renderer/ui/slider.tsx';
import { StepSlider } from '../../../../renderer/ui/step-slider.tsx';
import { SwitchField } from '../../../../renderer/ui/switch-field.tsx';
import { Tabs } from '../../../../renderer/ui/tabs.tsx';

afterEach(cleanup);

const kinds = [
  { value: 'video', label: 'Video', disabled: true, reason: 'There is no picture in this file.' },
  { value: 'audio', label: 'Audio' },
  { value: 'image', label: 'Image', disabled: true, reason: 'There is no picture in this file.' },
  { value: 'hls', label: 'HLS' },
] as const;
type Name = (typeof kinds)[number]['value'];

function Kinds({ heard = () => undefined }: { readonly heard?: (value: Name) => void }) {
  const [value, setValue] = useState<Name | null>('audio');
  return (
    <ChoiceGroup<Name>
      label="Kind"
      value={value}
      options={kinds}
      onChange={(next) => {
        heard(next);
        setValue(next);
      }}
    />
  );
}

describe('ChoiceGroup', () => {
  test('is one tab stop, and arrows go round what can be chosen', async () => {
    const heard = vi.fn();
    const user = userEvent.setup();
    render(<Kinds heard={heard} />);
    await user.tab();
    expect(screen.getByRole('radio', { name: 'Audio' })).toBe(document.activeElement);
    await user.keyboard('{ArrowRight}');
    expect(screen.getByRole('radio', { name: 'HLS', checked: true })).toBe(document.activeElement);
    await user.keyboard('{ArrowRight}{Home}{End}');
    expect(heard.mock.calls.flat()).toEqual(['hls', 'audio', 'hls']);
    await user.tab();
    expect(document.activeElement).toBe(document.body);
  });

  test('says once below why choices are not possible', () => {
    render(<Kinds />);
    expect(screen.getAllByText('There is no picture in this file.')).toHaveLength(1);
    expect(screen.getByRole('radiogroup', { name: 'Kind' }).getAttribute('aria-describedby')).not.toBeNull();
    expect(screen.getByRole('radio', { name: 'Video' })).toHaveProperty('disabled', true);
  });

  test('nothing chosen still has a tab stop', () => {
    render(<ChoiceGroup label="Kind" value={null} options={kinds} onChange={() => undefined} />);
    expect(screen.getByRole('radio', { name: 'Audio' }).tabIndex).toBe(0);
    expect(screen.queryByRole('radio', { checked: true })).toBeNull();
  });
});

describe('StepSlider', () => {
  const slider = (value: number | null, onChange: (value: number) => void, others?: readonly number[]) => (
    <StepSlider
      label="Quality"
      value={value}
      count={5}
      valueText="Medium"
      onChange={onChange}
      {...(others === undefined ? {} : { others })}
    />
  );

  test('moves by keys inside its stops', async () => {
    const heard = vi.fn();
    const user = userEvent.setup();
    render(slider(4, heard));
    await user.tab();
    await user.keyboard('{ArrowRight}{ArrowLeft}{Home}{End}{PageDown}');
    expect(heard.mock.calls.flat()).toEqual([3, 0, 3]);
    expect(screen.getByRole('slider', { name: 'Quality' }).getAttribute('aria-valuetext')).toBe('Medium');
  });

  test('a mixed one begins in the middle and shows the other stops', async () => {
    const heard = vi.fn();
    const user = userEvent.setup();
    const { container } = render(slider(null, heard, [1, 3, 3]));
    expect(container.querySelectorAll('[class*=ghost]')).toHaveLength(2);
    await user.tab();
    await user.keyboard('{ArrowRight}');
    expect(heard).toHaveBeenCalledExactlyOnceWith(3);
  });

  test('a press chooses the nearest stop', () => {
    const heard = vi.fn();
    render(slider(0, heard));
    const element = screen.getByRole('slider');
    const rail = element.firstElementChild as HTMLElement;
    rail.getBoundingClientRect = () => new DOMRect(100, 0, 200, 4);
    element.setPointerCapture = () => undefined;
    fireEvent.pointerDown(element, { button: 0, clientX: 262 });
    expect(heard).toHaveBeenCalledExactlyOnceWith(3);
  });
});

test('Slider tells while it moves, and once when it is let go', () => {
  const [moved, settled] = [vi.fn(), vi.fn()];
  render(
    <Slider
      label="Opacity"
      value={40}
      min={0}
      max={100}
      step={1}
      valueText="40%"
      onChange={moved}
      onCommit={settled}
    />,
  );
  const slider = screen.getByRole('slider', { name: 'Opacity' });
  fireEvent.change(slider, { target: { value: '41' } });
  fireEvent.change(slider, { target: { value: '42' } });
  expect(settled).not.toHaveBeenCalled();
  fireEvent.keyUp(slider, { key: 'ArrowRight' });
  fireEvent.blur(slider);
  expect(settled).toHaveBeenCalledExactlyOnceWith(42);
  expect(slider.getAttribute('aria-valuetext')).toBe('40%');
});

test('PositionGrid: arrows go through the nine places and stop at its edges', async () => {
  const heard = vi.fn();
  const user = userEvent.setup();
  const view = render(<PositionGrid label="Keep which part" value="center" onChange={heard} />);
  await user.tab();
  await user.keyboard('{ArrowUp}');
  view.rerender(<PositionGrid label="Keep which part" value="top_right" onChange={heard} />);
  await user.keyboard('{ArrowRight}{ArrowUp}{ArrowDown}');
  expect(heard.mock.calls.flat()).toEqual(['top', 'right']);
  expect(screen.getAllByRole('radio')).toHaveLength(9);
});

test('Tabs: arrows change the page', async () => {
  const heard = vi.fn();
  const user = userEvent.setup();
  render(
    <Tabs
      label="Inspector"
      value="options"
      tabs={[
        { value: 'options', label: 'Options' },
        { value: 'details', label: 'Details' },
      ]}
      onChange={heard}
    />,
  );
  await user.tab();
  expect(screen.getByRole('tab', { name: 'Options', selected: true })).toBe(document.activeElement);
  await user.keyboard('{ArrowRight}');
  expect(heard).toHaveBeenCalledExactlyOnceWith('details');
});

test('Fold shows its summary only while it is folded', async () => {
  const user = userEvent.setup();
  const toggled = vi.fn();
  const fold = (open: boolean) => (
    <Fold title="Trim" summary="Whole file" open={open} onToggle={toggled}>
      <p>fields</p>
    </Fold>
  );
  const view = render(fold(false));
  expect(screen.queryByText('fields')).toBeNull();
  await user.click(screen.getByRole('button', { name: /Trim/, expanded: false }));
  expect(toggled).toHaveBeenCalledExactlyOnceWith(true);
  view.rerender(fold(true));
  expect(screen.queryByText('Whole file')).toBeNull();
  expect(screen.getByText('fields')).toBeTruthy();
});

test('a switch in a field of the same name is named by it, alone by its own words', async () => {
  const user = userEvent.setup();
  const heard = vi.fn();
  render(
    <>
      <Field label="Lossless" reason="JPEG cannot be lossless.">
        <SwitchField label="Lossless" checked={false} onChange={heard} />
      </Field>
      <SwitchField label="Start by itself" checked="mixed" onChange={heard} />
    </>,
  );
  const first = screen.getByRole('switch', { name: 'Lossless' });
  expect(document.getElementById(first.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
    'JPEG cannot be lossless.',
  );
  await user.click(screen.getByText('Lossless'));
  await user.click(screen.getByRole('switch', { name: 'Start by itself' }));
  expect(heard.mock.calls.flat()).toEqual([true, true]);
  expect(screen.getByText('Mixed')).toBeTruthy();
});

test('a check box can stand for several that differ', async () => {
  const user = userEvent.setup();
  const heard = vi.fn();
  render(<Checkbox label="Select all" hideLabel checked="mixed" onChange={heard} />);
  const box = screen.getByRole('checkbox', { name: 'Select all' });
  expect(box.getAttribute('aria-checked')).toBe('mixed');
  await user.click(box);
  expect(heard).toHaveBeenCalledExactlyOnceWith(true);
});

test('SearchField: Escape clears first, then leaves', async () => {
  const user = userEvent.setup();
  const heard = vi.fn();
  const view = render(<SearchField label="Search" value="dawn" onChange={heard} />);
  await user.click(screen.getByRole('searchbox', { name: 'Search' }));
  await user.keyboard('{Escape}');
  expect(heard).toHaveBeenCalledExactlyOnceWith('');
  view.rerender(<SearchField label="Search" value="" onChange={heard} />);
  await user.keyboard('{Escape}');
  expect(document.activeElement).toBe(document.body);
  expect(screen.queryByRole('button', { name: 'Clear search' })).toBeNull();
});
