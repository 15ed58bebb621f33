import { expect, it } from 'vitest';
import { isAllowed } from '../../../electron/main/permissions.ts';

it('only our own page in the main frame may fill the screen, and nobody may have more', () => {
  const asked: readonly (readonly [string, string, boolean])[] = [
    ['fullscreen', 'app://convoy/index.html', true],
    ['fullscreen', 'app://convoy/', true],
    ['fullscreen', 'app://convoy/index.html', false],
    ['fullscreen', 'app://convoy.example.org/', true],
    ['fullscreen', 'https://example.org/', true],
    ['fullscreen', '', true],
    ['media', 'app://convoy/index.html', true],
    ['notifications', 'app://convoy/index.html', true],
    ['pointerLock', 'app://convoy/index.html', true],
  ];
  expect(asked.map((one) => isAllowed(...one))).toEqual([
    true,
    true,
    ...Array.from({ length: 7 }, () => false),
  ]);
});
