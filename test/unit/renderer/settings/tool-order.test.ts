import { expect, it } from 'vitest';
import { firstAfterMove } from '../../../../renderer/features/settings/tool-order.ts';

const chosen = { path: '/opt/ffmpeg', place: 'setting' } as const;
const found = { path: '/usr/bin/ffmpeg', place: 'system' } as const;
const builtIn = { path: '/app/ffmpeg', place: 'bundled' } as const;

it.each([
  ['the second to the top', [found, builtIn], 1, 0, '/app/ffmpeg'],
  ['the third to the top', [chosen, found, builtIn], 2, 0, '/app/ffmpeg'],
  ['the third to the middle', [chosen, found, builtIn], 2, 1, undefined],
  ['the second to where it is', [found, builtIn], 1, 1, undefined],
  ['the first, found one behind the second', [found, builtIn], 0, 2, '/app/ffmpeg'],
  ['the first, chosen one behind the second', [chosen, found, builtIn], 0, 2, null],
  ['the first to where it is', [found, builtIn], 0, 1, undefined],
  ['the only one', [found], 0, 1, undefined],
])('%s', (_, tools, from, to, expected) => {
  expect(firstAfterMove(tools, from, to)).toBe(expected);
});
