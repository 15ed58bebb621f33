/** The engine's only door: everything outside this folder imports from here and from nowhere else in it. */
export { createEngine } from './engine.ts';
export type * from './door.ts';
export type * from './queue-door.ts';
export type * from './history-door.ts';
export type * from './watch-door.ts';
export type { ToolReport, StillAbilities } from './ports.ts';
export type { StartWorker, WorkerEnd, WorkerProcess } from './stills/still-pool.ts';
export { firstBytes } from './inputs/first-bytes.ts';
export { classOfBytes, classOfExtension, sniffClass } from './inputs/media-class.ts';
export { existingFolder } from './schedule/volume.ts';
export { folderOfRule, literalOutput, outputOfRule } from './watch/watch-places.ts';
export { type FileIdentity, identityOf } from './publish/same-file.ts';
export { installHint } from './tools/tool-problem.ts';
export { startAndForget } from './process/run-tool.ts';
