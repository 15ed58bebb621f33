import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

/**
 * Builds what runs under Node: the command line, the still worker, and Electron's main and engine processes. Pure JavaScript dependencies are
 * bundled, because one file starts faster than hundreds; packages that carry binaries or WebAssembly stay outside.
 */
export default defineConfig({
  build: {
    ssr: true,
    outDir: 'dist',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      input: {
        convoy: 'electron/cli/main.ts',
        'still-worker': 'electron/engine/stills/still-worker.ts',
        main: 'electron/main/main.ts',
        host: 'electron/host/host.ts',
      },
      external: [
        ...builtinModules,
        /^node:/,
        'sharp',
        '@img/sharp-wasm32',
        /^libheif-js/,
        /^@ffmpeg-installer/,
        /^@ffprobe-installer/,
        'fluent-ffmpeg',
        'libsql',
        'electron',
      ],
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, external: ['sharp', 'fluent-ffmpeg', 'libsql', 'electron'] },
});
