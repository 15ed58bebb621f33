import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { tools } from '../support/media.ts';
import { putFiles, resultsIn } from './support/files.ts';
import {
  convertButton,
  convoySays,
  inspector,
  list,
  patience,
  rowOf,
  rowSays,
} from './support/queue-page.ts';
import { realDrop } from './support/real-drop.ts';
import { seriousFindings } from './support/serious-findings.ts';
import { type Host, describeHosts } from './support/window.ts';

/** Files looked at and listened to in the window itself. */

const run = promisify(execFile);

const inPreview = { inside: '[role=dialog]' } as const;
const preview = (page: Page, name: string): Locator => page.getByRole('dialog', { name });

/** A fact about the one player of the preview. */
const player = (page: Page, fact: string): Promise<unknown> =>
  page.evaluate(`document.querySelector('[role=dialog] :is(video, audio)')?.${fact}`);

/** Plays from where it stands; the preview does not start by itself for those who want no motion. */
const play = (page: Page): Promise<unknown> =>
  page.evaluate(`document.querySelector('[role=dialog] :is(video, audio)').play()`);

const reaches = async (page: Page, fact: string, least: number): Promise<void> => {
  await expect.poll(() => player(page, fact), { timeout: patience }).toBeGreaterThanOrEqual(least);
};

const pictureWidth = (page: Page): Promise<unknown> =>
  page.evaluate(`document.querySelector('[role=dialog] img[alt]:not([alt=""])')?.naturalWidth`);

/** Asks for a media address as the page would; an address is made by the browser, so what it mends is mended here too. */
const ask = (page: Page, host: Host, address: string, range?: string): Promise<unknown> =>
  page.evaluate(`fetch(${JSON.stringify((host === 'web' ? '/media/' : 'media://convoy/') + address)},
    ${JSON.stringify(range === undefined ? {} : { headers: { range } })})
    .then(async (answer) => [answer.status, answer.headers.get('content-type'), (await answer.arrayBuffer()).byteLength])`);

/** 6 s of 640×360 with two languages: enough for a ladder of two. */
async function filmIn(folder: string): Promise<string> {
  const file = path.join(folder, 'film.mkv');
  const tone = (hertz: number): string[] => ['-f', 'lavfi', '-i', `sine=frequency=${hertz}:duration=6`];
  await run(tools.bundled.ffmpeg, [
    ...['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=12:duration=6'],
    ...[...tone(440), ...tone(880), '-map', '0', '-map', '1', '-map', '2'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
    ...['-metadata:s:a:0', 'language=eng', '-metadata:s:a:1', 'language=deu', file],
  ]);
  return file;
}

describeHosts('preview', (open, host) => {
  it('says nothing in the console of a damaged picture, which has no small one', async () => {
    const { page, folder, problems } = await open();
    const [whole = ''] = await putFiles(folder, { 'whole.png': 'cover-png' });
    const damaged = path.join(folder, 'damaged.png');
    const bytes = await readFile(whole);
    await writeFile(damaged, bytes.subarray(0, bytes.length / 2));
    await realDrop(page, [whole, damaged], 'main');
    await convoySays(page, /2 files ready/);
    // The small picture of the whole one is there; the other one was asked for right after it.
    await expect.poll(() => list(page).locator('img').count(), { timeout: patience }).toBe(1);
    await rowOf(page, 'damaged.png').click();
    await convertButton(page).click();
    await rowSays(page, 'damaged.png', 'Failed');
    await rowOf(page, 'damaged.png').click();
    await inspector(page).getByRole('region', { name: 'What went wrong' }).waitFor();
    expect(problems).toEqual([]);
  });

  it('shows a photo, plays a film, and goes through the list with the arrows', async () => {
    const { page, folder, problems } = await open();
    const files = { 'a photo.jpg': 'jpeg', 'b clip.mp4': 'h264-aac-mp4', 'c scan.tif': 'tiff' } as const;
    await realDrop(page, await putFiles(folder, files), 'main');
    await convoySays(page, /3 files ready/);
    await rowOf(page, 'a photo.jpg').click();
    await page.keyboard.press('Space');
    await preview(page, 'a photo.jpg').waitFor();
    await expect.poll(() => pictureWidth(page), { timeout: patience }).toBe(320);
    // There is no result to choose yet.
    expect(await page.getByRole('radio', { name: 'Result' }).count()).toBe(0);

    await page.keyboard.press('ArrowDown');
    await preview(page, 'b clip.mp4').waitFor();
    await reaches(page, 'readyState', 3);
    await play(page);
    await reaches(page, 'currentTime', 0.5);
    expect(await player(page, 'videoWidth')).toBe(320);

    // No browser reads TIFF: the engine makes a picture of it.
    await page.keyboard.press('ArrowDown');
    await preview(page, 'c scan.tif').waitFor();
    await expect.poll(() => pictureWidth(page), { timeout: patience }).toBe(64);
    await page.keyboard.press('ArrowUp');
    await preview(page, 'b clip.mp4').waitFor();

    // Back to the list, to the row that was looked at last.
    await page.keyboard.press('Space');
    await preview(page, 'b clip.mp4').waitFor({ state: 'detached' });
    expect(
      await list(page).evaluate((one) => (one as { matches(s: string): boolean }).matches(':focus')),
    ).toBe(true);
    expect(await rowOf(page, 'b clip.mp4').getAttribute('aria-selected')).toBe('true');

    await convertButton(page).click();
    await convoySays(page, /All 3 done/);
    await rowOf(page, 'a photo.jpg').click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Preview/ }).click();
    await preview(page, 'a photo.webp').waitFor();
    await expect.poll(() => pictureWidth(page), { timeout: patience }).toBe(320);
    await page.getByRole('radio', { name: 'Original' }).click();
    await preview(page, 'a photo.jpg').waitFor();
    // What was chosen holds for the next file too.
    await page.getByRole('button', { name: 'Next file' }).click();
    await page.getByRole('radio', { name: 'Original', checked: true }).waitFor();
    await page.getByRole('radio', { name: 'Result' }).click();
    await reaches(page, 'readyState', 3);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(
      await list(page).evaluate((one) => (one as { matches(s: string): boolean }).matches(':focus')),
    ).toBe(true);
    expect(problems).toEqual([]);
  });

  it('plays an HLS result, in every size and language, and gives out nothing beside it', async () => {
    const { page, folder, problems } = await open();
    await realDrop(page, [await filmIn(folder)], 'main');
    await rowSays(page, 'film.mkv', 'Ready');
    await rowOf(page, 'film.mkv').click();
    await inspector(page).getByRole('radio', { name: 'HLS' }).click();
    await rowSays(page, 'film.mkv', /HLS, 2 sizes/);
    await convertButton(page).click();
    await convoySays(page, /The file is done/);
    await rowOf(page, 'film.mkv').click();
    await page.keyboard.press('Space');

    const sizes = page.getByRole('radiogroup', { name: 'Size of the picture' });
    await sizes.waitFor({ timeout: patience });
    expect(await sizes.getByRole('radio').allTextContents()).toEqual(['Auto', '360p', '234p']);
    await play(page);
    await reaches(page, 'currentTime', 0.2);
    await page.getByText('Plays 360p').waitFor({ timeout: patience });
    await sizes.getByRole('radio', { name: '234p' }).click();
    await page.getByText('Plays 234p').waitFor({ timeout: patience });
    await expect.poll(() => player(page, 'videoHeight'), { timeout: patience }).toBe(234);
    await page.getByRole('combobox', { name: 'Sound track' }).click();
    await page.getByRole('option', { name: 'Deutsch' }).click();
    // To its end, at twice the speed.
    await page.evaluate(`document.querySelector('[role=dialog] video').playbackRate = 2`);
    await play(page);
    await expect.poll(() => player(page, 'ended'), { timeout: patience }).toBe(true);
    await reaches(page, 'currentTime', 5.9);
    expect(await seriousFindings(page, inPreview)).toEqual([]);
    expect(problems).toEqual([]);

    // Behind the preview the list is out of reach of roles.
    const id = await page.locator('[role=grid] [data-id]').getAttribute('data-id');
    const master = (await resultsIn(folder, host))('master.m3u8');
    await writeFile(path.join(path.dirname(master), 'note.txt'), 'not a part of the stream');
    const result = `file/${id}/result`;
    const type = 'application/vnd.apple.mpegurl';
    expect(await ask(page, host, `${result}/master.m3u8`)).toEqual([200, type, expect.any(Number)]);
    expect(await ask(page, host, `${result}/master.m3u8`, 'bytes=0-6')).toEqual([206, type, 7]);
    for (const way of [
      '..%2Ffilm.mkv',
      '..%2F..%2Fstate%2Fqueue.db',
      '%2Fetc%2Fpasswd',
      '..%5Cfilm.mkv',
      'film.mkv',
      'note.txt',
    ])
      expect(await ask(page, host, `${result}/${way}`)).toEqual([
        404,
        expect.any(String),
        expect.any(Number),
      ]);
  });

  // The same page in both hosts.
  if (host !== 'web') return;

  it('says what it cannot play, fits into the smallest window, and is for everyone', async () => {
    const { page, folder } = await open({ viewport: { width: 900, height: 600 } });
    const files = { 'a photo.jpg': 'jpeg', 'b phone.mp4': 'hevc-hev1-mp4', 'c tone.wav': 'wav' } as const;
    await realDrop(page, await putFiles(folder, files), 'main');
    await convoySays(page, /3 files ready/);
    await rowOf(page, 'a photo.jpg').click();
    await page.keyboard.press('Space');
    await expect.poll(() => pictureWidth(page), { timeout: patience }).toBe(320);
    const box = await preview(page, 'a photo.jpg').boundingBox();
    expect(box).toEqual({ x: 32, y: 40, width: 836, height: 520 });
    const found: Record<string, readonly string[]> = {
      photo: await seriousFindings(page, inPreview),
    };
    await page.getByRole('radio', { name: '100%' }).click();
    found['zoomed'] = await seriousFindings(page, inPreview);
    await page.getByRole('button', { name: 'Next file' }).click();
    await page.getByText('MP4 HEVC cannot be played in the window.').waitFor({ timeout: patience });
    found['refused'] = await seriousFindings(page, inPreview);
    await page.getByRole('button', { name: 'Next file' }).click();
    await reaches(page, 'readyState', 3);
    found['sound'] = await seriousFindings(page, inPreview);
    expect(found).toEqual({ photo: [], zoomed: [], refused: [], sound: [] });
  });
});
