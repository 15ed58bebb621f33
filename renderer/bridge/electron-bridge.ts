import { convoyError } from '../../shared/model/error.ts';
import { type Bridge, CallFailed, mediaPath } from './bridge.ts';
import { parseAnswer } from './parse-answer.ts';

/** What the preload gives the page. */
export interface PreloadDoor {
  /** The answer is JSON. */
  readonly call: (name: string, input: unknown) => Promise<string>;
  /** `text` is JSON of what the event says. */
  readonly on: (name: string, listener: (text: string) => void) => () => void;
  /** Absolute paths, in the order of the files; empty for one that lies nowhere, as a picture from the clipboard. */
  readonly pathsOf: (files: File[]) => string[];
}

declare global {
  interface Window {
    readonly convoy?: PreloadDoor;
  }
}

/** The window under Electron. */
export function electronBridge(door: PreloadDoor): Bridge {
  return {
    call: async (name, input) => parseAnswer(name, parsedText(await door.call(name, input))),
    on: (name, listener) => door.on(name, (text) => listener(JSON.parse(text) as never)),
    pathsOf: (files) => door.pathsOf([...files]).filter((path) => path !== ''),
    upload: () =>
      Promise.reject(
        new CallFailed(convoyError('invalid_request', { reason: 'files of this computer are not sent' })),
      ),
    mediaUrl: (place) => `media://convoy/${mediaPath(place)}`,
  };
}

/** A text that is no JSON reads as nothing, which is no answer. */
function parsedText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
