// `npm ci` in a checkout builds the command line, so that the next line a newcomer types works.
// In an install without development dependencies there is no Vite, and `dist/` came with the package.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
let vite;
try {
  vite = require.resolve('vite/package.json');
} catch {
  if (!existsSync('dist/convoy.js')) {
    console.error(
      'convoy: not built, because the development dependencies are absent; run `npm ci` without --omit=dev',
    );
  }
  process.exit(0);
}
const bin = vite.replace(/package\.json$/, 'bin/vite.js');
const run = spawnSync(process.execPath, [bin, 'build', '--logLevel', 'warn'], { stdio: 'inherit' });
process.exit(run.status ?? 1);
