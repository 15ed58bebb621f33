import { defineConfig } from 'vitest/config';
import LongestFirst from './test/support/longest-first.ts';
import { componentsAlone, enginesAlone } from './test/support/modules-of-their-own.ts';

/*
 * Tests leave nothing behind in the modules that they load, so these are loaded once a worker: for the engine or the
 * window that is half of the time of a short file. Hooks of a file stand in the file, or in a function that it calls; a
 * hook in a module would be there for the first file alone.
 */

/** Tests of functions. */
const functions = ['test/unit/**/*.test.ts'];
/** Parts of the window, each file in a page of its own. */
const components = ['test/unit/**/*.test.tsx'];
/** The engine with real programs. */
const engines = ['test/integration/**/*.test.ts'];

const children = ['test/support/children-folder.ts'];
const windowSetup = ['test/support/short-stacks.ts', 'test/unit/renderer/empty-page.ts'];
// Real programs on a shared machine: what fails once is tried again by CI, and named at the end of its output.
const retry = process.env['CI'] === undefined ? 0 : 1;

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
        test: {
          name: 'window',
          include: components,
          exclude: componentsAlone,
          setupFiles: windowSetup,
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'window alone', include: componentsAlone, setupFiles: windowSetup },
      },
      {
        extends: true,
        test: {
          name: 'engine',
          globalSetup: children,
          // Here, because for a project the rest of this file is read once more, without the mode of the command line.
          provide: { kills: killsIn(mode) },
          include: engines,
          exclude: enginesAlone,
          isolate: false,
          retry,
        },
      },
      {
        extends: true,
        test: {
          name: 'tools',
          globalSetup: children,
          include: ['test/*.test.ts', 'test/e2e/**/*.test.ts', ...enginesAlone],
          retry,
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
