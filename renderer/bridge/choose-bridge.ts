import type { Bridge } from './bridge.ts';
import { electronBridge } from './electron-bridge.ts';
import { webBridge } from './web-bridge.ts';

/** The preload puts its door into the page under Electron; anywhere else the page was served by the loopback server. */
export function chooseBridge(): Bridge {
  return window.convoy === undefined ? webBridge() : electronBridge(window.convoy);
}
