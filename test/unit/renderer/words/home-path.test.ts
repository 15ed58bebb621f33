import { expect, it } from 'vitest';
import { homePath } from '../../../../renderer/words/home-path.ts';

it.each([
  ['/home/ada/Movies', '/home/ada', '~/Movies'],
  ['/home/ada', '/home/ada/', '~'],
  ['/home/adam/x', '/home/ada', '/home/adam/x'],
  ['C:\\Users\\Ada\\Videos', 'C:\\Users\\Ada', '~\\Videos'],
  ['/x', '', '/x'],
  ['/x', null, '/x'],
])('%s, at home in %s, is %s', (path, home, shown) => {
  expect(homePath(path, home)).toBe(shown);
});
