import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

/**
 * Builds what runs under plain Node: the command line and the still worker. Pure JavaScript dependencies are
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
      ],
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, external: ['sharp', 'fluent-ffmpeg'] },
});
