/** The engine's only door: everything outside this folder imports from here and from nowhere else in it. */
export { createEngine } from './engine.ts';
export type * from './doors/door.ts';
export type * from './doors/planned.ts';
export type * from './doors/queue-door.ts';
export type * from './doors/history-door.ts';
export type * from './doors/watch-door.ts';
export type * from './doors/connections-door.ts';
export type { SecretPlace, SecretStore } from './connections/secret-store.ts';
export { environmentPrefix } from './connections/environment-keys.ts';
export type * from './doors/api-door.ts';
export type { TransferRate } from './run/transfer.ts';
export type { ToolReport, StillAbilities } from './ports.ts';
export type { StartWorker, WorkerEnd, WorkerProcess } from './stills/still-pool.ts';
export { remoteInput } from './inputs/addresses.ts';
export { firstBytes } from './inputs/first-bytes.ts';
export {
  classOfBytes,
  classOfExtension,
  hasUnsureName,
  sniffClass,
  sniffClassNow,
} from './inputs/media-class.ts';
export { sentFolderName } from './run/scratch-places.ts';
export { existingFolder } from './schedule/volume.ts';
export { folderOfRule, literalOutput, outputOfRule } from './watch/watch-places.ts';
export { type FileIdentity, identityOf, realPathOf } from './publish/same-file.ts';
export { installHint } from './tools/tool-problem.ts';
export { type Message, tellAddress, whyNeverTold } from './fetch/tell-address.ts';
export { inputPlaces } from './inputs/addresses.ts';
export { startAndForget } from './process/run-tool.ts';
