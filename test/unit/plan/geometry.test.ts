import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits, positions } from '../../../shared/model/options.ts';
import {
  type GeometryRequest,
  displayedSize,
  exifTurn,
  geometryFilters,
  planGeometry,
} from '../../../shared/plan/picture/geometry.ts';

const still = { even: false, alpha: false, mayEnlarge: true } as const;
const video = { even: true, alpha: false, mayEnlarge: true } as const;
const portrait = { width: 2160, height: 3840 };

function planned(request: GeometryRequest) {
  const result = planGeometry(request);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
const filters = (request: GeometryRequest) => geometryFilters(planned(request).geometry);
const warningKinds = (request: GeometryRequest) => planned(request).warnings.map((w) => w.kind);

describe('displayedSize', () => {
  it('folds the pixel shape into the width, then turns', () => {
    expect(displayedSize({ width: 720, height: 576 }, 0, 64 / 45)).toEqual({ width: 1024, height: 576 });
    expect(displayedSize({ width: 720, height: 576 }, 90, 64 / 45)).toEqual({ width: 576, height: 1024 });
    expect(displayedSize({ width: 320, height: 240 }, 180, 1)).toEqual({ width: 320, height: 240 });
    expect(displayedSize({ width: 320, height: 240 }, 270, 1)).toEqual({ width: 240, height: 320 });
    expect(displayedSize({ width: 1, height: 9 }, 0, 0.1)).toEqual({ width: 1, height: 9 });
  });
});

describe('exifTurn', () => {
  it('knows all eight orientations', () => {
    const turns = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => exifTurn(n));
    expect(turns).toEqual([
      { rotation: 0, mirrored: false },
      { rotation: 0, mirrored: true },
      { rotation: 180, mirrored: false },
      { rotation: 180, mirrored: true },
      { rotation: 270, mirrored: true },
      { rotation: 90, mirrored: false },
      { rotation: 90, mirrored: true },
      { rotation: 270, mirrored: false },
    ]);
    expect(exifTurn(9)).toEqual({ rotation: 0, mirrored: false });
  });
});

describe('both sides', () => {
  const box = { displayed: portrait, ...video, width: 1280, height: 720 };

  it('contains by padding to the exact box', () => {
    expect(filters({ ...box, fit: 'contain', background: '#336699' })).toEqual([
      'scale=406:720',
      'pad=1280:720:438:0:color=0x336699',
      'setsar=1',
    ]);
    expect(filters(box)[1]).toBe('pad=1280:720:438:0:color=0x000000');
    expect(filters({ ...box, position: 'top_left' })[1]).toBe('pad=1280:720:0:0:color=0x000000');
    expect(filters({ ...box, position: 'right' })[1]).toBe('pad=1280:720:874:0:color=0x000000');
  });

  it('pads transparently where the result can be, unless a colour is given', () => {
    expect(filters({ ...box, alpha: true })[1]).toBe('pad=1280:720:438:0:color=black@0');
    expect(filters({ ...box, alpha: true, background: '#ffffff' })[1]).toBe(
      'pad=1280:720:438:0:color=0xffffff',
    );
  });

  it('covers by cropping at the position', () => {
    const cover = { ...box, width: 640, height: 640, fit: 'cover' } as const;
    expect(filters(cover)).toEqual(['scale=640:1138', 'crop=640:640:0:248', 'setsar=1']);
    expect(filters({ ...cover, position: 'top' })[1]).toBe('crop=640:640:0:0');
    expect(filters({ ...cover, position: 'bottom_right' })[1]).toBe('crop=640:640:0:498');
  });

  it('fills by stretching', () => {
    expect(filters({ ...box, width: 640, height: 360, fit: 'fill' })).toEqual(['scale=640:360', 'setsar=1']);
    expect(warningKinds({ ...box, width: 640, height: 360, fit: 'fill', position: 'top' })).toEqual([
      'no_effect',
    ]);
  });

  it('takes shares of the displayed size, without a bar from rounding', () => {
    expect(filters({ ...box, width: '50%', height: '50%' })).toEqual(['scale=1080:1920', 'setsar=1']);
    const odd = { displayed: { width: 321, height: 241 }, ...still, width: '50%', height: '50%' } as const;
    expect(filters(odd)).toEqual(['scale=161:121', 'setsar=1']);
  });

  it('passes the scaler on', () => {
    const { geometry } = planned({ ...box, fit: 'fill' });
    expect(geometryFilters(geometry, 'lanczos')).toEqual(['scale=1280:720:flags=lanczos', 'setsar=1']);
  });
});

describe('one side or none', () => {
  it('keeps the shape', () => {
    const wide = { displayed: { width: 854, height: 480 }, ...still };
    expect(planned({ ...wide, width: 480 }).geometry.output).toEqual({ width: 480, height: 270 });
    expect(planned({ ...wide, height: '50%' }).geometry.output).toEqual({ width: 427, height: 240 });
    expect(planned({ ...wide, even: true, height: '50%' })).toMatchObject({
      geometry: { output: { width: 428, height: 240 } },
      warnings: [],
    });
  });

  it('does nothing when nothing is asked', () => {
    const { geometry, warnings } = planned({ displayed: { width: 321, height: 241 }, ...still });
    expect(geometry).toEqual({
      source: { width: 321, height: 241 },
      scale: null,
      crop: null,
      pad: null,
      output: { width: 321, height: 241 },
      enlarges: false,
    });
    expect(warnings).toEqual([]);
    expect(geometryFilters(geometry)).toEqual([]);
  });

  it('makes odd sizes even for 4:2:0, downwards when no size is asked', () => {
    const odd = { displayed: { width: 321, height: 241 }, ...video };
    expect(planned(odd)).toMatchObject({
      geometry: { scale: { width: 320, height: 240 }, enlarges: false },
      warnings: [{ kind: 'even_size' }],
    });
    expect(planned({ ...odd, width: 101 })).toMatchObject({
      geometry: { output: { width: 102, height: 76 } },
      warnings: [{ kind: 'even_size' }],
    });
    expect(planned({ ...video, displayed: { width: 1, height: 1 } }).geometry.output).toEqual({
      width: 2,
      height: 2,
    });
  });

  it('declares square pixels when they were not', () => {
    const dvd = { displayed: { width: 1024, height: 576 }, ...video, anamorphic: true };
    expect(filters(dvd)).toEqual(['scale=1024:576', 'setsar=1']);
    expect(planned(dvd).geometry.enlarges).toBe(false);
  });

  it('uses the default width only downwards', () => {
    const base = { ...still, defaultWidth: 480 };
    expect(planned({ ...base, displayed: { width: 1920, height: 1080 } }).geometry.output).toEqual({
      width: 480,
      height: 270,
    });
    expect(planned({ ...base, displayed: { width: 320, height: 240 } }).geometry.scale).toBeNull();
  });

  it('says that fit and position have no effect', () => {
    const request = { displayed: portrait, ...still, width: 100, fit: 'cover', position: 'top' } as const;
    expect(planned(request).warnings).toEqual([
      { kind: 'no_effect', message: 'fit has no effect here: it needs both width and height.' },
      { kind: 'no_effect', message: 'position has no effect here: it needs both width and height.' },
    ]);
  });
});

describe('enlarging', () => {
  const small = { displayed: { width: 640, height: 480 }, ...still };

  it('is allowed when asked, with a warning', () => {
    expect(planned({ ...small, width: 1280 })).toMatchObject({
      geometry: { output: { width: 1280, height: 960 }, enlarges: true },
      warnings: [
        {
          kind: 'enlarged',
          message: 'The picture is enlarged from 640×480 to 1280×960; that adds no detail.',
        },
      ],
    });
  });

  it('never happens to presets: the box shrinks in its own shape', () => {
    const preset = { ...small, mayEnlarge: false, width: 1080, height: 1080 };
    expect(planned(preset).geometry).toMatchObject({
      scale: null,
      pad: { width: 640, height: 640, x: 0, y: 80 },
      output: { width: 640, height: 640 },
    });
    expect(planned({ ...preset, fit: 'cover' }).geometry).toMatchObject({
      scale: null,
      crop: { width: 480, height: 480, x: 80, y: 0 },
    });
    expect(planned({ ...preset, fit: 'fill' }).geometry.output).toEqual({ width: 480, height: 480 });
    expect(planned({ ...small, mayEnlarge: false, width: 1080 }).geometry.scale).toBeNull();
  });
});

describe('limits', () => {
  it('refuses results above the longest side, naming the size', () => {
    const result = planGeometry({ displayed: { width: 30_000, height: 100 }, ...still });
    expect(result).toMatchObject({
      ok: false,
      error: {
        kind: 'limits_exceeded',
        message:
          'The input is larger than Convoy accepts: the result would be 30000×100 pixels, and 16383 a side is the most.',
      },
    });
    expect(
      planGeometry({ displayed: { width: 30_000, height: 100 }, ...still, longestSide: 65_500 }).ok,
    ).toBe(true);
  });

  it('refuses to scale through a frame that is far too large', () => {
    const sliver = { displayed: { width: 2, height: 16_000 }, ...still, width: 4000, height: 4000 } as const;
    expect(planGeometry({ ...sliver, fit: 'cover' })).toMatchObject({
      ok: false,
      error: { kind: 'limits_exceeded' },
    });
    expect(planGeometry({ ...sliver, fit: 'contain' }).ok).toBe(true);
  });
});

describe('for every request', () => {
  const side = fc.option(
    fc.oneof(
      fc.integer({ min: 1, max: 16_383 }),
      fc.double({ min: 1, max: 1000, noNaN: true }).map((share) => `${share.toFixed(3)}%`),
    ),
    { nil: undefined },
  );
  const pixels = fc.integer({ min: 1, max: 16_383 });
  const size = fc.record({ width: pixels, height: pixels });
  const request: fc.Arbitrary<GeometryRequest> = fc.record({
    displayed: size,
    width: side,
    height: side,
    fit: fc.option(fc.constantFrom(...fits), { nil: undefined }),
    position: fc.option(fc.constantFrom(...positions), { nil: undefined }),
    background: fc.constantFrom(undefined, '#123456'),
    even: fc.boolean(),
    alpha: fc.boolean(),
    defaultWidth: fc.constantFrom(undefined, 480),
    mayEnlarge: fc.boolean(),
    anamorphic: fc.boolean(),
  });

  it('gives whole numbers inside the frame, or refuses', () => {
    fc.assert(
      fc.property(request, (r) => {
        const result = planGeometry(r);
        if (!result.ok) {
          expect(result.error.kind).toBe('limits_exceeded');
          return;
        }
        const g = result.value.geometry;
        const least = r.even ? 2 : 1;
        const frame = g.scale ?? g.source;
        const boxes = [frame, g.output, ...(g.crop ? [g.crop] : []), ...(g.pad ? [g.pad] : [])];
        if (g.scale === null && r.even) expect([frame.width % 2, frame.height % 2]).toEqual([0, 0]);
        for (const box of boxes) {
          for (const n of [box.width, box.height]) {
            expect(Number.isInteger(n) && n >= least).toBe(true);
            if (r.even) expect(n % 2).toBe(0);
          }
        }
        for (const at of [g.crop, g.pad]) {
          if (at === null) continue;
          const [outer, inner] = at === g.crop ? [frame, at] : [at, frame];
          expect(Number.isInteger(at.x) && Number.isInteger(at.y)).toBe(true);
          if (r.even) expect([at.x % 2, at.y % 2]).toEqual([0, 0]);
          expect(Math.min(at.x, at.y)).toBeGreaterThanOrEqual(0);
          expect(at.x + inner.width).toBeLessThanOrEqual(outer.width);
          expect(at.y + inner.height).toBeLessThanOrEqual(outer.height);
        }
        expect(g.crop !== null && g.pad !== null).toBe(false);
        const last = g.crop ?? g.pad ?? frame;
        expect(g.output).toEqual({ width: last.width, height: last.height });
        // A side of one pixel has no even size that does not enlarge it.
        const sliver = r.even && Math.min(r.displayed.width, r.displayed.height) < 2;
        if (!r.mayEnlarge && !sliver) expect(g.enlarges).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it('gives exactly the asked box when both sides are given', () => {
    const asked = fc.integer({ min: 1, max: 4000 });
    fc.assert(
      fc.property(request, asked, asked, (r, width, height) => {
        const result = planGeometry({ ...r, width, height, mayEnlarge: true });
        if (!result.ok) return;
        const even = (n: number) => (r.even ? Math.max(2, 2 * Math.round(n / 2)) : n);
        expect(result.value.geometry.output).toEqual({ width: even(width), height: even(height) });
      }),
      { numRuns: 2000 },
    );
  });
});
