// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Field } from '../../../../renderer/ui/field.tsx';
import { TextField } from '../../../../renderer/ui/text-field.tsx';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function Width({ onCommit, onRevert }: { onCommit: (value: string) => void; onRevert?: () => void }) {
  const [value, setValue] = useState('1920');
  return (
    <Field label="Width" error={value === '0' ? 'Width cannot be 0.' : null}>
      <TextField
        value={value}
        unit="px"
        onChange={setValue}
        onCommit={onCommit}
        {...(onRevert === undefined ? {} : { onRevert })}
      />
    </Field>
  );
}

const input = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Width' });
const type = (value: string) => fireEvent.change(input(), { target: { value } });

test('a value counts 600 ms after the last key, and only once', () => {
  const heard = vi.fn();
  render(<Width onCommit={heard} />);
  fireEvent.focus(input());
  type('128');
  act(() => void vi.advanceTimersByTime(599));
  type('1280');
  act(() => void vi.advanceTimersByTime(599));
  expect(heard).not.toHaveBeenCalled();
  act(() => void vi.advanceTimersByTime(1));
  fireEvent.blur(input());
  expect(heard).toHaveBeenCalledExactlyOnceWith('1280');
});

test('Enter and leaving count at once; leaving without a change counts nothing', () => {
  const heard = vi.fn();
  render(<Width onCommit={heard} />);
  fireEvent.focus(input());
  fireEvent.blur(input());
  expect(heard).not.toHaveBeenCalled();
  type('1281');
  fireEvent.keyDown(input(), { key: 'Enter' });
  type('1282');
  fireEvent.blur(input());
  act(() => void vi.advanceTimersByTime(5000));
  expect(heard.mock.calls.flat()).toEqual(['1281', '1282']);
});

test('Escape brings back what was there, and a mixed field its mix', () => {
  const [heard, reverted, outside] = [vi.fn(), vi.fn(), vi.fn()];
  const view = render(
    <div onKeyDown={outside}>
      <Width onCommit={heard} />
    </div>,
  );
  fireEvent.focus(input());
  type('7');
  fireEvent.keyDown(input(), { key: 'Escape' });
  expect(input().value).toBe('1920');
  act(() => void vi.advanceTimersByTime(5000));
  expect(heard.mock.calls.flat()).toEqual(['1920']);
  expect(outside).not.toHaveBeenCalled();
  view.unmount();

  render(<Width onCommit={heard} onRevert={reverted} />);
  fireEvent.focus(input());
  type('7');
  fireEvent.keyDown(input(), { key: 'Escape' });
  expect(reverted).toHaveBeenCalledOnce();
});

test('the error belongs to the field', () => {
  render(<Width onCommit={() => undefined} />);
  type('0');
  expect(input().getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById(input().getAttribute('aria-describedby') ?? '')?.textContent).toBe(
    'Width cannot be 0.',
  );
});

test('a mixed field says so in place of a value', () => {
  render(<TextField ariaLabel="Start" mixed value="" onChange={() => undefined} placeholder="0:00" />);
  expect(screen.getByRole('textbox', { name: 'Start' }).getAttribute('placeholder')).toBe('Mixed');
});
