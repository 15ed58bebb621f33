// Builds everything into dist/: what runs under Node and Electron, the preload, and the window. `npm run build`.
import { chmodSync } from 'node:fs';
import { build } from 'vite';

const warnings = process.argv.includes('--quiet') ? 'warn' : 'info';
for (const config of ['vite.config.ts', 'vite.preload.config.ts', 'vite.renderer.config.ts'])
  await build({ configFile: config, logLevel: warnings });
// npm makes a program executable once, when it links it; every later build would take that away again.
chmodSync('dist/convoy.js', 0o755);
