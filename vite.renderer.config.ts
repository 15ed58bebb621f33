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
    // Styles of all parts come with the first script, in one order: a part is drawn in the moment its script is there.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      treeshake: {
        // Schemas and lists of exports do nothing by themselves: what the first picture does not use of them stays out of its
        // script, which would otherwise hold every schema of the contract.
        moduleSideEffects: (id) => !/\/shared\/|\/index\.ts$/.test(id),
      },
    },
  },
});
