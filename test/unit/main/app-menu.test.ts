import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../../electron/main/app-menu.ts';
import { words } from '../../../electron/main/words.ts';

type Item = ReturnType<typeof menuTemplate>[number];

function menu(platform: NodeJS.Platform, takesReports = true) {
  const sent: string[] = [];
  const template = menuTemplate(platform, words.menu, {
    command: (id) => void sent.push(id),
    link: (to) => void sent.push(`link ${to}`),
    takesReports,
  });
  const all = (items: readonly Item[]): Item[] =>
    items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])]);
  return { template, items: all(template), sent };
}
const line = ({ id, role, accelerator, registerAccelerator }: Item): string =>
  [id ?? role ?? '', accelerator ?? '', registerAccelerator === true ? 'taken' : '']
    .filter((one) => one !== '')
    .join(' ');

describe('the menu', () => {
  it('of macOS', () => {
    const { template, items } = menu('darwin');
    expect(template.map(({ label }) => label)).toEqual([
      ...['Convoy', 'File', 'Edit', 'Queue', 'View', 'Window', 'Help'],
    ]);
    expect(items.filter(({ id, role }) => id !== undefined || role !== undefined).map(line)).toEqual([
      ...['about', 'settings CmdOrCtrl+, taken', 'services', 'hide', 'hideOthers', 'unhide', 'quit'],
      ...['add_files CmdOrCtrl+O taken', 'add_folder CmdOrCtrl+Shift+O taken', 'open_result'],
      ...['show CmdOrCtrl+R taken', 'close'],
      ...['undo', 'cut', 'copy', 'paste', 'selectAll', 'search CmdOrCtrl+F taken'],
      ...['copy_json CmdOrCtrl+J taken', 'copy_command CmdOrCtrl+Alt+C taken'],
      ...[
        'start_pause CmdOrCtrl+Enter taken',
        'hold',
        'retry',
        'move_next Alt+Home taken',
        'move_up Alt+Up taken',
      ],
      ...['move_down Alt+Down taken', 'remove'],
      ...['place_1 CmdOrCtrl+1 taken', 'place_2 CmdOrCtrl+2 taken', 'place_3 CmdOrCtrl+3 taken'],
      'place_4 CmdOrCtrl+4 taken',
      ...['inspector CmdOrCtrl+I taken', 'details CmdOrCtrl+D taken', 'preview', 'compare'],
      ...['resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen'],
      ...['window', 'minimize', 'zoom', 'front', 'help', 'get_ffmpeg', 'report'],
    ]);
  });

  it.each(['win32', 'linux'] as const)(
    'of %s shows shortcuts and leaves the keys to the window',
    (platform) => {
      const { template, items } = menu(platform);
      expect(template.map(({ label }) => label)).toEqual(['File', 'Edit', 'Queue', 'View', 'Help']);
      expect(items.filter(({ registerAccelerator }) => registerAccelerator === true)).toEqual([]);
      expect(items.map(({ id }) => id)).toEqual(
        expect.arrayContaining([...['undo', 'select_all', 'place_1', 'place_2', 'place_3', 'settings']]),
      );
      expect(items.map(({ role }) => role)).toContain('quit');
    },
  );

  it('sends the name of a command', () => {
    const { items, sent } = menu('linux');
    for (const item of items) if (item.id !== undefined) (item.click as () => void)();
    expect(sent.slice(0, 3)).toEqual(['add_files', 'add_folder', 'open_result']);
    expect(sent.slice(-2)).toEqual(['link get_ffmpeg', 'link report']);
  });

  it('offers no report that nobody would get', () => {
    const ids = menu('linux', false).items.map(({ id }) => id);
    expect(ids).toContain('get_ffmpeg');
    expect(ids).not.toContain('report');
  });
});
