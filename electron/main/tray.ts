import path from 'node:path';
import { Menu, Tray, nativeImage } from 'electron';
import type { TrayActions, trayLook } from './tray-look.ts';

/** Keeps a tray icon as `trayLook` says. Gives the function that takes the next look. */
export function createTray(icons: string, actions: TrayActions): (look: ReturnType<typeof trayLook>) => void {
  let tray: Tray | null = null;
  let shown = '';
  return (look) => {
    if (look === null) {
      tray?.destroy();
      tray = null;
      shown = '';
      return;
    }
    if (tray === null) {
      const name = process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png';
      tray = new Tray(nativeImage.createFromPath(path.join(icons, name)));
      tray.on('click', actions.show);
    }
    tray.setToolTip(look.tip);
    // A menu that is put anew closes under the person's hand, so only a different one is.
    const key = JSON.stringify(look.items);
    if (key === shown) return;
    shown = key;
    tray.setContextMenu(
      Menu.buildFromTemplate(
        look.items.map((item) =>
          item === null ? { type: 'separator' } : { label: item.label, click: () => actions[item.does]() },
        ),
      ),
    );
  };
}
