import { execFile } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { root, tempDir, tools } from '../support/media.ts';
import { convertButton, convoySays, inspector, patience, rowOf, rowSays } from './support/queue-page.ts';
import { realDrop } from './support/real-drop.ts';
import { describeHosts } from './support/window.ts';

/**
 * The pictures of the README: the real window at work. `CONVOY_WRITE_PICTURES=1` puts them into docs/pictures; without
 * it they are taken and thrown away, so that the way to them stays walked.
 */

const run = promisify(execFile);
const wanted = process.env['CONVOY_WRITE_PICTURES'] === '1';

/** Something to look at, out of ffmpeg's own generators; where nobody looks, less of it. */
const scenes: Readonly<Record<string, readonly string[]>> = {
  'harbour at dawn.mov': [
    'mandelbrot=s=640x360:r=25:start_scale=0.9:end_scale=0.2',
    '-t',
    wanted ? '2' : '0.4',
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
  ],
  'lecture 07.mkv': [
    ...['testsrc2=s=1280x720:r=25', '-t', wanted ? '5' : '1', '-c:v', 'libx264', '-preset', 'ultrafast'],
    ...['-pix_fmt', 'yuv420p'],
  ],
  'IMG_4418.jpg': ['mandelbrot=s=800x600:start_x=-0.743:start_y=-0.131:start_scale=0.01', '-frames:v', '1'],
  'IMG_4419.jpg': ['mandelbrot=s=800x600:start_x=-1.25:start_y=-0.02:start_scale=0.05', '-frames:v', '1'],
  'IMG_4420.png': ['mandelbrot=s=600x800:start_x=-0.1:start_y=-0.9:start_scale=0.1', '-frames:v', '1'],
  'episode 141.wav': [`sine=f=220:d=${wanted ? '60' : '6'}:r=48000`, '-ac', '2'],
};

async function makeScenes(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const [name, args] of Object.entries(scenes)) {
    const file = path.join(folder, name);
    await run(tools.bundled.ffmpeg, ['-v', 'error', '-nostdin', '-y', '-f', 'lavfi', '-i', ...args, file]);
    files.push(file);
  }
  return files;
}

describeHosts('pictures', (open, host) => {
  // The window is the same in both; one of them is enough for its pictures.
  it.skipIf(host === 'electron')('of the window at work, light and dark', async () => {
    const t = { onTestFinished };
    const { page, folder } = await open();
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
    for (const name of Object.keys(scenes)) await rowSays(page, name, 'Ready');
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
  });
});

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
