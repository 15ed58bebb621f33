import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The window: the same files under `app://convoy` and on the loopback server, so addresses are relative. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    // Icons and fonts stay files: the content security policy allows no data addresses for scripts or styles.
    assetsInlineLimit: 0,
    // One script: it is read from the disk beside it, and split code would only wait.
    chunkSizeWarningLimit: 2000,
  },
});
