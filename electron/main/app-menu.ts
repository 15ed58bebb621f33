import type { MenuItemConstructorOptions } from 'electron';
import type { Words } from './words.ts';

/**
 * The menu of each platform, as data. What only the window can do is sent to it by the name of the command; the window
 * hears its own keys, so a menu shows most shortcuts without taking them (macOS hands a key to the page first).
 */

export interface MenuActions {
  /** Sends a command to the window. */
  readonly command: (id: string) => void;
  readonly link: (to: 'get_ffmpeg' | 'report') => void;
  /** Whether the project names a place for reports. */
  readonly takesReports: boolean;
}

type Item = MenuItemConstructorOptions;
const line: Item = { type: 'separator' };

export function menuTemplate(platform: NodeJS.Platform, words: Words['menu'], act: MenuActions): Item[] {
  const mac = platform === 'darwin';
  const item = (id: string, label: string, accelerator?: string): Item => ({
    id,
    label,
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: mac }),
    click: () => act.command(id),
  });
  const settings = item('settings', words.settings, 'CmdOrCtrl+,');

  const appMenu: Item = {
    label: 'Convoy',
    submenu: [
      { role: 'about', label: words.about },
      line,
      settings,
      line,
      { role: 'services', label: words.services },
      line,
      { role: 'hide', label: words.hide },
      { role: 'hideOthers', label: words.hideOthers },
      { role: 'unhide', label: words.showAll },
      line,
      { role: 'quit', label: words.quit },
    ],
  };
  const file: Item = {
    label: words.file,
    submenu: [
      item('add_files', words.addFiles, 'CmdOrCtrl+O'),
      item('add_folder', words.addFolder, 'CmdOrCtrl+Shift+O'),
      line,
      item('open_result', words.openResult),
      item('show', words.show, 'CmdOrCtrl+R'),
      line,
      ...(mac
        ? [{ role: 'close', label: words.close } as const]
        : [settings, line, { role: 'quit', label: words.exit } as const]),
    ],
  };
  const edit: Item = {
    label: words.edit,
    submenu: [
      // macOS edits text through its menu: there the page takes the key first where no text is edited.
      mac ? { role: 'undo', label: words.undo } : item('undo', words.undo, 'CmdOrCtrl+Z'),
      line,
      { role: 'cut', label: words.cut },
      { role: 'copy', label: words.copy },
      { role: 'paste', label: words.paste },
      mac
        ? { role: 'selectAll', label: words.selectAll }
        : item('select_all', words.selectAll, 'CmdOrCtrl+A'),
      line,
      item('search', words.search, 'CmdOrCtrl+F'),
      line,
      item('copy_json', words.copyJson, 'CmdOrCtrl+J'),
      item('copy_command', words.copyCommand, 'CmdOrCtrl+Alt+C'),
    ],
  };
  // Single keys have no place in a menu: they would act while a person types.
  const queue: Item = {
    label: words.queue,
    submenu: [
      item('start_pause', words.startPause, 'CmdOrCtrl+Enter'),
      line,
      item('hold', words.hold),
      item('retry', words.retry),
      item('move_next', words.moveNext, 'Alt+Home'),
      item('move_up', words.moveUp, 'Alt+Up'),
      item('move_down', words.moveDown, 'Alt+Down'),
      line,
      item('remove', words.remove),
    ],
  };
  const view: Item = {
    label: words.view,
    submenu: [
      item('place_1', words.queue, 'CmdOrCtrl+1'),
      item('place_2', words.watchFolders, 'CmdOrCtrl+2'),
      item('place_3', words.history, 'CmdOrCtrl+3'),
      item('place_4', words.connections, 'CmdOrCtrl+4'),
      line,
      item('inspector', words.inspector, 'CmdOrCtrl+I'),
      item('details', words.details, 'CmdOrCtrl+D'),
      item('preview', words.preview),
      item('compare', words.compare),
      line,
      { role: 'resetZoom', label: words.actualSize },
      { role: 'zoomIn', label: words.zoomIn },
      { role: 'zoomOut', label: words.zoomOut },
      line,
      { role: 'togglefullscreen', label: words.fullScreen },
    ],
  };
  const window: Item = {
    label: words.window,
    role: 'window',
    submenu: [
      { role: 'minimize', label: words.minimise },
      { role: 'zoom', label: words.zoom },
      line,
      { role: 'front', label: words.front },
    ],
  };
  const help: Item = {
    label: words.help,
    role: 'help',
    submenu: [
      { id: 'get_ffmpeg', label: words.getFfmpeg, click: () => act.link('get_ffmpeg') },
      ...(act.takesReports
        ? [{ id: 'report', label: words.report, click: () => act.link('report') } satisfies Item]
        : []),
    ],
  };
  return mac ? [appMenu, file, edit, queue, view, window, help] : [file, edit, queue, view, help];
}
