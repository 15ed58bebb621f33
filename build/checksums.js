// Writes the SHA-256 of every package in a folder beside them, in the form that `sha256sum --check` reads.
// `node build/checksums.js release <name>`: the file is `release/SHA256SUMS-<name>.txt`.
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const [folder, name] = process.argv.slice(2);
if (folder === undefined || name === undefined) throw new Error('give a folder and a name');

const packages = /\.(?:exe|zip|dmg|AppImage|deb|tar\.gz)$/;
const files = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isFile() && packages.test(entry.name))
  .map((entry) => entry.name)
  .sort();
if (files.length === 0) throw new Error(`there is no package in ${folder}`);

const lines = [];
for (const file of files) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path.join(folder, file)), hash);
  lines.push(`${hash.digest('hex')}  ${file}\n`);
}
writeFileSync(path.join(folder, `SHA256SUMS-${name}.txt`), lines.join(''));
