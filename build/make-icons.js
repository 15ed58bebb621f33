// Makes every icon of the app from the SVGs beside this file: `npm run icons`. The results are committed, because the
// running app shows some of them and a package needs the rest.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { icnsEntries, icnsOf, icoOf } from './icon-files.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, 'icons');

/** Below this side the drawing with cabs and dashes turns to mush. */
const smallBelow = 48;

/** @param {string} file @param {number} side @param {number} [inset] share of the side left free all round */
async function draw(file, side, inset = 0) {
  const inner = Math.round(side * (1 - 2 * inset));
  const margin = Math.floor((side - inner) / 2);
  const rest = side - inner - margin;
  const clear = { r: 0, g: 0, b: 0, alpha: 0 };
  // Drawn four times as large: edges of a small icon come out cleaner.
  return sharp(readFileSync(path.join(here, file)), { density: 72 * Math.max(1, (inner * 4) / 512) })
    .resize(inner, inner, { kernel: 'lanczos3' })
    .extend({ top: margin, bottom: rest, left: margin, right: rest, background: clear })
    .png({ compressionLevel: 9, palette: false })
    .toBuffer();
}

/** @param {number} side @param {number} [inset] */
const icon = (side, inset) => draw(side < smallBelow ? 'icon-small.svg' : 'icon.svg', side, inset);

mkdirSync(out, { recursive: true });
/** @param {string} name @param {Buffer} content */
const save = (name, content) => writeFileSync(path.join(out, name), content);

// Names of the files are how electron-builder learns their sizes.
for (const side of [16, 24, 32, 48, 64, 128, 256, 512]) save(`${side}x${side}.png`, await icon(side));

const sides = [16, 20, 24, 32, 40, 48, 64, 128, 256];
save('icon.ico', icoOf(await Promise.all(sides.map(async (side) => ({ side, png: await icon(side) })))));

// Apple's grid leaves a tenth free round the plate; the drawing itself has 24 of 512 already.
const apple = new Map();
for (const [, side] of icnsEntries) apple.set(side, await icon(side, side < smallBelow ? 0.03 : 0.055));
save(
  'icon.icns',
  icnsOf((side) => apple.get(side)),
);

save('tray.png', await draw('icon-small.svg', 16));
save('tray@2x.png', await draw('icon-small.svg', 32));
save('trayTemplate.png', await draw('tray-template.svg', 16));
save('trayTemplate@2x.png', await draw('tray-template.svg', 32));
