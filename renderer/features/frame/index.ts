export { Frame } from './frame.tsx';
export { readInspector } from './inspector-memory.ts';
