/**
 * Test files that do not share loaded modules with others of their kind, as patterns. All others do: they are loaded
 * once a worker, which for the engine or the window is half of the time of a short file.
 */

/** Parts of the window, of which something puts other modules in the place of the window's own. */
export const componentsAlone = ['test/unit/renderer/queue/{batches,queue-page}.test.tsx'];
/** What looks at its own process, changes its environment, or ends it. */
export const enginesAlone = [
  'test/integration/{run-ffmpeg,run-tool,still-workers,api-remote,orphans}.test.ts',
];
