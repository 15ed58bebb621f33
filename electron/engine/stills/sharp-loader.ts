import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type sharpFunction from 'sharp';
import type { Sharp, SharpOptions } from 'sharp';
import { fail } from '../../../shared/model/error.ts';
import type { StillSniff } from './sniff-still.ts';

/** libvips, loaded when the first picture needs it (60 ms), with the settings that every use shares. */

type SharpModule = typeof sharpFunction;

let loading: Promise<SharpModule> | null = null;

/** The module. Nothing is cached between pictures: every job has another file, and memory is worth more. */
export function loadSharp(): Promise<SharpModule> {
  if (loading === null && isWasmWorker()) refuseAddons();
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    // The pool runs one worker a slot; threads inside them would only fight for the same cores.
    sharp.concurrency(1);
    return sharp;
  });
  return loading;
}

/** True in a worker that was started with native add-ons off, where sharp falls back to its WebAssembly build. */
export function isWasmWorker(): boolean {
  return process.execArgv.includes('--no-addons');
}

/**
 * Node holds `--no-addons`; Electron's utility processes take the flag, show it and load add-ons all the same (seen
 * with Electron 33), so the crash that the other build is to get around would come again.
 */
function refuseAddons(): void {
  process.dlopen = () => {
    throw new Error('native add-ons are off in this worker');
  };
}

/**
 * Opens a picture with our limits. Settings that a caller gives come on top of them.
 *
 * An SVG goes in as bytes: given a path, librsvg follows references to files beside it. So does a file whose name ends
 * in `]`, which libvips would take for loader options.
 */
export async function openPicture(input: string, format: StillSniff, options: SharpOptions): Promise<Sharp> {
  const sharp = await loadSharp();
  if (format === 'svg' && isWasmWorker()) {
    // It draws SVG with another library, which opens files that the drawing names by absolute path.
    throw fail('input_unsupported', {
      file: path.basename(input),
      reason: 'SVG needs the native libvips, which does not run here',
    });
  }
  const inMemory = format === 'svg' || input.endsWith(']');
  return sharp(inMemory ? await readFile(input) : input, {
    // A truncated picture must not become a good-looking half of one.
    failOn: 'truncated',
    unlimited: false,
    sequentialRead: true,
    ...options,
  });
}
