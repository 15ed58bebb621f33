import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The order of test files: what takes longest begins first, so that no core is left with one long file at the end, and
 * files of functions, which share their workers, come last and together.
 */

/** Files of ten seconds and more on two cores, the longest first. A wrong place costs a little time, nothing else. */
const long = [
  ...['e2e/electron-endings', 'e2e/for-everyone', 'e2e/preview', 'e2e/convert', 'integration/size-limit'],
  ...['e2e/queue', 'integration/previews-compared', 'integration/crash-loop', 'e2e/watch'],
  ...['integration/video', 'integration/animation', 'integration/cli-queue', 'e2e/hls-player'],
  ...['integration/watch', 'e2e/history', 'integration/hardware', 'integration/cli-connections'],
  ...['e2e/pictures', 'integration/bad-input', 'integration/interruption', 'integration/api-promises'],
  ...['integration/previews', 'integration/audio', 'integration/watch-disk', 'e2e/compare'],
  ...['e2e/electron-shell', 'e2e/connections', 'e2e/installed-package', 'integration/run-ffmpeg'],
];
const folders = ['e2e/', 'integration/', 'unit/renderer/', ''];

/** Smaller is earlier. */
function placeOf(file: string): number {
  const name = file.replaceAll('\\', '/');
  const among = long.findIndex((one) => name.endsWith(`/${one}.test.ts`));
  return among >= 0 ? among : long.length + folders.findIndex((folder) => name.includes(`/test/${folder}`));
}

export default class LongestFirst extends BaseSequencer {
  /** Files of one place stay in the order of Vitest: larger ones first. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => placeOf(a.moduleId) - placeOf(b.moduleId));
  }
}
