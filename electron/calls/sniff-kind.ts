/** What a file is, before it is probed. Watched folders judge by the same, so it lives in the engine. */
export { classOfBytes, classOfExtension, sniffClass } from '../engine/index.ts';
