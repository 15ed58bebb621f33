import type { Box, FrameGeometry } from '../plan.ts';

/** The same geometry for a smaller result: scale, crop and bars keep their places. */
export function smallerFrame(geometry: FrameGeometry, factor: number): FrameGeometry {
  const side = (n: number): number => Math.max(1, Math.round(n * factor));
  const { source, scale, crop, pad, output } = geometry;
  const size = { width: side(output.width), height: side(output.height) };
  const whole = scale ?? source;
  const inner = { width: side(whole.width), height: side(whole.height) };
  // Rounding must not lead out of the frame that it is cut from, or into.
  const placed = (box: Box, room: { width: number; height: number }): { x: number; y: number } => ({
    x: Math.max(0, Math.min(Math.round(box.x * factor), room.width)),
    y: Math.max(0, Math.min(Math.round(box.y * factor), room.height)),
  });
  if (crop !== null) {
    const cut = { width: Math.min(size.width, inner.width), height: Math.min(size.height, inner.height) };
    const free = { width: inner.width - cut.width, height: inner.height - cut.height };
    return {
      ...geometry,
      scale: inner,
      crop: { ...cut, ...placed(crop, free) },
      output: cut,
      enlarges: false,
    };
  }
  if (pad !== null) {
    const fitted = { width: Math.min(inner.width, size.width), height: Math.min(inner.height, size.height) };
    const free = { width: size.width - fitted.width, height: size.height - fitted.height };
    const box = { ...size, ...placed(pad, free), colour: pad.colour };
    return { ...geometry, scale: fitted, pad: box, output: size, enlarges: false };
  }
  return { ...geometry, scale: size, output: size, enlarges: false };
}
