// Builds everything into dist/: what runs under Node and Electron, the preload, and the window. `npm run build`.
import { chmodSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'vite';

const warnings = process.argv.includes('--quiet') ? 'warn' : 'info';
for (const config of ['vite.config.ts', 'vite.preload.config.ts', 'vite.renderer.config.ts'])
  await build({ configFile: config, logLevel: warnings });
// npm makes a program executable once, when it links it; every later build would take that away again.
chmodSync('dist/convoy.js', 0o755);

// The packages of ffmpeg and ffprobe leave this to install scripts, which newer versions of npm do not run. The engine does
// the same by itself; here it is for demo, tests and benchmarks, which run the bundled programs on their own.
const require = createRequire(import.meta.url);
for (const installer of ['@ffmpeg-installer/ffmpeg', '@ffprobe-installer/ffprobe']) {
  try {
    chmodSync(require(installer).path, 0o755);
  } catch {
    // None for this system, or another user's: who needs it says so.
  }
}
