import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Encoders of the integration tests fill the cores by themselves; two files at a time keep waits honest.
    maxWorkers: 2,
    expect: { poll: { timeout: 60_000 } },
  },
});
