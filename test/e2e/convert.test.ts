import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { probeJson } from '../support/media.ts';
import { everythingIn, longClip, putFiles, resultsIn } from './support/files.ts';
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
import { describeHosts } from './support/window.ts';

/** From a drop to files on the disk, as a person does it. */

describeHosts('converting', (open, host) => {
  it('files are dropped, get options, and become what was asked', async () => {
    const { page, folder, problems } = await open();
    const files = await putFiles(folder, {
      'harbour dawn.mov': 'h264-aac-mov',
      'photo.jpg': 'jpeg',
      'tone.wav': 'wav',
    });
    await page.getByText('Drop files or folders here').waitFor();
    await realDrop(page, files, 'main');
    await rowSays(page, 'harbour dawn.mov', 'Ready');
    await rowSays(page, 'photo.jpg', 'Ready');
    await rowSays(page, 'tone.wav', 'Ready');

    await rowOf(page, 'photo.jpg').click();
    await inspector(page).getByRole('combobox', { name: 'Format' }).click();
    await page.getByRole('option', { name: 'PNG' }).click();
    const width = inspector(page).getByRole('textbox', { name: 'Width' });
    await width.fill('100');
    await width.press('Enter');
    await rowSays(page, 'photo.jpg', /PNG 100/);
    await convertButton(page).click();
    await convoySays(page, /All 3 done/);

    const results = await resultsIn(folder, host);
    const png = await probeJson(results('photo.png'));
    expect(png.streams.map(({ codec_name, width: w }) => [codec_name, w])).toEqual([['png', 100]]);
    const mp4 = await probeJson(results('harbour dawn.mp4'));
    expect(mp4.streams.map(({ codec_name }) => codec_name)).toEqual(['h264', 'aac']);
    const mp3 = await probeJson(results('tone.mp3'));
    expect(mp3.streams.map(({ codec_name }) => codec_name)).toEqual(['mp3']);
    expect(problems).toEqual([]);
  });

  it('a folder keeps its tree, what is no media stays out, and what only seems to be says so', async () => {
    const { page, folder } = await open();
    await putFiles(path.join(folder, 'Holiday'), { 'a.jpg': 'jpeg', 'deep/er/b.png': 'png-transparent' });
    await mkdir(path.join(folder, 'Holiday/empty'));
    await realDrop(page, [path.join(folder, 'Holiday')], 'main');
    await rowSays(page, 'a.jpg', 'Ready');
    await rowSays(page, 'b.png', 'Ready');
    expect(await list(page).getAttribute('aria-rowcount')).toBe('2');
    await convertButton(page).click();
    await convoySays(page, /All 2 done/);
    const results = await everythingIn(folder);
    expect(results.filter((name) => name.endsWith('.webp')).map((name) => path.basename(name))).toEqual([
      'a.webp',
      'b.webp',
    ]);
    expect(results.filter((name) => name.includes('.part'))).toEqual([]);

    await putFiles(folder, { 'notes.mp4': 'text-mp4' });
    await realDrop(page, [path.join(folder, 'notes.mp4')], 'main');
    await rowOf(page, 'notes.mp4')
      .getByText(/text file/)
      .waitFor({ timeout: patience });
  });

  it('a running job is cancelled, leaves nothing, and is tried again', async () => {
    const { page, folder } = await open();
    const long = await longClip(folder, 'long.mp4', 12);
    await realDrop(page, [long], 'main');
    await rowSays(page, 'long.mp4', 'Ready');
    await rowOf(page, 'long.mp4').click();
    // Encoded, so that there is something to stop.
    await inspector(page).getByRole('slider', { name: 'Quality' }).press('End');
    await inspector(page)
      .getByText(/Very high/)
      .first()
      .waitFor();
    await convertButton(page).click();
    await rowSays(page, 'long.mp4', /Converting [1-9]/);
    await rowOf(page, 'long.mp4').hover();
    await rowOf(page, 'long.mp4').getByRole('button', { name: 'Cancel' }).click();
    await rowSays(page, 'long.mp4', 'Cancelled');
    const left = (await everythingIn(folder)).filter((name) => name !== 'long.mp4');
    expect(left).toEqual([]);

    await rowOf(page, 'long.mp4').hover();
    await rowOf(page, 'long.mp4')
      .getByRole('button', { name: /Convert again|Try again/ })
      .click();
    await rowSays(page, 'long.mp4', /Converting/);
    // Very high quality makes more of this film than it was, and that is no use to anybody.
    await rowSays(page, 'long.mp4', 'Kept original');
  });

  it('names that could be taken for something else stay names', async () => {
    const { page, folder, problems } = await open();
    const names = [
      '<img src=x onerror=alert(1)>.jpg',
      '-i %s 100%.jpg',
      'a & b; $(touch x) `y`.jpg',
      '\u202Egpj.evil.jpg',
      'Ümläute 写真 🎬.jpg',
      `${'very long name '.repeat(15)}end.jpg`,
    ];
    const files = await putFiles(folder, Object.fromEntries(names.map((name) => [name, 'jpeg'] as const)));
    await realDrop(page, files, 'main');
    await convoySays(page, new RegExp(`${names.length} files ready`));
    await convertButton(page).click();
    await convoySays(page, new RegExp(`All ${names.length} done`));
    const results = (await everythingIn(folder)).filter((name) => name.endsWith('.webp'));
    expect(results).toHaveLength(names.length);
    expect(existsSync(path.join(folder, 'x'))).toBe(false);
    expect(problems).toEqual([]);
    const first = await readFile(path.join(folder, results[0] ?? ''));
    expect(first.subarray(8, 12).toString()).toBe('WEBP');
  });
});
