import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { root, tempDir, tools } from '../support/media.ts';
import { convertButton, convoySays, inspector, patience, rowOf, rowSays } from './support/queue-page.ts';
import { realDrop } from './support/real-drop.ts';
import { type Scene, drawn, drawnSlide } from './support/scenery.ts';
import { describeHosts } from './support/window.ts';

/**
 * The pictures of the README: the real window at work. `CONVOY_WRITE_PICTURES=1` puts them into docs/pictures; without
 * it they are taken and thrown away, so that the way to them stays walked.
 */

const run = promisify(execFile);
const wanted = process.env['CONVOY_WRITE_PICTURES'] === '1';

/** Parts of the full size; where nobody looks, less of it. */
const size = (pixels: number): number => Math.round((pixels * (wanted ? 1 : 0.25)) / 2) * 2;
const seconds = (many: number): string => String(wanted ? many : many / 10);

const photos: Readonly<Record<string, Scene>> = {
  'IMG_4418.jpg': {
    ...{ width: size(2400), height: size(1800), seed: 21, sun: null, shore: null },
    sky: ['#2f6db0', '#8fbbe0', '#e6eef2'],
    hills: [
      [168, 190, 208],
      [30, 58, 52],
    ],
  },
  'IMG_4419.jpg': {
    ...{ width: size(2400), height: size(1800), seed: 5, sun: [0.35, 0.56], shore: null },
    sky: ['#2b2d5b', '#a2557a', '#f7a86e'],
    hills: [
      [190, 110, 120],
      [30, 20, 44],
    ],
  },
  'IMG_4420.png': {
    ...{ width: size(1200), height: size(1600), seed: 34, sun: [0.7, 0.3], shore: 0.7 },
    sky: ['#7fb0c4', '#bcd9dc', '#f3f1e4'],
    hills: [
      [160, 196, 190],
      [22, 64, 60],
    ],
  },
};

const harbour: Scene = {
  ...{ width: size(2240), height: size(1080), seed: 7, sun: [0.6, 0.5], shore: 0.62 },
  sky: ['#3d5a80', '#e0a58a', '#ffd9a8'],
  hills: [
    [214, 160, 150],
    [46, 42, 66],
  ],
};

const names = ['harbour at dawn.mov', 'lecture 07.mkv', ...Object.keys(photos), 'episode 141.wav'];

async function makeScenes(folder: string): Promise<readonly string[]> {
  const base = tempDir({ onTestFinished });
  const film = (still: string, filter: string, many: number, name: string): Promise<unknown> =>
    ffmpeg(
      ...['-i', still, '-vf', `loop=${many * 25}:1,setpts=N/25/TB,${filter}`],
      ...['-r', '25', '-t', seconds(many), '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '16'],
      ...['-pix_fmt', 'yuv420p', path.join(folder, name)],
    );
  const [view, page] = [path.join(base, 'view.png'), path.join(base, 'page.png')];
  await drawn(harbour).toFile(view);
  await drawnSlide(size(1280), size(720)).toFile(page);
  for (const [name, scene] of Object.entries(photos)) {
    const photo = drawn(scene);
    await (name.endsWith('.png') ? photo.png() : photo.jpeg({ quality: 95 })).toFile(path.join(folder, name));
  }
  // The camera looks along the shore.
  await film(
    view,
    `crop=${size(1920)}:${size(1080)}:'(iw-ow)*t/${seconds(6)}':0,noise=alls=2:allf=t`,
    6,
    'harbour at dawn.mov',
  );
  await film(page, 'null', 40, 'lecture 07.mkv');
  await ffmpeg(
    ...['-f', 'lavfi', '-i', `sine=f=220:d=${seconds(60)}:r=48000`, '-ac', '2'],
    path.join(folder, 'episode 141.wav'),
  );
  return names.map((name) => path.join(folder, name));
}

const ffmpeg = (...args: readonly string[]): Promise<unknown> =>
  run(tools.bundled.ffmpeg, ['-v', 'error', '-nostdin', '-y', ...args]);

describeHosts('pictures', (open, host) => {
  // The window is the same in both; one of them is enough for its pictures.
  it.skipIf(host === 'electron')(
    'of the window at work, light and dark',
    async () => {
      const t = { onTestFinished };
      // The place of the results is in the picture.
      const { page, folder } = await open(wanted ? { folder: tripFolder() } : {});
      const place = wanted ? path.join(root, 'docs/pictures') : tempDir(t);
      await mkdir(place, { recursive: true });
      const take = async (name: string): Promise<void> => {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await picture(page, place, `${name}-${colorScheme}`);
        }
      };
      await page.getByText('Drop files or folders here').waitFor();
      await take('empty');
      await realDrop(page, await makeScenes(folder), 'main');
      await convoySays(page, /6 files ready/);
      for (const name of names) await rowSays(page, name, 'Ready');
      await rowOf(page, 'harbour at dawn.mov').click();
      await inspector(page).getByRole('slider', { name: 'Quality' }).press('ArrowRight');
      await inspector(page).getByText('High. ').waitFor({ timeout: patience });
      // The plan follows what was set.
      await inspector(page).getByText('Encode to H.264').waitFor({ timeout: patience });
      await pictured(page);
      await take('ready');
      await rowOf(page, 'IMG_4419.jpg').click();
      await page.keyboard.press('c');
      await page.getByText('After').waitFor({ timeout: patience });
      await expect.poll(() => page.locator('main img').count()).toBeGreaterThanOrEqual(2);
      // Every quality has its size.
      await expect.poll(() => page.locator('main').getByText('…', { exact: true }).count()).toBe(0);
      await take('compare');
      await page.keyboard.press('Escape');
      await rowOf(page, 'harbour at dawn.mov').click();
      await convertButton(page).click();
      await convoySays(page, /All 6 done/);
      await pictured(page);
      await take('done');
      // At full size it takes longer than a test may.
    },
    wanted ? 600_000 : undefined,
  );
});

/** A folder as somebody names one, empty, and removed after the test. */
function tripFolder(): string {
  const folder = path.join(os.tmpdir(), 'Harbour trip');
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  remove();
  onTestFinished(remove);
  return folder;
}

/** Every picture of the list has come. */
const pictured = async (page: Page): Promise<void> => {
  await expect
    .poll(() =>
      page.evaluate(
        `[...document.querySelectorAll('[role=grid] img')].filter((one) => one.naturalWidth > 0).length`,
      ),
    )
    .toBeGreaterThanOrEqual(5);
};

async function picture(page: Page, place: string, name: string): Promise<void> {
  const file = path.join(place, `${name}.png`);
  await page.screenshot({ path: file });
  expect((await stat(file)).size).toBeGreaterThan(5_000);
}
