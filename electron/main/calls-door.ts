import { ipcMain } from 'electron';
import { channels } from '../../shared/ipc/channels.ts';
import { isTrusted } from './trusted-sender.ts';

/**
 * Answers a call of a page with JSON of `{ ok, value }` or `{ ok, error }`. Never rejects. A page that is not trusted gets
 * a refusal and nothing else.
 */
export type AnswerCall = (trusted: boolean, name: unknown, input: unknown) => Promise<string>;

/**
 * The one door through which the window asks. Who asks is checked at once, while the frame is there; the answer waits
 * for the part of main that gives it. `windows` are the contents of windows that we opened.
 */
export function openCallsDoor(windows: ReadonlySet<number>, answering: Promise<AnswerCall>): void {
  ipcMain.handle(channels.call, async (event, name: unknown, input: unknown): Promise<string> => {
    const frame = event.senderFrame;
    const sender = {
      contents: event.sender.id,
      origin: frame?.origin ?? null,
      mainFrame: frame !== null && frame === event.sender.mainFrame,
    };
    const trusted = isTrusted(sender, windows);
    const answer = await answering;
    return answer(trusted, name, input);
  });
}
