import path from 'node:path';
import process from 'node:process';
import { build } from 'vite';
import { inject } from 'vitest';
import { root } from './found-tools.ts';

const built = new Map<string, Promise<string>>();

/**
 * Builds a TypeScript program of `test/support` for a process of its own, which a test may kill: dist holds the
 * products only. Each is built once a test process. The file is inside the checkout, because the packages with binaries
 * are found from there.
 */
export function buildChild(name: string): Promise<string> {
  let building = built.get(name);
  if (building === undefined) {
    building = write(name);
    built.set(name, building);
  }
  return building;
}

async function write(name: string): Promise<string> {
  // Two test processes may build the same program at once.
  const outDir = path.join(inject('children'), `${name}-${String(process.pid)}`);
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
