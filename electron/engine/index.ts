/** The engine's only door: everything outside this folder imports from here and from nowhere else in it. */
export { createEngine } from './engine.ts';
export type * from './door.ts';
