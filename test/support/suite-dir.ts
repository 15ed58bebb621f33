import { afterAll, beforeAll } from 'vitest';
import { tempDir } from './found-tools.ts';

/**
 * One folder for what several tests look at: made before the first test of the file or `describe` block in which this
 * is called, removed after its last. The answer is to be asked for in hooks and tests only.
 */
export function suiteDir(): () => string {
  let folder: string | null = null;
  let remove: (() => void) | null = null;
  beforeAll(() => {
    folder = tempDir({ onTestFinished: (done) => (remove = done) });
  });
  afterAll(() => remove?.());
  return () => {
    if (folder === null) throw new Error('the folder is there in hooks and tests only');
    return folder;
  };
}
