import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { filesOfCommandLine } from '../../../electron/main/asked-files.ts';

const cwd = path.resolve('/home/ada');
const film = path.resolve('/films/a b.mov');

describe('files of a command line', () => {
  it.each([
    ['an installed app', ['convoy', 'x.mov', film], false, [path.join(cwd, 'x.mov'), film]],
    ['a checkout', ['electron', '.', 'x.mov'], true, [path.join(cwd, 'x.mov')]],
    [
      'a checkout, with switches first',
      ['electron', '--no-sandbox', '--inspect=0', '/app', film],
      true,
      [film],
    ],
    ['nothing', ['convoy', '--user-data-dir=/tmp/x'], false, []],
    ['a desktop that gives addresses', ['convoy', pathToFileURL(film).href], false, [film]],
    ['an address that is no file of this computer', ['convoy', 'file://%'], false, []],
    ['an address of the web', ['convoy', 'https://example.org/a.mp4'], false, ['https://example.org/a.mp4']],
    ['a name that looks like a switch', ['convoy', '--', '-x.mov', ''], false, [path.join(cwd, '-x.mov')]],
  ])('%s', (_, argv, unpackaged, expected) => {
    expect(filesOfCommandLine(argv, { unpackaged, cwd })).toEqual(expected);
  });
});
