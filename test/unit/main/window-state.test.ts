import { describe, expect, it } from 'vitest';
import { placeWindow, readWindowState } from '../../../electron/main/window-state.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const right = { x: 1440, y: 0, width: 2560, height: 1400 };
const state = (x: number, y: number, width = 1000, height = 700) => ({
  bounds: { x, y, width, height },
  maximised: false,
});

describe('where the window opens', () => {
  it.each([
    ['the first time', null, [laptop], { x: 80, y: 63, width: 1280, height: 800 }],
    ['as it was', state(100, 90), [laptop], { x: 100, y: 90, width: 1000, height: 700 }],
    [
      'on the second display',
      state(2000, 300),
      [laptop, right],
      { x: 2000, y: 300, width: 1000, height: 700 },
    ],
    ['when that display is gone', state(2000, 300), [laptop], { x: 220, y: 113, width: 1000, height: 700 }],
    [
      'when its title lies above the display',
      state(100, -40),
      [laptop],
      { x: 220, y: 113, width: 1000, height: 700 },
    ],
    [
      'when only a corner is left to see',
      state(1400, 100),
      [laptop],
      { x: 220, y: 113, width: 1000, height: 700 },
    ],
    [
      'larger than the display',
      state(0, 25, 4000, 3000),
      [laptop],
      { x: 0, y: 25, width: 1440, height: 875 },
    ],
    ['smaller than the layout', state(0, 25, 200, 100), [laptop], { x: 0, y: 25, width: 900, height: 600 }],
    ['without a display', null, [], { x: 0, y: 0, width: 1280, height: 800 }],
  ] as const)('%s', (_, stored, areas, expected) => {
    expect(placeWindow(stored, areas)).toEqual(expected);
  });
});

describe('what was stored', () => {
  it('is read', () => {
    const text = '{"bounds":{"x":1,"y":2,"width":900,"height":600},"maximised":true}';
    expect(readWindowState(text)).toEqual({
      bounds: { x: 1, y: 2, width: 900, height: 600 },
      maximised: true,
    });
  });

  it.each([
    null,
    '',
    '{',
    '[]',
    '{"bounds":{"x":"1"}}',
    '{"bounds":{"x":1e9,"y":0,"width":1,"height":1},"maximised":true}',
  ])('is nothing when it makes no sense: %s', (text) => expect(readWindowState(text)).toBeNull());
});
