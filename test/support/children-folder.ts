import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { root } from './found-tools.ts';

/**
 * Global setup: one folder for the programs that `build-child.ts` builds, for the whole run. Test processes are killed
 * at their end and tidy nothing up by themselves.
 */
export default function setup(project: TestProject): () => void {
  const cache = path.join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'children-'));
  project.provide('children', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder for programs of tests, inside the checkout. */
    readonly children: string;
  }
}
