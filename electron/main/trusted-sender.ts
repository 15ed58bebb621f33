import { appOrigin } from './page-files.ts';

/** What Electron says about who sent a message. */
export interface Sender {
  /** Number of the page's contents. */
  readonly contents: number;
  /** Origin of the frame; null when the frame is gone already. */
  readonly origin: string | null;
  readonly mainFrame: boolean;
}

/** Only the main frame of a window that we opened, showing our own page, is heard. */
export function isTrusted(sender: Sender, windows: ReadonlySet<number>): boolean {
  return windows.has(sender.contents) && sender.mainFrame && sender.origin === appOrigin;
}
