import { createRequire } from 'node:module';
import { z } from 'zod';
import { imageFormats } from '../../../shared/model/options.ts';
import type { StillAbilities } from '../ports.ts';
import { libheifLoads } from './heic.ts';
import { isWasmWorker, loadSharp } from './sharp-loader.ts';

/** Says what the picture libraries at hand can do: a format counts when a small picture was written in it. */
export async function aboutStills(): Promise<StillAbilities> {
  const sharp = await loadSharp();
  const dot = { create: { width: 8, height: 8, channels: 3, background: '#336699' } } as const;
  const writes: string[] = [];
  for (const format of imageFormats) {
    const bytes = await sharp(dot)
      .toFormat(format)
      .toBuffer()
      .catch(() => null);
    if (bytes !== null && bytes.length > 0) writes.push(format);
  }
  return {
    libvips: sharp.versions.vips,
    build: isWasmWorker() ? 'wasm' : 'native',
    writes,
    libheif: libheifLoads() ? libheifVersion() : null,
  };
}

const Package = z.object({ version: z.string() });

function libheifVersion(): string | null {
  const found = Package.safeParse(createRequire(import.meta.url)('libheif-js/package.json'));
  return found.success ? found.data.version : null;
}
