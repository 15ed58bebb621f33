import { createRequire } from 'node:module';
import { z } from 'zod';
import type { RawPixels } from './png-chunks.ts';

/**
 * HEIC pictures through libheif's WebAssembly build, because the libvips at hand cannot decode HEVC. libheif puts tile
 * grids together and applies the container's turn and crop, so what comes out is upright and whole.
 */

/** What we use of the module; the package's own types call most of it `any`. */
interface LibHeif {
  heif_context_alloc(): object;
  heif_context_free(context: object): void;
  heif_context_read_from_memory(context: object, bytes: Uint8Array): unknown;
  heif_js_context_get_primary_image_handle(context: object): unknown;
  heif_image_handle_release(handle: object): void;
  heif_image_handle_has_alpha_channel(handle: object): number;
  heif_js_decode_image2(handle: object, colourspace: unknown, chroma: unknown): unknown;
  heif_image_release(image: object): void;
  readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown };
  readonly heif_chroma: {
    readonly heif_chroma_interleaved_RGB: unknown;
    readonly heif_chroma_interleaved_RGBA: unknown;
  };
}

const Failure = z.object({ code: z.object({ value: z.number() }), message: z.string() });
const Decoded = z.object({
  image: z.custom<object>((value) => typeof value === 'object' && value !== null),
  channels: z.array(
    z.object({
      data: z.instanceof(Uint8Array),
      stride: z.int().positive(),
      width: z.int().positive(),
      height: z.int().positive(),
    }),
  ),
});

let loaded: LibHeif | null = null;

/** Loading takes 140 ms, so it waits for the first HEIC. */
function libheif(): LibHeif {
  loaded ??= createRequire(import.meta.url)('libheif-js/wasm-bundle') as LibHeif;
  return loaded;
}

/** True when the module is there and starts. */
export function libheifLoads(): boolean {
  try {
    libheif();
    return true;
  } catch {
    return false;
  }
}

/** Why libheif could not read a picture, in its own words. */
export class HeifFailure extends Error {
  override readonly name = 'HeifFailure';
}

/** Pixels of a HEIC's primary picture, eight bits a channel, upright; throws `HeifFailure`. */
export function decodeHeic(bytes: Uint8Array): RawPixels {
  return withPrimary(bytes, (lib, handle) => {
    const channels = lib.heif_image_handle_has_alpha_channel(handle) === 0 ? 3 : 4;
    const chroma =
      channels === 4
        ? lib.heif_chroma.heif_chroma_interleaved_RGBA
        : lib.heif_chroma.heif_chroma_interleaved_RGB;
    const answer = lib.heif_js_decode_image2(handle, lib.heif_colorspace.heif_colorspace_RGB, chroma);
    const decoded = Decoded.safeParse(answer);
    if (!decoded.success) throw new HeifFailure(messageOf(answer));
    try {
      const plane = decoded.data.channels[0];
      if (plane === undefined) throw new HeifFailure('the decoder gave no pixels');
      return withoutGaps(plane, channels);
    } finally {
      lib.heif_image_release(decoded.data.image);
    }
  });
}

type Plane = z.infer<typeof Decoded>['channels'][number];

/** Copies the rows out of the module's memory, which the next picture overwrites. */
function withoutGaps(plane: Plane, channels: 3 | 4): RawPixels {
  const { width, height, stride } = plane;
  const row = width * channels;
  const data = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) data.set(plane.data.subarray(y * stride, y * stride + row), y * row);
  return { data, width, height, channels };
}

function withPrimary<T>(bytes: Uint8Array, use: (lib: LibHeif, handle: object) => T): T {
  // libheif decodes the tiles that are there and leaves the others black, without a word.
  if (endsTooEarly(bytes)) throw new HeifFailure('unexpected end of file');
  const lib = libheif();
  const context = lib.heif_context_alloc();
  try {
    const read = Failure.safeParse(lib.heif_context_read_from_memory(context, bytes));
    if (read.success && read.data.code.value !== 0) throw new HeifFailure(read.data.message);
    const handle = lib.heif_js_context_get_primary_image_handle(context);
    if (typeof handle !== 'object' || handle === null || 'code' in handle) {
      throw new HeifFailure(messageOf(handle));
    }
    try {
      return use(lib, handle);
    } finally {
      lib.heif_image_handle_release(handle);
    }
  } finally {
    lib.heif_context_free(context);
  }
}

function messageOf(answer: unknown): string {
  const failure = Failure.safeParse(answer);
  return failure.success ? failure.data.message : 'the picture cannot be decoded';
}

/** True when a top-level box (ISO 14496-12, 4.2) reaches beyond the end of the file. */
export function endsTooEarly(bytes: Uint8Array): boolean {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 16 <= bytes.length;) {
    const short = data.getUint32(at);
    // 0 = to the end of the file; 1 = the size follows in 64 bits; anything below 8 is for libheif to judge.
    const size = short === 1 ? Number(data.getBigUint64(at + 8)) : short;
    if (size < 8) return false;
    at += size;
    if (at > bytes.length) return true;
  }
  return false;
}
