import { execFile } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * What this machine has for tests. Everything but the bundled tools may be absent; a test that needs an absent tool is
 * a visible skip, never a silent pass.
 */

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/** The checkout, absolute. */
export const root = path.resolve(import.meta.dirname, '../..');

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** First executable of that name on the PATH, or null. */
function onPath(...names: readonly string[]): string | null {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  // npm puts the project's own .bin folder first; what is in there was not installed on the system.
  const outside = folders.filter((folder) => !folder.includes('node_modules'));
  for (const name of names) {
    for (const folder of outside) {
      const file = path.join(folder, name + suffix);
      if (isExecutable(file)) return file;
    }
  }
  return null;
}

/** Path of a binary that an installer package carries. */
function bundled(packageName: string): string {
  const { path: file } = require(packageName) as { readonly path: string };
  // The ffprobe package is packed without the execute bit and sets it in an install script, which people may switch off.
  if (!isExecutable(file)) chmodSync(file, 0o755);
  return file;
}

/** ffmpeg with its ffprobe, as the describe blocks of `describe-tools.ts` hand it out. */
export interface ToolPair {
  readonly place: 'bundled' | 'system';
  readonly ffmpeg: string;
  readonly ffprobe: string;
}

const bundledPair: ToolPair = {
  place: 'bundled',
  ffmpeg: bundled('@ffmpeg-installer/ffmpeg'),
  ffprobe: bundled('@ffprobe-installer/ffprobe'),
};

function systemPair(): ToolPair | null {
  const ffmpeg = onPath('ffmpeg');
  const ffprobe = onPath('ffprobe');
  return ffmpeg === null || ffprobe === null ? null : { place: 'system', ffmpeg, ffprobe };
}

/** The ffmpeg pairs of this machine; `system` is null when none is on the PATH. */
export const tools: { readonly bundled: ToolPair; readonly system: ToolPair | null } = {
  bundled: bundledPair,
  system: systemPair(),
};

/** A Chromium for tests that play a result in a browser, or null. */
export const chromium: string | null =
  process.env['CONVOY_TEST_CHROMIUM'] ?? onPath('chromium', 'chromium-browser', 'google-chrome');

/** Folder with real media beside the checkout, or null. Nothing may depend on it: a user's clone has none. */
export const samplesDir: string | null = (() => {
  const folder = process.env['CONVOY_TEST_SAMPLES'] ?? path.resolve(root, '../shared/samples');
  return existsSync(path.join(folder, 'video')) ? folder : null;
})();

/** The part of ffprobe's JSON that tests look at; what ffprobe leaves out is undefined. */
export interface ProbedStream {
  readonly index: number;
  readonly codec_type: string;
  readonly codec_name?: string;
  readonly codec_tag_string?: string;
  readonly profile?: string;
  readonly width?: number;
  readonly height?: number;
  readonly sample_aspect_ratio?: string;
  readonly pix_fmt?: string;
  readonly level?: number;
  readonly color_range?: string;
  readonly color_space?: string;
  readonly color_transfer?: string;
  readonly color_primaries?: string;
  readonly r_frame_rate?: string;
  readonly avg_frame_rate?: string;
  readonly start_time?: string;
  readonly duration?: string;
  readonly bit_rate?: string;
  readonly nb_frames?: string;
  readonly nb_read_frames?: string;
  readonly sample_rate?: string;
  readonly channels?: number;
  readonly channel_layout?: string;
  readonly bits_per_raw_sample?: string;
  readonly disposition?: Readonly<Record<string, number>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly side_data_list?: readonly Readonly<Record<string, unknown>>[];
}
export interface Probed {
  readonly streams: readonly ProbedStream[];
  readonly chapters: readonly { readonly tags?: Readonly<Record<string, string>> }[];
  readonly format: {
    readonly format_name: string;
    readonly duration?: string;
    readonly size?: string;
    readonly bit_rate?: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
}

/** Everything ffprobe says about a file; rejects when it cannot read it. `extra` adds arguments such as `-count_frames`. */
export async function probeJson(file: string, extra: readonly string[] = []): Promise<Probed> {
  const { stdout } = await run(
    tools.bundled.ffprobe,
    [
      ...[
        '-v',
        'error',
        '-print_format',
        'json',
        '-show_format',
        '-show_streams',
        '-show_chapters',
        ...extra,
      ],
      `file:${path.resolve(file)}`,
    ],
    {
      timeout: 30_000,
      maxBuffer: 16 * 1024 * 1024,
      // The static ffprobe of 2023 crashes on every MPEG-TS when its libc loads the system's character set converters.
      env: { ...process.env, GCONV_PATH: path.join(root, 'no-such-folder') },
    },
  );
  return JSON.parse(stdout) as Probed;
}

/**
 * A new empty folder that is removed after the test: `it('…', async (t) => { const dir = tempDir(t); … })`. In a hook,
 * pass anything with `onTestFinished`, or remove it yourself in `afterAll`.
 */
export function tempDir(t: { onTestFinished(done: () => void): unknown }): string {
  // The real path, because macOS puts the temporary folder behind a symlink and tests compare paths.
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'convoy-test-')));
  t.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
