import { z } from 'zod';
import { ConvoyError, Warning } from '../../../shared/model/error.ts';
import { MediaFacts } from '../../../shared/model/media.ts';
import type { StillRecipe } from '../../../shared/plan/plan.ts';
import type { StillReply, StillRequest } from '../ports.ts';

/** What goes between the engine and a still worker, parsed on both sides: a worker may be broken, or be replaced. */

const side = z.int().positive();
const offset = z.int().nonnegative();
const percent = z.number().min(1).max(100);
const size = z.strictObject({ width: side, height: side });
const box = size.extend({ x: offset, y: offset });
const rgb = z.string().regex(/^#[0-9a-f]{6}$/);

const geometry = z.strictObject({
  source: size,
  scale: size.nullable(),
  crop: box.nullable(),
  pad: box.extend({ colour: z.union([rgb, z.literal('transparent')]) }).nullable(),
  output: size,
  enlarges: z.boolean(),
});

const effort = z.int().min(0).max(9);
const chroma = z.enum(['4:2:0', '4:4:4']);
const encode = z.discriminatedUnion('format', [
  z.strictObject({ format: z.literal('jpeg'), quality: percent, chroma }),
  z.strictObject({ format: z.literal('png'), palette: percent.nullable() }),
  z.strictObject({ format: z.literal('webp'), quality: percent, lossless: z.boolean(), effort }),
  z.strictObject({ format: z.literal('avif'), quality: percent, lossless: z.boolean(), effort, chroma }),
  z.strictObject({
    format: z.literal('tiff'),
    compression: z.enum(['deflate', 'jpeg']),
    quality: percent,
  }),
  z.strictObject({ format: z.literal('gif'), palette: percent, dither: z.number().min(0).max(1) }),
]);

const recipe = z.strictObject({
  reader: z.enum(['libvips', 'libheif']),
  page: z.int().nonnegative().nullable(),
  autoOrient: z.boolean(),
  geometry,
  flatten: rgb.nullable(),
  density: z.number().min(1).max(100_000).nullable(),
  encode,
  limit: z
    .strictObject({
      bytes: z.number().positive(),
      ladder: z.tuple([encode], encode).readonly(),
      file: z.string(),
    })
    .optional(),
}) satisfies z.ZodType<StillRecipe>;

const path = z.string().min(1);

/** A request with the number under which its answer comes. */
export const RequestMessage = z.strictObject({
  id: z.int(),
  request: z.discriminatedUnion('do', [
    z.strictObject({ do: z.literal('about') }),
    z.strictObject({ do: z.literal('probe'), input: path }),
    z.strictObject({ do: z.literal('convert'), input: path, output: path, recipe }),
    z.strictObject({ do: z.literal('unpack'), input: path, output: path }),
    z.strictObject({
      do: z.literal('frames'),
      input: path,
      output: path,
      start: z.number().nonnegative(),
      end: z.number().positive().nullable(),
    }),
  ]) satisfies z.ZodType<StillRequest>,
});
export type RequestMessage = z.infer<typeof RequestMessage>;

const reply = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('about'),
    libvips: z.string(),
    build: z.enum(['native', 'wasm']),
    writes: z.array(z.string()),
    libheif: z.string().nullable(),
  }),
  z.strictObject({ do: z.literal('probe'), facts: MediaFacts.nullable() }),
  z.strictObject({
    do: z.literal('convert'),
    width: side,
    height: side,
    pages: side,
    bytes: z.number().nonnegative(),
    warnings: z.array(Warning),
    tries: z.array(z.string()).optional(),
  }),
  z.strictObject({ do: z.literal('unpack'), bytes: z.int().positive() }),
  z.strictObject({
    do: z.literal('frames'),
    frames: side,
    duration: z.number().nonnegative(),
    width: side,
    height: side,
  }),
]) satisfies z.ZodType<StillReply>;

/** What a worker says once, when it can be asked: a worker that ends before has not crashed on a picture. */
export const ReadyMessage = z.strictObject({ ready: z.literal(true) });
export type ReadyMessage = z.infer<typeof ReadyMessage>;

/** The answer to one request. `spent` says that the worker's memory has grown so far that a new one is cheaper. */
export type ReplyMessage = { readonly id: number; readonly spent: boolean } & (
  { readonly ok: true; readonly reply: StillReply } | { readonly ok: false; readonly error: ConvoyError }
);
const answered = { id: z.int(), spent: z.boolean() };
export const ReplyMessage = z.discriminatedUnion('ok', [
  z.strictObject({ ...answered, ok: z.literal(true), reply }),
  z.strictObject({ ...answered, ok: z.literal(false), error: ConvoyError }),
]) satisfies z.ZodType<ReplyMessage>;
