import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished, vi } from 'vitest';
import { goodAnswer, lyingServer } from '../support/lying-server.ts';
import { clip, tempDir } from '../support/media.ts';
import { testEngine } from '../support/run-jobs.ts';
import { s3Server } from '../support/s3-server.ts';
import { convertButton, patience, rowOf, rowSays } from './support/queue-page.ts';
import { everythingIn } from './support/files.ts';
import { middleOf } from './support/real-drop.ts';
import { describeHosts } from './support/window.ts';

/** Addresses that are pasted into the window or dropped onto it, of the web and of a bucket. */

declare const navigator: { readonly clipboard: { writeText(text: string): Promise<void> } };

/** Pastes a text where nothing is typed into. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await page.keyboard.press('ControlOrMeta+v');
}

/** Drops a link, as it is dragged out of another program. */
async function dropLink(page: Page, address: string): Promise<void> {
  const { x, y } = await middleOf(page, 'main');
  const session = await page.context().newCDPSession(page);
  const data = {
    items: ['text/uri-list', 'text/plain'].map((mimeType) => ({ mimeType, data: address })),
    dragOperationsMask: 1,
  };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x, y, data });
  }
  await session.detach();
}

describeHosts('addresses', (open, host) => {
  // What is dropped and pasted is read by the same page; keys of the environment are those of a server.
  const specs = host === 'web' ? it : it.skip;

  specs(
    'are pasted and dropped, downloaded and converted',
    async () => {
      const content = readFileSync(await clip('jpeg'));
      const web = await lyingServer({ onTestFinished }, goodAnswer(content, '"one"', 'image/jpeg'));
      const bucket = await s3Server({ onTestFinished });
      for (const [name, value] of Object.entries(bucket.env)) vi.stubEnv(name, value);
      onTestFinished(() => void vi.unstubAllEnvs());
      const state = path.join(tempDir({ onTestFinished }), 'state');
      const before = testEngine(null, { stateFile: path.join(state, 'queue.db'), env: bucket.env });
      await before.library.changeSettings({ allowPrivateAddresses: true });
      await before.connections.save(bucket.draft());
      const [sent] = await before.add([
        { request: { input: await clip('jpeg'), kind: 'image', output: 's3://media-prod/in/stone.jpg' } },
      ]);
      await before.idle();
      await before.queue.remove([sent?.id ?? '']);
      await before.close();
      expect(Object.keys(bucket.objects())).toEqual(['in/stone.jpg']);

      const { page, folder, problems } = await open({ state });
      await page.getByText('Drop files or folders here').waitFor();
      await paste(page, `${web.origin}/pictures/My%20beach.jpg?size=large`);
      await rowOf(page, 'My beach.jpg').waitFor({ timeout: patience });
      await dropLink(page, `${web.origin}/sea.jpg`);
      await rowOf(page, 'sea.jpg').waitFor({ timeout: patience });
      await paste(page, 's3://media-prod/in/stone.jpg');
      await rowOf(page, 'stone.jpg').waitFor({ timeout: patience });
      await convertButton(page).click();
      for (const name of ['My beach.jpg', 'sea.jpg', 'stone.jpg']) await rowSays(page, name, 'Done');
      expect(await everythingIn(folder)).toEqual(['My beach.webp', 'sea.webp', 'stone.webp']);
      expect(await everythingIn(path.join(state, 'imports')).catch(() => [])).toEqual([]);
      // The browser notes pictures of inputs that are not here any more, which are asked for in vain.
      expect(problems.filter((problem) => !problem.includes('404'))).toEqual([]);
    },
    patience * 2,
  );
});
