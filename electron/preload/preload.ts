import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels } from '../../shared/ipc/channels.ts';
import { callNames, eventNames } from '../../shared/ipc/names.ts';

/**
 * All that the window can reach: calls and events by their names, and where dropped files lie. What goes through is
 * parsed in main, so nothing here is trusted by anybody.
 */
const calls: ReadonlySet<unknown> = new Set(callNames);
const events: ReadonlySet<unknown> = new Set(eventNames);

contextBridge.exposeInMainWorld('convoy', {
  // Answers and events are JSON that the page reads: what is an object here would be copied once more.
  call: (name: unknown, input: unknown): Promise<unknown> => {
    if (!calls.has(name)) return Promise.reject(new Error('there is no such call'));
    return ipcRenderer.invoke(channels.call, name, input);
  },
  on: (name: unknown, listener: (text: unknown) => void): (() => void) => {
    if (!events.has(name)) throw new Error('there is no such event');
    // Electron's own event object would hand the channel over; it stays here.
    const hear = (_: unknown, sent: unknown, text: unknown): void => {
      if (sent === name) listener(text);
    };
    ipcRenderer.on(channels.event, hear);
    return () => void ipcRenderer.off(channels.event, hear);
  },
  pathsOf: (files: readonly File[]): string[] => files.map((file) => webUtils.getPathForFile(file)),
});
