import { defineConfig } from 'vitest/config';
import LongestFirst from './test/support/longest-first.ts';

/** Tests of functions: they leave nothing behind in the modules that they load, so these are loaded once a worker. */
const functions = ['test/unit/**/*.test.ts'];
/** Parts of the window in a page of their own, each file with modules of its own. */
const components = ['test/unit/**/*.test.tsx'];

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
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: { name: 'functions', include: functions, isolate: false },
      },
      {
        extends: true,
        test: { name: 'window', include: components, setupFiles: ['test/support/short-stacks.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'tools',
          // Here, because for a project the rest of this file is read once more, without the mode of the command line.
          provide: { kills: killsIn(mode) },
          include: ['test/**/*.test.ts'],
          exclude: functions,
          // Real programs on a shared machine: what fails once is tried again by CI, and named at the end of its output.
          retry: process.env['CI'] === undefined ? 0 : 1,
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
