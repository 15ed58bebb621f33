import type { ShellHandlers } from '../../shared/ipc/contract.ts';
import type { Hello } from '../../shared/ipc/shell-calls.ts';
import { type ConvoyFailure, fail } from '../../shared/model/error.ts';

/** What a browser can have of the shell around the window: to know where it is, and a reason for all the rest. */

export interface WebShellDeps {
  readonly version: string;
  readonly home: string;
  /** Folder for results of what was fetched. */
  readonly downloads: string;
  readonly platform: NodeJS.Platform;
  /** BCP 47. */
  readonly locale: string;
  /** Whether originals can go to the trash of the server. */
  readonly trash: boolean;
}

export function createWebShell(deps: WebShellDeps): ShellHandlers {
  return {
    'shell:hello': () => helloOf(deps),
    'shell:choose': () => {
      throw notHere(
        'a browser cannot open the dialogs of the server',
        'Send files, or browse the server’s folders.',
      );
    },
    'shell:open': () => {
      throw notHere('a browser cannot open programs on the server', 'Download the file.');
    },
    'shell:show': () => {
      throw notHere('a browser cannot open folders on the server', 'Download the file.');
    },
    'shell:show_watched': () => {
      throw notHere('a browser cannot open folders on the server', 'Open it on the server.');
    },
    'shell:show_full_disk': () => {
      throw notHere('a browser cannot open folders on the server', 'Make room on the server.');
    },
    'shell:drag_result': () => {
      throw notHere('a result cannot be dragged out of a browser', 'Download the file.');
    },
    'shell:copy': () => {
      throw notHere('the browser copies by itself', 'Allow the page to use the clipboard.');
    },
    'shell:link': () => {
      throw notHere('the browser opens links by itself', 'Allow the page to open them.');
    },
    'shell:open_link': () => {
      throw notHere('the browser opens links by itself', 'Allow the page to open them.');
    },
    'shell:save_text': () => {
      throw notHere('the browser saves files by itself', 'Allow the page to download them.');
    },
    // Nothing ever counts down here.
    'shell:cancel_when_done': () => null,
  };
}

function notHere(reason: string, hint: string): ConvoyFailure {
  return fail('conflict', { reason, hint });
}

export function helloOf({ version, home, downloads, platform, locale, trash }: WebShellDeps): Hello {
  return {
    host: 'web',
    platform: platform === 'win32' || platform === 'darwin' ? platform : 'linux',
    version,
    locale,
    home,
    downloads,
    abilities: {
      choose: false,
      browse: true,
      upload: true,
      show: false,
      drag: false,
      trash,
      notify: false,
      quit: false,
      sleep: false,
      shutDown: false,
    },
    // The browser does not know what the package names.
    links: [],
  };
}
