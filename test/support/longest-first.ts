import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The order of test files: those of one project stand together, because a worker keeps its modules only from one file to
 * the next of the same kind; first those that share nothing, last those of functions. In a project, what takes longest
 * begins first, so that no core is left with one long file at the end.
 */

const projects = ['tools', 'window alone', 'engine', 'window', 'functions'];
/** Files of ten seconds and more on two cores, the longest first. A wrong place costs a little time, nothing else. */
const long = `
  e2e/for-everyone e2e/preview e2e/convert e2e/electron-endings e2e/queue e2e/hls-player e2e/watch
  e2e/installed-package integration/run-ffmpeg e2e/pictures e2e/history e2e/electron-shell
  e2e/connections e2e/electron-signs e2e/presets integration/previews-compared integration/size-limit
  integration/video integration/cli-queue integration/watch integration/animation integration/hardware
  integration/crash-loop integration/restart integration/cli-connections integration/watch-disk
  integration/watch-restart integration/hls-presentation integration/cli integration/bad-input
  integration/hls-pictures integration/queue integration/watch-originals integration/disk-full
  integration/upload-jobs integration/hls-timing integration/s3-upload integration/api-promises
  watch/rule-editor history/history-page watch/watch-page settings/settings-page
`
  .trim()
  .split(/\s+/);

/** Smaller is earlier. */
function placeOf({ project, moduleId }: TestSpecification): number {
  const name = moduleId.replaceAll('\\', '/');
  const among = long.findIndex((one) => new RegExp(`/${one}\\.test\\.tsx?$`).test(name));
  return projects.indexOf(project.name) * 1000 + (among >= 0 ? among : long.length);
}

export default class LongestFirst extends BaseSequencer {
  /** Files of one place stay in the order of Vitest: larger ones first. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => placeOf(a) - placeOf(b));
  }
}
