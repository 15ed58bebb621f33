import { app } from 'electron';
import type { Hello } from '../../shared/ipc/shell-calls.ts';
import { linkAddress } from './links.ts';
import { canPower } from './power.ts';
import { systemLocale } from './system-locale.ts';

/** What the page is told first: where it is and what it may do here. `manifest` is the content of package.json. */
export function hello(manifest: unknown): Hello {
  const { platform } = process;
  return {
    host: 'electron',
    platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
    version: app.getVersion(),
    locale: systemLocale([...app.getPreferredSystemLanguages(), app.getLocale()]),
    home: app.getPath('home'),
    downloads: app.getPath('downloads'),
    abilities: {
      choose: true,
      browse: false,
      upload: false,
      show: true,
      drag: true,
      trash: true,
      notify: true,
      quit: true,
      sleep: canPower('sleep'),
      shutDown: canPower('shut_down'),
    },
    links: (['report', 'source'] as const).filter((to) => linkAddress(to, manifest) !== null),
  };
}
