import { defineConfig } from 'vitest/config';

/** Tests of functions: they leave nothing behind in the modules that they load, so these are loaded once a worker. */
const functions = ['test/unit/**/*.test.ts'];
const components = 'test/unit/renderer/**';

/** How often Convoy is killed by `crash-loop.test.ts`: fifty times with `--mode crash`, which `npm run test:crash` gives. */
const killsIn = (mode: string): number => (mode === 'crash' ? 50 : 10);

export default defineConfig(({ mode }) => ({
  test: {
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Encoders of the integration tests fill the cores by themselves; two files at a time keep waits honest.
    maxWorkers: 2,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: { name: 'functions', include: functions, exclude: [components], isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'windows and tools',
          // Here, because for a project the rest of this file is read once more, without the mode of the command line.
          provide: { kills: killsIn(mode) },
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: functions.map((pattern) => pattern.replace('/**', '/!(renderer)/**')),
        },
      },
    ],
  },
}));

declare module 'vitest' {
  interface ProvidedContext {
    readonly kills: number;
  }
}
