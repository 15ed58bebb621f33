import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels } from '../../shared/ipc/channels.ts';
import { callNames, eventNames } from '../../shared/ipc/names.ts';

/**
 * All that the window can reach: calls and events by their names, and where dropped files lie. What goes through is
 * parsed in main, so nothing here is trusted by anybody.
 */
const calls: ReadonlySet<unknown> = new Set(callNames);
const events: ReadonlySet<unknown> = new Set(eventNames);
const listeners = new Map<unknown, Set<(text: unknown) => void>>();

// One for all of the page's: an eleventh on the channel is taken for a leak, and finding out where it was added costs the
// start of the window some 50 ms. Electron's own event object would hand the channel over; it stays here.
ipcRenderer.on(channels.event, (_, name: unknown, text: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(text);
});

contextBridge.exposeInMainWorld('convoy', {
  // Answers and events are JSON that the page reads: what is an object here would be copied once more.
  call: (name: unknown, input: unknown): Promise<unknown> => {
    if (!calls.has(name)) return Promise.reject(new Error('there is no such call'));
    return ipcRenderer.invoke(channels.call, name, input);
  },
  on: (name: unknown, listener: (text: unknown) => void): (() => void) => {
    if (!events.has(name)) throw new Error('there is no such event');
    const heard = listeners.get(name) ?? new Set();
    listeners.set(name, heard.add(listener));
    return () => void heard.delete(listener);
  },
  pathsOf: (files: readonly File[]): string[] => files.map((file) => webUtils.getPathForFile(file)),
});
