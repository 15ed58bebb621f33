import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Encoders of the integration tests fill the cores by themselves; two files at a time keep waits honest.
    maxWorkers: 2,
  },
});
