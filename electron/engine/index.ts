/** The engine's only door: everything outside this folder imports from here and from nowhere else in it. */
export { createEngine } from './engine.ts';
export type * from './door.ts';
export type * from './queue-door.ts';
export type { ToolReport, StillAbilities } from './ports.ts';
export type { StartWorker, WorkerEnd, WorkerProcess } from './stills/still-pool.ts';
export { installHint } from './tools/tool-problem.ts';
export { startAndForget, watchProcesses } from './process/run-tool.ts';
