/** The calls of the contract over an engine, the same for Electron's host process and the loopback server. */
export { type Calls, createCalls } from './create-calls.ts';
export { type AllowedPlaces, createAllowedPlaces } from './allowed-places.ts';
export { type ImportDeps, readJob } from './jobs/import-jobs.ts';
export { filesOf } from './jobs/job-reading.ts';
export { allPresets } from './library-calls.ts';
export { createMediaLocator } from './media/media-locator.ts';
export { mediaTypeOf } from './media/media-types.ts';
export type { ApiSwitch } from './api-calls.ts';
export { dispatch, dispatchShell, dispatchTable, toConvoyError } from './dispatch.ts';
export type { Broadcast } from './library-calls.ts';
export type { MediaLocator } from './media/media-locator.ts';
export { mayBeMissing, respondWithMedia } from './media/media-response.ts';
export { freeBytes } from './jobs/free-space.ts';
