// What a person who knows sharp would write: `node bare-sharp.js <output folder> <quality> <at once> <photos …>`.
import path from 'node:path';
import sharp from 'sharp';

const [folder = '.', quality = '72', atOnce = '1', ...photos] = process.argv.slice(2);
sharp.concurrency(1);

const waiting = [...photos];
async function work() {
  for (let photo = waiting.shift(); photo !== undefined; photo = waiting.shift()) {
    const result = path.join(folder, `${path.parse(photo).name}.webp`);
    await sharp(photo)
      .autoOrient()
      .resize({ width: 1600 })
      .webp({ quality: Number(quality) })
      .toFile(result);
  }
}
await Promise.all(Array.from({ length: Number(atOnce) }, work));
