import type { Locator, Page } from 'playwright-core';
import { expect, it, onTestFinished, vi } from 'vitest';
import { type S3Server, s3Server } from '../support/s3-server.ts';
import { everythingIn, putFiles } from './support/files.ts';
import { convertButton, inspector, patience, rowOf, rowSays } from './support/queue-page.ts';
import { realDrop } from './support/real-drop.ts';
import { describeHosts } from './support/window.ts';

/** Results that go to a bucket, from the connection to the link, through `convoy serve` and a real S3 server. */

const side = (page: Page): Locator => page.getByRole('complementary');
const field = (page: Page, name: string): Locator => side(page).getByRole('textbox', { name, exact: true });

async function choose(page: Page, label: string, option: string): Promise<void> {
  await side(page).getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
}

/** Fills the editor of a new connection; its keys are those of the environment. */
async function describeConnection(page: Page, name: string, endpoint: string, bucket: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+4');
  await page.getByRole('button', { name: 'New connection' }).click();
  await field(page, 'Name').fill(name);
  await choose(page, 'Service', 'MinIO');
  await field(page, 'Address').fill(endpoint);
  await field(page, 'Bucket').fill(bucket);
  await field(page, 'Folder').fill('films');
}

const press = (page: Page, name: string): Promise<void> =>
  side(page).getByRole('button', { name, exact: true }).click();

/** Sends the results of the selected file through a connection. */
async function saveOn(page: Page, connection: string): Promise<void> {
  const target = side(page).getByRole('combobox', { name: 'Save on' });
  await side(page).getByRole('radiogroup', { name: 'Kind' }).waitFor();
  if (!(await target.isVisible()))
    await side(page)
      .getByRole('button', { name: /^Save to/ })
      .click();
  await choose(page, 'Save on', connection);
}

/** The server with its keys in the environment of what the test starts. */
async function bucketServer(): Promise<S3Server> {
  const server = await s3Server({ onTestFinished });
  for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  return server;
}

describeHosts('connections', (open, host) => {
  // Electron keeps keys of its own: what it is asked here is what the window does, which is the same.
  const specs = host === 'web' ? it : it.skip;

  specs(
    'a photo is converted into the bucket, and its link leads to it',
    async () => {
      const server = await bucketServer();
      const { page, folder, problems } = await open();
      await describeConnection(page, 'media', server.endpoint, server.bucket);
      await press(page, 'Test');
      await side(page)
        .getByText(/^Wrote and removed a small file in/)
        .waitFor({ timeout: patience });
      await press(page, 'Save');
      await page
        .getByRole('list', { name: 'Connections' })
        .getByRole('button', { name: /^media,/ })
        .waitFor();
      expect(server.objects()).toEqual({});

      await page.keyboard.press('ControlOrMeta+1');
      await realDrop(page, await putFiles(folder, { 'in/beach.jpg': 'jpeg' }), 'main');
      await rowOf(page, 'beach.jpg').click();
      await saveOn(page, 'media');
      await inspector(page).getByText('media-prod/films/beach.webp').first().waitFor({ timeout: patience });
      await field(page, 'Name').fill('{name}-web.{ext}');
      await field(page, 'Name').blur();
      await inspector(page)
        .getByText('media-prod/films/beach-web.webp')
        .first()
        .waitFor({ timeout: patience });
      await convertButton(page).click();
      await rowSays(page, 'beach.jpg', 'Done');
      expect(Object.keys(server.objects())).toEqual(['films/beach-web.webp']);

      await rowOf(page, 'beach.jpg').hover();
      await rowOf(page, 'beach.jpg').getByRole('button', { name: 'Copy link' }).click();
      await page.getByText('Link copied').waitFor();
      await page.getByText(/^It works until /).waitFor();
      const link = await page.evaluate<string>('navigator.clipboard.readText()');
      const fetched = Buffer.from(await (await fetch(link)).arrayBuffer());
      expect(fetched.equals(server.objects()['films/beach-web.webp'] ?? Buffer.alloc(0))).toBe(true);
      expect(fetched.subarray(8, 12).toString()).toBe('WEBP');

      await side(page).getByRole('tab', { name: 'Details' }).click();
      await side(page).getByText('Uploaded to media-prod/films/beach-web.webp').waitFor();
      expect(await everythingIn(folder)).toEqual(['in', 'in/beach.jpg']);
      expect(problems).toEqual([]);
    },
    patience * 2,
  );

  specs(
    'an upload that is refused says why, keeps the file, and is uploaded again without being converted again',
    async () => {
      const server = await bucketServer();
      const { page, folder } = await open();
      await describeConnection(page, 'media', server.endpoint, server.bucket);
      await press(page, 'Save');
      await page.getByRole('list', { name: 'Connections' }).waitFor();
      server.harm = ({ method }) =>
        method === 'PUT' || method === 'POST' ? { answer: 403, code: 'AccessDenied' } : null;
      await press(page, 'Test');
      await side(page)
        .getByText(/have no right to do that/)
        .waitFor({ timeout: patience });

      await page.keyboard.press('ControlOrMeta+1');
      await realDrop(page, await putFiles(folder, { 'in/beach.jpg': 'jpeg' }), 'main');
      await rowOf(page, 'beach.jpg').click();
      await saveOn(page, 'media');
      await inspector(page).getByText('media-prod/films/beach.webp').first().waitFor({ timeout: patience });
      await convertButton(page).click();
      await rowSays(page, 'beach.jpg', 'Failed');
      await side(page).getByRole('tab', { name: 'Details' }).click();
      const failure = side(page).getByRole('region', { name: 'What went wrong' });
      await failure.getByText('The finished file is safe on this computer until it is uploaded.').waitFor();
      await failure.getByRole('button', { name: 'Open the connection' }).click();
      await side(page).getByRole('textbox', { name: 'Bucket' }).waitFor();

      server.harm = () => null;
      await page.keyboard.press('ControlOrMeta+1');
      await rowOf(page, 'beach.jpg').click();
      await side(page).getByRole('button', { name: 'Upload again' }).click();
      await rowSays(page, 'beach.jpg', 'Done');
      expect(Object.keys(server.objects())).toEqual(['films/beach.webp']);
    },
    patience * 2,
  );
});
