// `npm ci` in a checkout builds the app and the command line, so that the next line a newcomer types works.
// In an install without development dependencies there is no Vite, and `dist/` came with the package.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

try {
  createRequire(import.meta.url).resolve('vite/package.json');
} catch {
  if (!existsSync('dist/convoy.js')) {
    console.error(
      'convoy: not built, because the development dependencies are absent; run `npm ci` without --omit=dev',
    );
  }
  process.exit(0);
}
process.argv.push('--quiet');
await import('./build.js');
