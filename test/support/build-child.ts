import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import { root } from './found-tools.ts';

/**
 * Builds a TypeScript program of `test/support` for a process of its own, which a test may kill: dist holds the
 * products only. The file is inside the checkout, because the packages with binaries are found from there.
 */
export async function buildChild(
  t: { onTestFinished(done: () => void): unknown },
  name: string,
): Promise<string> {
  const cache = path.join(root, '.cache');
  await mkdir(cache, { recursive: true });
  const outDir = mkdtempSync(path.join(cache, 'child-'));
  t.onTestFinished(() => rmSync(outDir, { recursive: true, force: true }));
  const packages = ['sharp', 'fluent-ffmpeg', 'libsql', 'libheif-js'];
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir,
      target: 'node20',
      minify: false,
      rolldownOptions: { input: { [name]: path.join(root, 'test/support', `${name}.ts`) } },
    },
    ssr: { noExternal: true, external: packages },
  });
  return path.join(outDir, `${name}.js`);
}
