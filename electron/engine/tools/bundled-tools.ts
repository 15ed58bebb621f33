import { chmodSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Host, bundledTargets, programName, unpacked } from './tool-places.ts';

/**
 * The ffmpeg and ffprobe that come with Convoy. The installer packages' own index files throw on platforms that they
 * do not know (Windows on ARM among them), follow npm's environment variables and do not know of app archives, so
 * only their platform packages are used, resolved as the index would.
 */

const require = createRequire(import.meta.url);

/** Absolute path of the bundled program, or null when no package for this platform was installed. */
export function bundledProgram(program: 'ffmpeg' | 'ffprobe', host: Host): string | null {
  const scope = `@${program}-installer`;
  let fromIndex: NodeJS.Require;
  try {
    // The platform package is a dependency of the installer package: it may lie inside of it.
    fromIndex = createRequire(require.resolve(`${scope}/${program}/package.json`));
  } catch {
    return null;
  }
  for (const target of bundledTargets(host)) {
    try {
      return unpacked(fromIndex.resolve(`${scope}/${target}/${programName(program, host)}`));
    } catch {
      // Not installed for this target; the next one may be.
    }
  }
  return null;
}

/**
 * Lets everyone who may read a bundled program run it: the ffprobe package is packed without the execute bit, and its
 * install script that sets it does not run everywhere. Failing is no error here: starting the file tells.
 */
export function makeExecutable(file: string): void {
  try {
    const { mode } = statSync(file);
    const runnable = mode | ((mode & 0o444) >> 2);
    if (runnable !== mode) chmodSync(file, runnable & 0o7777);
  } catch {
    // Another user's file, or a read-only disk: the check that follows reports it with the remedy.
  }
}
