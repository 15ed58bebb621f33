import sharp, { type Sharp } from 'sharp';

/**
 * Landscapes for the pictures of the README, drawn by arithmetic: hills in haze under a sky, over water or not, with the
 * grain of a camera. Nothing has to be downloaded, and but for the grain a scene is the same picture on every machine.
 */

export interface Scene {
  readonly width: number;
  readonly height: number;
  /** Any number; another one is another landscape. */
  readonly seed: number;
  /** Colours of the sky from top to horizon. */
  readonly sky: readonly [string, string, string];
  /** Colours of the farthest and of the nearest hills. */
  readonly hills: readonly [Rgb, Rgb];
  /** Where the sun stands, in parts of width and height; null = behind clouds. */
  readonly sun: readonly [number, number] | null;
  /** Height of the horizon in parts of the height; what is below it is water. Null = hills down to the ground. */
  readonly shore: number | null;
}

export type Rgb = readonly [number, number, number];

/** The scene as pixels; ask the result for a format. */
export function drawn(scene: Scene): Sharp {
  const { width, height } = scene;
  const grain = { width, height, channels: 3, background: '#808080' } as const;
  const noise = { type: 'gaussian', mean: 128, sigma: 22 } as const;
  return sharp(Buffer.from(svgOf(scene)))
    .composite([{ input: { create: { ...grain, noise } }, blend: 'soft-light' }])
    .removeAlpha();
}

/** A page of a lecture: a heading, some lines and a chart. */
export function drawnSlide(width: number, height: number): Sharp {
  const bars = [0.3, 0.44, 0.39, 0.62, 0.78].map((tall, n) => {
    const [w, h] = [0.055 * width, 0.5 * tall * height];
    return `<rect x="${(0.56 + 0.07 * n) * width}" y="${0.8 * height - h}" width="${w}" height="${h}" rx="4" fill="${n === 4 ? '#0d6b74' : '#a9cdd0'}"/>`;
  });
  const lines = [0.36, 0.3, 0.34, 0.22].map(
    (long, n) =>
      `<rect x="${0.08 * width}" y="${(0.34 + 0.09 * n) * height}" width="${long * width}" height="${0.022 * height}" rx="4" fill="#5d6b73"/>`,
  );
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
      <rect width="100%" height="100%" fill="#fbfaf6"/>
      <rect width="100%" height="${0.02 * height}" fill="#0d6b74"/>
      <rect x="${0.08 * width}" y="${0.15 * height}" width="${0.46 * width}" height="${0.06 * height}" rx="6" fill="#22323a"/>
      ${lines.join('')}${bars.join('')}
      <rect x="${0.55 * width}" y="${0.8 * height}" width="${0.37 * width}" height="3" fill="#22323a"/></svg>`,
    ),
  ).removeAlpha();
}

function svgOf(scene: Scene): string {
  const { width, height, sky, sun, shore } = scene;
  const random = randoms(scene.seed);
  const horizon = shore === null ? height : shore * height;
  const stops = sky.map((colour, n) => `<stop offset="${n / 2}" stop-color="${colour}"/>`).join('');
  const parts = [
    `<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">${stops}</linearGradient>`,
    '<radialGradient id="glow"><stop offset="0" stop-color="#fff6d8" stop-opacity=".95"/><stop offset=".12"',
    ' stop-color="#ffe9b0" stop-opacity=".7"/><stop offset="1" stop-color="#ffd9a0" stop-opacity="0"/></radialGradient>',
    '<filter id="cloud"><feTurbulence type="fractalNoise" baseFrequency=".0035 .017" numOctaves="5"',
    ` seed="${scene.seed}"/><feColorMatrix values="0 0 0 0 1  0 0 0 0 .96  0 0 0 0 .92  2.4 0 0 0 -1.15"/></filter>`,
    `<rect width="${width}" height="${height}" fill="url(#sky)"/>`,
    `<rect width="${width}" height="${horizon}" filter="url(#cloud)" opacity=".5"/>`,
  ];
  if (sun !== null) {
    const [x, y, r] = [sun[0] * width, sun[1] * height, height * 0.45];
    parts.push(`<circle cx="${x}" cy="${y}" r="${r}" fill="url(#glow)"/>`);
    parts.push(`<circle cx="${x}" cy="${y}" r="${height * 0.035}" fill="#fffbea"/>`);
  }
  const layers = 5;
  for (let layer = 0; layer < layers; layer++) {
    const near = layer / (layers - 1);
    const top = horizon * (shore === null ? 0.45 + 0.4 * near : 0.72 + 0.2 * near);
    const ridge = ridgeOf(random, width, top, horizon * (0.16 - 0.07 * near));
    const line = ridge.map(([x, y]) => `${x.toFixed(1)},${Math.min(y, horizon).toFixed(1)}`).join(' ');
    parts.push(
      `<polygon points="0,${horizon} ${line} ${width},${horizon}" fill="${mixed(scene.hills, near)}"/>`,
    );
    if (near === 1) parts.push(treesOn(random, ridge, height, mixed(scene.hills, 1.12)));
  }
  if (shore !== null) parts.push(waterOf(scene, random, horizon));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${parts.join('')}</svg>`;
}

/** A line of hills: waves of ever smaller size, each half as high as the one before. */
function ridgeOf(random: () => number, width: number, top: number, rise: number): [number, number][] {
  const waves = [1.3, 2.9, 6.1, 13, 29, 61].map((n, k) => ({
    n,
    phase: random() * 6.28,
    high: rise / 1.9 ** k,
  }));
  return Array.from({ length: 241 }, (_, n) => {
    const x = n / 240;
    const y = waves.reduce(
      (sum, { n: count, phase, high }) => sum + high * Math.sin(x * count * 3.1 + phase),
      0,
    );
    return [x * width, top - y];
  });
}

function treesOn(
  random: () => number,
  ridge: readonly (readonly [number, number])[],
  height: number,
  colour: string,
): string {
  return ridge
    .flatMap(([x, y]) =>
      Array.from({ length: 3 }, () => {
        const [at, tall] = [x + (random() - 0.5) * height * 0.02, height * (0.012 + 0.03 * random() ** 2)];
        const wide = tall * 0.2;
        return `M${(at - wide).toFixed(1)} ${(y + tall / 2).toFixed(1)}l${wide.toFixed(1)} ${(-1.4 * tall).toFixed(1)} ${wide.toFixed(1)} ${(1.4 * tall).toFixed(1)}z`;
      }),
    )
    .reduce((path, tree) => path + tree, `<path fill="${colour}" d="`)
    .concat('"/>');
}

/** The sky upside down, broken by strokes of light that grow wider towards the eye. */
function waterOf({ width, height, sky, sun }: Scene, random: () => number, horizon: number): string {
  const deep = `<linearGradient id="water" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${sky[2]}"/><stop offset="1" stop-color="${sky[0]}"/></linearGradient>`;
  const parts = [
    deep,
    `<rect y="${horizon}" width="${width}" height="${height - horizon}" fill="url(#water)"/>`,
    `<rect y="${horizon}" width="${width}" height="${height - horizon}" fill="#10263a" opacity=".28"/>`,
  ];
  for (let n = 0; n < 420; n++) {
    const down = random() ** 1.4;
    const y = horizon + down * (height - horizon);
    const long = width * (0.01 + 0.05 * down * random());
    // Most of them lie under the sun.
    const under = sun !== null && random() < 0.6;
    const x = under ? width * (sun[0] + (random() - 0.5) * (0.06 + 0.3 * down)) : width * random();
    const [light, seen] = under ? ['#fff0c8', 0.75] : [random() < 0.5 ? '#ffffff' : '#0b2438', 0.16];
    parts.push(
      `<rect x="${(x - long / 2).toFixed(1)}" y="${y.toFixed(1)}" width="${long.toFixed(1)}" height="${(0.6 + 2.2 * down).toFixed(1)}" rx="1" fill="${light}" opacity="${seen}"/>`,
    );
  }
  return parts.join('');
}

function mixed([far, near]: readonly [Rgb, Rgb], part: number): string {
  const of = (n: 0 | 1 | 2): number =>
    Math.round(Math.min(255, Math.max(0, far[n] + (near[n] - far[n]) * part)));
  return `rgb(${of(0)},${of(1)},${of(2)})`;
}

/** Numbers from 0 to 1, the same ones for the same seed. The generator is Marsaglia's xorshift32. */
function randoms(seed: number): () => number {
  let state = seed * 2_654_435_761 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}
