import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MediaFacts, Still } from '../../../shared/model/media.ts';
import {
  type ImageFormat,
  type ImageOptions,
  fits,
  imageFormats,
  positions,
  qualityWords,
} from '../../../shared/model/options.ts';
import { planImage } from '../../../shared/plan/picture/image.ts';
import type { Plan, StillEncode, StillStep } from '../../../shared/plan/plan.ts';
import { context, media, shown, still, video } from './media-fixtures.ts';

const picture = (more: Partial<Still> = {}): MediaFacts =>
  media({ formats: [more.format ?? 'jpeg'], duration: null, video: [], audio: [], still: still(more) });

function planned(facts: MediaFacts, options: ImageOptions = {}): Plan {
  const result = planImage(facts, options, context());
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function refused(facts: MediaFacts, options: ImageOptions = {}) {
  const result = planImage(facts, options, context());
  return result.ok ? null : { kind: result.error.kind, message: result.error.message };
}

function stillStep(plan: Plan): StillStep {
  const last = plan.steps.at(-1);
  if (last?.tool !== 'still') throw new Error('the last step is no still');
  return last;
}

const kinds = (plan: Plan) => plan.warnings.map((w) => w.kind);
const encodeOf = (options: ImageOptions): StillEncode => stillStep(planned(picture(), options)).recipe.encode;

describe('a still', () => {
  it('is one step, turned upright, with everything said that the file must be', () => {
    const { estimate, ...plan } = planned(picture({ orientation: 6 }), { format: 'webp', width: 1600 });
    expect(estimate?.low).toBeGreaterThan(20_000);
    expect(estimate?.high).toBeLessThan(1_000_000);
    expect(plan).toEqual({
      kind: 'image',
      mode: 'encode',
      lane: 'still',
      streams: [
        {
          type: 'picture',
          index: 0,
          from: 'jpeg',
          action: 'encode',
          to: 'webp',
          reason: 'webp was asked',
        },
      ],
      steps: [
        {
          tool: 'still',
          label: 'convert',
          from: { input: 0 },
          recipe: {
            reader: 'libvips',
            page: 0,
            autoOrient: true,
            geometry: {
              source: { width: 3000, height: 4000 },
              scale: { width: 1600, height: 2133 },
              crop: null,
              pad: null,
              output: { width: 1600, height: 2133 },
              enlarges: false,
            },
            flatten: null,
            density: null,
            encode: { format: 'webp', quality: 72, lossless: false, effort: 4 },
          },
          progress: { duration: null, frames: 1, weight: 1 },
        },
      ],
      result: {
        form: 'file',
        ext: 'webp',
        format: 'webp',
        mime: 'image/webp',
        size: { width: 1600, height: 2133 },
      },
      expect: {
        streams: [{ type: 'picture', codec: 'webp', width: 1600, height: 2133 }],
        duration: null,
        tolerance: 0,
      },
      warnings: [],
      note: 'jpeg to webp, 1600 × 2133',
    });
  });

  it('has the usual extensions', () => {
    const exts = imageFormats.map((format) => planned(picture(), { format }).result.ext);
    expect(exts).toEqual(['jpg', 'png', 'webp', 'avif', 'tif', 'gif']);
  });

  it('is left unturned when asked, with its orientation', () => {
    const facts = picture({ orientation: 6 });
    const plan = planned(facts, { format: 'jpeg', auto_orient: false });
    expect(stillStep(plan).recipe.autoOrient).toBe(false);
    expect(plan.result.size).toEqual({ width: 4000, height: 3000 });
    // AVIF says the turn in its container, so its size counts as turned.
    expect(planned(facts, { format: 'avif', auto_orient: false }).result.size).toEqual({
      width: 3000,
      height: 4000,
    });
    expect(kinds(planned(facts, { format: 'gif', auto_orient: false }))).toEqual(['orientation_dropped']);
  });

  it('comes out of HEIC through libheif, which has turned it already', () => {
    const facts = picture({ format: 'heic', reader: 'libheif' });
    expect(stillStep(planned(facts)).recipe).toMatchObject({ reader: 'libheif', autoOrient: false });
    expect(kinds(planned(facts, { auto_orient: false }))).toEqual(['no_effect']);
  });

  it('is drawn at the size it will have when it is an SVG', () => {
    const svg = picture({ format: 'svg', width: 40, height: 30, alpha: true });
    expect(stillStep(planned(svg)).recipe.density).toBe(72);
    expect(stillStep(planned(svg, { width: 400 })).recipe.density).toBe(720);
    expect(stillStep(planned(svg, { width: 20 })).recipe.density).toBe(72);
  });

  it('says what its format cannot hold', () => {
    const transparent = picture({ format: 'png', alpha: true, bitDepth: 16 });
    const flattened = planned(transparent, { format: 'jpeg' });
    expect(stillStep(flattened).recipe.flatten).toBe('#ffffff');
    expect(flattened.warnings).toEqual([
      {
        kind: 'alpha_flattened',
        message: 'JPEG has no transparency: transparent parts become #ffffff.',
      },
      { kind: 'bit_depth_reduced', message: '16 bits a colour become 8 in this JPEG.' },
    ]);
    const coloured = { format: 'jpeg', width: 9, height: 9, background: '#336699' } as const;
    expect(stillStep(planned(transparent, coloured)).recipe.flatten).toBe('#336699');
    expect(kinds(planned(transparent, { format: 'png' }))).toEqual([]);
    expect(kinds(planned(transparent, { format: 'png', quality: 'low' }))).toEqual(['bit_depth_reduced']);
  });

  it('pads transparently where the format can', () => {
    const box = { width: 100, height: 100 } as const;
    const colour = (format: ImageFormat) =>
      stillStep(planned(picture(), { ...box, format })).recipe.geometry.pad?.colour;
    expect(imageFormats.map(colour)).toEqual([
      '#000000',
      'transparent',
      'transparent',
      'transparent',
      'transparent',
      'transparent',
    ]);
  });

  it('has no time', () => {
    expect(refused(picture(), { start: 1 })).toEqual({
      kind: 'invalid_option',
      message: 'start: it chooses a frame of a video or an animation, and this is a single picture.',
    });
  });

  it('may be large, but not too large', () => {
    expect(refused(picture({ format: 'png', width: 30_000, height: 30_000 }))).toEqual({
      kind: 'limits_exceeded',
      message:
        '“clip.mov” is larger than Convoy accepts: 30000×30000 are 900 megapixels, and 268 are the most.',
    });
    const panorama = picture({ width: 40_000, height: 3000 });
    expect(refused(panorama, { format: 'webp' })?.kind).toBe('limits_exceeded');
    expect(refused(panorama, { format: 'jpeg' })).toBeNull();
    expect(refused(panorama, { format: 'webp', width: 1600 })).toBeNull();
    const heic = { format: 'heic', reader: 'libheif', width: 16_000, height: 12_000 } as const;
    expect(refused(picture(heic), { width: 10 })?.kind).toBe('limits_exceeded');
  });
});

describe('quality', () => {
  it('means about the same in every format', () => {
    const numbers = (format: 'jpeg' | 'webp' | 'avif') =>
      qualityWords.map((quality) => {
        const encode = encodeOf({ format, quality });
        return 'quality' in encode ? encode.quality : null;
      });
    expect(numbers('jpeg')).toEqual([45, 60, 75, 85, 93]);
    expect(numbers('webp')).toEqual([40, 55, 72, 82, 92]);
    expect(numbers('avif')).toEqual([45, 50, 58, 68, 87]);
  });

  it('keeps all colour detail from the best on', () => {
    expect(encodeOf({ format: 'jpeg', quality: 'very_high' })).toEqual({
      format: 'jpeg',
      quality: 93,
      chroma: '4:4:4',
    });
    expect(encodeOf({ format: 'jpeg', compression: 89 })).toEqual({
      format: 'jpeg',
      quality: 89,
      chroma: '4:2:0',
    });
    expect(encodeOf({ format: 'avif', compression: 90 })).toMatchObject({ quality: 90, chroma: '4:4:4' });
  });

  it('leaves PNG and TIFF lossless until less is asked', () => {
    expect([
      encodeOf({ format: 'png' }),
      encodeOf({ format: 'png', quality: 'very_high' }),
      encodeOf({ format: 'png', quality: 'low' }),
      encodeOf({ format: 'png', compression: 50 }),
      encodeOf({ format: 'tiff' }),
      encodeOf({ format: 'tiff', compression: 60 }),
    ]).toEqual([
      { format: 'png', palette: null },
      { format: 'png', palette: null },
      { format: 'png', palette: 30 },
      { format: 'png', palette: 50 },
      { format: 'tiff', compression: 'deflate', quality: 75 },
      { format: 'tiff', compression: 'jpeg', quality: 60 },
    ]);
  });

  it('is lossless when asked', () => {
    expect(encodeOf({ format: 'webp', lossless: true })).toMatchObject({ lossless: true });
    expect(encodeOf({ format: 'avif', lossless: true })).toMatchObject({ lossless: true, chroma: '4:4:4' });
  });

  it('makes a larger estimate of better pictures', () => {
    for (const format of ['jpeg', 'webp', 'avif'] as const) {
      const highs = qualityWords.map(
        (quality) => planned(picture(), { format, quality }).estimate?.high ?? 0,
      );
      expect(highs).toEqual(highs.toSorted((a, b) => a - b));
    }
  });
});

describe('several pictures in one file', () => {
  const animated = picture({ format: 'gif', pages: 5, delays: [300, 40, 100, 40, 120] });
  const page = (options: ImageOptions) => stillStep(planned(animated, options)).recipe.page;

  it('give the one that is shown at the start', () => {
    expect([undefined, 0, 0.299, 0.3, 0.45, 0.599].map((start) => page({ start }))).toEqual([
      0, 0, 0, 1, 3, 4,
    ]);
    expect(planned(animated).warnings).toEqual([
      {
        kind: 'one_picture_kept',
        message: 'Only one of 5 frames is kept. The animation kind keeps them all.',
      },
    ]);
    expect(refused(animated, { start: 0.6 })).toEqual({
      kind: 'invalid_option',
      message: 'start cannot be 0.6 s; it can be 0 to less than 0.6 s, the length of the input.',
    });
  });

  it('are pages when they have no times', () => {
    const pages = picture({ format: 'tiff', pages: 3 });
    expect(planned(pages).warnings).toEqual([
      { kind: 'one_picture_kept', message: 'Only the first of 3 pages is kept.' },
    ]);
    expect(refused(pages, { start: 1 })?.kind).toBe('invalid_option');
  });
});

describe('what ffmpeg must open', () => {
  it('is a frame of a video, as it is shown', () => {
    const turned = media({ video: [video({ rotation: 90 })] });
    const plan = planned(turned, { format: 'jpeg', start: 5, height: 960 });
    const [first] = plan.steps;
    expect(first.tool === 'ffmpeg' && shown(first.args)).toContain('-ss 5');
    expect(stillStep(plan)).toMatchObject({
      from: { scratch: 'frame.png' },
      recipe: { autoOrient: false, geometry: { source: { width: 1080, height: 1920 } } },
    });
    expect(plan.streams).toMatchObject([{ type: 'video', from: 'h264', to: 'jpeg' }]);
    expect(plan.result.size).toEqual({ width: 540, height: 960 });
    expect(refused(media(), { start: 60 })).toEqual({
      kind: 'invalid_option',
      message: 'start cannot be 60 s; it can be 0 to less than 60 s, the length of the input.',
    });
  });

  it('is one frame of an animation, which is said', () => {
    const apng = media({ formats: ['apng'], video: [video({ codec: 'apng', frames: 12 })], audio: [] });
    expect(kinds(planned(apng))).toEqual(['one_picture_kept']);
  });

  it('is the cover of an audio file', () => {
    const song = media({ video: [], pictures: [{ index: 1, codec: 'mjpeg', width: 600, height: 500 }] });
    const plan = planned(song);
    const [first] = plan.steps;
    expect(first.tool === 'ffmpeg' && shown(first.args)).toContain('-map 0:1');
    expect(plan.result.size).toEqual({ width: 600, height: 500 });
    expect(plan.streams).toMatchObject([{ type: 'picture', index: 1, from: 'mjpeg' }]);
    expect(refused(song, { start: 1 })?.kind).toBe('invalid_option');
  });

  it('is a rarer picture format', () => {
    const bmp = picture({ format: 'bmp', reader: 'ffmpeg' });
    expect(planned(bmp).steps.map((step) => step.tool)).toEqual(['ffmpeg', 'still']);
    expect(refused(bmp, { start: 1 })?.kind).toBe('invalid_option');
  });

  it('is refused when there is no picture', () => {
    expect(refused(media({ video: [] }))).toEqual({
      kind: 'input_unsupported',
      message: '“clip.mov” cannot be converted this way: there is no picture in it.',
    });
  });
});

describe('for every picture and every option', () => {
  const facts = fc
    .record({
      format: fc.constantFrom('jpeg', 'png', 'webp', 'avif', 'tiff', 'gif', 'svg', 'heic'),
      width: fc.integer({ min: 1, max: 40_000 }),
      height: fc.integer({ min: 1, max: 40_000 }),
      orientation: fc.integer({ min: 1, max: 8 }),
      alpha: fc.boolean(),
      bitDepth: fc.constantFrom(8, 16),
      delays: fc.array(fc.integer({ min: 20, max: 1000 }), { maxLength: 4 }),
    })
    .map((s) =>
      picture({
        ...s,
        reader: s.format === 'heic' ? 'libheif' : 'libvips',
        pages: Math.max(1, s.delays.length),
      }),
    );
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const side = maybe(fc.oneof(fc.integer({ min: 1, max: 16_383 }), fc.constantFrom('1%', '50%', '1000%')));
  const options: fc.Arbitrary<ImageOptions> = fc.record({
    format: maybe(fc.constantFrom(...imageFormats)),
    quality: maybe(fc.constantFrom(...qualityWords)),
    compression: maybe(fc.integer({ min: 1, max: 100 })),
    lossless: maybe(fc.boolean()),
    width: side,
    height: side,
    fit: maybe(fc.constantFrom(...fits)),
    position: maybe(fc.constantFrom(...positions)),
    background: fc.constantFrom(undefined, '#102030'),
    start: maybe(fc.double({ min: 0, max: 4, noNaN: true })),
    auto_orient: maybe(fc.boolean()),
  });

  it('there is a plan that says the size of its own geometry, or a refusal that names the reason', () => {
    fc.assert(
      fc.property(facts, options, (given, asked) => {
        const result = planImage(given, asked, context());
        if (!result.ok) {
          expect(['limits_exceeded', 'invalid_option']).toContain(result.error.kind);
          return;
        }
        const { output } = stillStep(result.value).recipe.geometry;
        const { size, format } = result.value.result;
        expect([output, { width: output.height, height: output.width }]).toContainEqual(size);
        if (format !== 'avif') expect(size).toEqual(output);
        const estimate = result.value.estimate ?? { low: -1, high: -1 };
        expect(estimate.low > 0 && estimate.high > estimate.low).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
