import type { EventOf, Input, Output } from '../../shared/ipc/contract.ts';
import type { CallName, EventName } from '../../shared/ipc/names.ts';
import type { ConvoyError } from '../../shared/model/error.ts';

/** What the window is connected to: Electron's main process or the loopback server, through the same few methods. */
export interface Bridge {
  /** Asks; rejects with a `CallFailed` when the answer is a refusal. */
  call<K extends CallName>(name: K, input: Input<K>): Promise<Output<K>>;
  /** Hears an event; returns the way to stop hearing. */
  on<K extends EventName>(name: K, listener: (event: EventOf<K>) => void): () => void;
  /** Absolute paths of dropped or pasted files; null where the host cannot see them and they must be sent. */
  pathsOf(files: readonly File[]): readonly string[] | null;
  /**
   * Sends files to a host that cannot see them, keeping the tree below a dropped folder; gives the paths they have
   * there. `onProgress` hears bytes sent of all bytes.
   */
  upload(
    files: readonly UploadFile[],
    onProgress: (sent: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<readonly string[]>;
  /** Address of a picture or a result for `img`, `video` and downloads. */
  mediaUrl(place: MediaPlace): string;
  /** Hears that the host is out of reach, and that it is back; absent where it cannot go away. */
  onConnection?(listener: (state: 'lost' | 'back') => void): () => void;
}

export interface UploadFile {
  readonly file: File;
  /** Path below the dropped folder, with forward slashes; the name when a single file was dropped. */
  readonly relative: string;
}

/** What a media address leads to. All of them name a job or a key that the engine issued, never a path. */
export type MediaPlace =
  | { readonly what: 'thumb'; readonly id: string; readonly of: 'input' | 'result'; readonly version: number }
  | { readonly what: 'file'; readonly id: string; readonly of: 'input' | 'result' }
  /** A file of a result that is a folder, by its path in there with forward slashes. */
  | { readonly what: 'part'; readonly id: string; readonly path: string }
  | { readonly what: 'compare'; readonly key: string };

/** The path of a media address, the same on both hosts: `media://convoy/<path>` and `/media/<path>`. */
export function mediaPath(place: MediaPlace): string {
  switch (place.what) {
    case 'thumb':
      return `thumb/${place.id}/${place.of}?v=${place.version}`;
    case 'file':
      return `file/${place.id}/${place.of}`;
    case 'part':
      return `file/${place.id}/result/${place.path.split('/').map(encodeURIComponent).join('/')}`;
    case 'compare':
      return `compare/${encodeURIComponent(place.key)}`;
  }
}

/** A call was refused; the error is the engine's, ready to be shown. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  readonly error: ConvoyError;
  constructor(error: ConvoyError) {
    super(error.message);
    this.error = error;
  }
}
