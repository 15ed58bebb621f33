import { readFile, stat, writeFile } from 'node:fs/promises';
import type { Metadata, Sharp } from 'sharp';
import type { Warning } from '../../../shared/model/error.ts';
import type { FrameGeometry, StillEncode, StillLimit, StillRecipe } from '../../../shared/plan/plan.ts';
import { smallerFrame } from '../../../shared/plan/limit/limit-words.ts';
import { pixelLimit } from '../../../shared/plan/picture/still-limits.ts';
import { decodeHeic } from './heic.ts';
import type { StillReply } from '../ports.ts';
import { uprightExif, wrapAsPng } from './png-chunks.ts';
import { loadSharp, openPicture } from './sharp-loader.ts';
import { sniffFile } from './still-probe.ts';
import { encodeWithin } from './still-within.ts';
import { withPlainExif } from './webp-file.ts';

type Converted = Extract<StillReply, { do: 'convert' }>;

/**
 * Runs one recipe with libvips: turn, scale, crop or pad, encode. Camera data (EXIF), XMP and the colour profile stay
 * wherever the format has a place for them.
 *
 * Throws what libvips, libheif or the file system throw, and `target_unreachable` for a size limit that is too small.
 */
export async function convertStill(input: string, output: string, recipe: StillRecipe): Promise<Converted> {
  const source = await openSource(input, recipe);
  if (recipe.limit !== undefined) return convertWithin(source, output, recipe, recipe.limit);
  const info = await (await drawn(source, recipe, false)).toFile(output);
  if (recipe.encode.format === 'webp' && source.metadata.exif !== undefined) await tidyExif(output);
  return {
    do: 'convert',
    width: info.width,
    height: info.height,
    pages: 1,
    bytes: (await stat(output)).size,
    warnings: lostMetadata(source.metadata, recipe.encode.format),
  };
}

/**
 * Writes a HEIC as a PNG of the same pixels, colours and camera data, for whoever needs it more than once: decoding takes
 * a second for eight million pixels, reading the PNG a tenth of that. Three bytes a pixel, and four with alpha.
 */
export async function unpackHeic(
  input: string,
  output: string,
): Promise<Extract<StillReply, { do: 'unpack' }>> {
  const png = await heicAsPng(input);
  await writeFile(output, png);
  return { do: 'unpack', bytes: png.length };
}

async function tidyExif(output: string): Promise<void> {
  const written = await readFile(output);
  const tidy = withPlainExif(written);
  if (tidy !== written) await writeFile(output, tidy);
}

/** The best picture that fits into a size limit. */
async function convertWithin(
  source: Source,
  output: string,
  recipe: StillRecipe,
  limit: StillLimit,
): Promise<Converted> {
  const { metadata } = source;
  const beside = [metadata.exif, metadata.xmp, metadata.icc].reduce(
    (sum, part) => sum + (part?.length ?? 0),
    0,
  );
  const found = await encodeWithin(recipe, limit, beside, async (wanted, bare) => {
    const { data, info } = await (await drawn(source, wanted, bare)).toBuffer({ resolveWithObject: true });
    const bytes = wanted.encode.format === 'webp' ? withPlainExif(data) : data;
    return { bytes, width: info.width, height: info.height };
  });
  await writeFile(output, found.bytes);
  const { output: whole } = recipe.geometry;
  const isSmaller = found.width !== whole.width || found.height !== whole.height;
  return {
    do: 'convert',
    width: found.width,
    height: found.height,
    pages: 1,
    bytes: found.bytes.length,
    warnings: [
      ...(isSmaller ? [smallerFrame(found.width, found.height, null, limit.bytes)] : []),
      ...(found.bare
        ? [{ kind: 'metadata_dropped', message: 'The camera data is left out for the size limit.' }]
        : lostMetadata(metadata, recipe.encode.format)),
    ],
    tries: found.tries,
  };
}

/** The picture as it is to be encoded; `bare` is without camera data and in plain sRGB. */
async function drawn(
  { picture: opened, metadata }: Source,
  recipe: StillRecipe,
  bare: boolean,
): Promise<Sharp> {
  // The pipeline of a source can be used once; a copy of it begins anew.
  const copy = opened.clone();
  let picture = recipe.autoOrient ? copy.autoOrient() : copy;
  if (recipe.flatten !== null) picture = picture.flatten({ background: recipe.flatten });
  picture = shaped(picture, recipe.geometry);
  if (bare) return encoded(picture, recipe.encode);
  return encoded(inItsColours(picture, metadata, recipe).keepExif().keepXmp(), recipe.encode);
}

interface Source {
  readonly picture: Sharp;
  readonly metadata: Metadata;
}

async function openSource(input: string, recipe: StillRecipe): Promise<Source> {
  if (recipe.reader === 'libheif') return openHeic(input);
  const { format } = await sniffFile(input);
  const picture = await openPicture(input, format, {
    limitInputPixels: pixelLimit,
    ...(recipe.page === null ? { animated: true } : recipe.page === 0 ? {} : { page: recipe.page }),
    ...(recipe.density === null ? {} : { density: recipe.density }),
  });
  return { picture, metadata: await picture.metadata() };
}

async function openHeic(input: string): Promise<Source> {
  const sharp = await loadSharp();
  const picture = sharp(await heicAsPng(input), { limitInputPixels: pixelLimit });
  return { picture, metadata: await picture.metadata() };
}

/** Pixels from libheif, everything beside them from the header, which libvips does read. */
async function heicAsPng(input: string): Promise<Buffer> {
  const sharp = await loadSharp();
  const bytes = await readFile(input);
  const { icc, exif, xmp } = await sharp(bytes, { limitInputPixels: false }).metadata();
  return wrapAsPng(decodeHeic(bytes), {
    icc: icc ?? null,
    exif: exif === undefined ? null : uprightExif(exif),
    xmp: xmp ?? null,
  });
}

function shaped(picture: Sharp, { source, scale, crop, pad }: FrameGeometry): Sharp {
  let shape = picture;
  if (scale !== null) shape = shape.resize({ ...scale, fit: 'fill' });
  if (crop !== null) {
    shape = shape.extract({ left: crop.x, top: crop.y, width: crop.width, height: crop.height });
  }
  if (pad !== null) {
    const inner = scale ?? source;
    shape = shape.extend({
      left: pad.x,
      top: pad.y,
      right: pad.width - pad.x - inner.width,
      bottom: pad.height - pad.y - inner.height,
      background: pad.colour === 'transparent' ? { r: 0, g: 0, b: 0, alpha: 0 } : pad.colour,
    });
  }
  return shape;
}

/**
 * Colours stay exactly what they are: the profile is kept and the pixels are not converted. Where that cannot be they
 * become sRGB: CMYK, a profile for greys on a result with colour, and GIF, which has no place for a profile. Greys stay
 * greys and 16 bits stay 16 bits where the format can hold them.
 */
function inItsColours(picture: Sharp, metadata: Metadata, recipe: StillRecipe): Sharp {
  const { encode } = recipe;
  const deep = metadata.depth === 'ushort' && holdsSixteenBits(encode);
  if (metadata.space === 'b-w' || metadata.space === 'grey16') {
    const added = [recipe.geometry.pad?.colour, metadata.hasAlpha ? recipe.flatten : null];
    const coloured = added.some((colour) => typeof colour === 'string' && !isGrey(colour));
    const holdsGrey = encode.format === 'jpeg' || encode.format === 'png' || encode.format === 'tiff';
    if (coloured || !holdsGrey) return picture;
    return picture.toColourspace(deep ? 'grey16' : 'b-w').keepIccProfile();
  }
  if ((metadata.space !== 'srgb' && metadata.space !== 'rgb16') || encode.format === 'gif') return picture;
  const kept = picture.keepIccProfile();
  return deep ? kept.toColourspace('rgb16') : kept;
}

/** Lossless PNG and TIFF; a palette has eight bits. */
function holdsSixteenBits(encode: StillEncode): boolean {
  if (encode.format === 'png') return encode.palette === null;
  return encode.format === 'tiff' && encode.compression === 'deflate';
}

const isGrey = (colour: string): boolean => colour === 'transparent' || /^#([0-9a-f]{2})\1\1$/.test(colour);

/** Applies the encoder's settings. */
async function encoded(picture: Sharp, encode: StillEncode): Promise<Sharp> {
  switch (encode.format) {
    case 'jpeg':
      // mozjpeg's trellis costs three times the CPU for no gain in SSIM at the same size.
      return picture.jpeg({
        quality: encode.quality,
        chromaSubsampling: encode.chroma,
        progressive: true,
        optimiseCoding: true,
      });
    case 'png':
      // Adaptive filters take 1.5 × the CPU and save 8 to 30 %; effort 4 is twice as fast as 7 and 15 % larger.
      return encode.palette === null
        ? picture.png({ compressionLevel: 6, adaptiveFiltering: true })
        : picture.png({ palette: true, quality: encode.palette, effort: 4 });
    case 'webp':
      return picture.webp({
        quality: encode.quality,
        lossless: encode.lossless,
        effort: encode.effort,
      });
    case 'avif':
      return picture.avif({
        quality: encode.quality,
        lossless: encode.lossless,
        effort: encode.effort,
        chromaSubsampling: encode.chroma,
      });
    case 'tiff':
      return picture.tiff({
        compression: encode.compression,
        quality: encode.quality,
        predictor: 'horizontal',
      });
    case 'gif':
      return gif(picture, encode.palette, encode.dither);
  }
}

/** From here on the palette has all of its 256 colours (measured on photos and drawings). */
const fullPalette = 80;

/**
 * sharp's `colours` is rounded up to 2, 4, 16 or 256, so a smaller palette is found first, by libimagequant's quality,
 * and the GIF is made of a picture that has no more colours than that.
 */
async function gif(picture: Sharp, palette: number, dither: number): Promise<Sharp> {
  if (palette >= fullPalette) return picture.gif({ dither, effort: 4 });
  const fewer = await picture
    .png({ palette: true, quality: palette, dither, effort: 4, compressionLevel: 1 })
    .toBuffer();
  const sharp = await loadSharp();
  return sharp(fewer, { limitInputPixels: pixelLimit }).gif({ dither: 0, effort: 4 });
}

/** What a person should hear that the format has no place for. */
function lostMetadata(metadata: Metadata, format: StillEncode['format']): readonly Warning[] {
  if (metadata.exif === undefined || (format !== 'gif' && format !== 'tiff')) return [];
  return [
    {
      kind: 'metadata_dropped',
      message: `The camera data (date, place, camera) is not in the result: ${format.toUpperCase()} files are written without it.`,
    },
  ];
}
