import { describe, expect, test } from 'vitest';
import {
  type KeyPress,
  commandIds,
  isMac,
  keysOf,
  keysText,
  shortcutOf,
  shortcuts,
} from '../../../../renderer/keyboard/shortcuts.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const id = (key: string, held: Partial<KeyPress> = {}, mac = false) =>
  shortcutOf(press(key, held), mac)?.id ?? null;

describe('shortcutOf', () => {
  test('Mod is Ctrl, and Cmd on a Mac', () => {
    expect(id('o', { ctrlKey: true })).toBe('add_files');
    expect(id('O', { ctrlKey: true, shiftKey: true })).toBe('add_folder');
    expect(id('o', { metaKey: true })).toBeNull();
    expect(id('o', { metaKey: true }, true)).toBe('add_files');
    expect(id('o', { ctrlKey: true }, true)).toBeNull();
  });

  test('single keys, names of keys, and the place of a key when Alt makes another letter', () => {
    expect(id('c')).toBe('compare');
    expect(id(' ')).toBe('preview');
    expect(id('ArrowUp', { altKey: true, code: 'ArrowUp' })).toBe('move_up');
    expect(id('ç', { altKey: true, metaKey: true, code: 'KeyC' }, true)).toBe('copy_command');
    expect(id('F6', { shiftKey: true })).toBe('region_previous');
    expect(id('Backspace')).toBeNull();
    expect(id('Backspace', {}, true)).toBe('remove');
    expect(id('q')).toBeNull();
  });
});

test('no two commands share a key', () => {
  for (const mac of [false, true]) {
    const all = shortcuts.flatMap((one) => (mac ? (one.mac ?? one.keys) : one.keys));
    expect(new Set(all).size).toBe(all.length);
  }
  expect(shortcuts.every(({ id: one }) => commandIds.includes(one))).toBe(true);
});

test('keys are written as menus of the platform write them', () => {
  expect([
    keysOf('show', false),
    keysOf('copy_command', false),
    keysOf('next_up', false),
    keysOf('remove', false),
  ]).toEqual(['Ctrl R', 'Ctrl Alt C', 'Alt Home', 'Del']);
  expect([keysOf('show', true), keysOf('copy_command', true), keysOf('remove', true)]).toEqual([
    '⌘R',
    '⌥⌘C',
    '⌫',
  ]);
  expect(keysOf('place_4', false)).toBe('Ctrl 4');
  expect(keysText('Mod+Shift+O', true)).toBe('⇧⌘O');
  expect([isMac('MacIntel'), isMac('Win32'), isMac('Linux x86_64')]).toEqual([true, false, false]);
});
