/** One process talking to another about the same queue. */
export { connectControl, LinkLost } from './connect-control.ts';
export { readControlFile } from './control-file.ts';
export type { AskOutput } from './door-calls.ts';
export { type Control, openControl } from './open-control.ts';
export { busyElsewhere, holderWords } from './holder-words.ts';
export type { EngineNews, Holder } from './messages.ts';
export { ownQueue } from './own-queue.ts';
export type { QueueLink } from './queue-link.ts';
