/** The calls of the contract over an engine, the same for Electron's host process and the loopback server. */
export { type Calls, type CallsDeps, createCalls } from './create-calls.ts';
export { type AllowedPlaces, createAllowedPlaces } from './allowed-places.ts';
export { type ImportDeps, readJob } from './import-jobs.ts';
export { filesOf } from './job-reading.ts';
export { allPresets } from './library-calls.ts';
export { createMediaLocator } from './media-locator.ts';
export { mediaTypeOf } from './media-types.ts';
export type { ApiSwitch } from './api-calls.ts';
export { dispatch, dispatchShell, dispatchTable, toConvoyError } from './dispatch.ts';
export type { Broadcast } from './library-calls.ts';
export type { MediaFile, MediaLocator } from './media-locator.ts';
export { type MediaRequest, mayBeMissing, respondWithMedia } from './media-response.ts';
export { freeBytes } from './free-space.ts';
