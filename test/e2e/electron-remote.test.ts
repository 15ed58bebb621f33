import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { goodAnswer, lyingServer } from '../support/lying-server.ts';
import { clip, probeJson, tempDir } from '../support/media.ts';
import { s3Server } from '../support/s3-server.ts';
import { closeDisplay } from './support/display.ts';
import { ask } from './support/electron-asks.ts';
import { type ElectronWindow, noElectron, openElectronWindow } from './support/electron-window.ts';
import { everythingIn } from './support/files.ts';
import { convertButton, patience, rowOf, rowSays } from './support/queue-page.ts';

/** Addresses that come into the app, and results that go to a bucket: the app's own clipboard, and its own way to a browser. */

afterAll(closeDisplay);

const reason = noElectron === null ? '' : ` (${noElectron})`;

/** The row of the two. */
const joined = 'part 1.mp4 and 1 more';

const shoot = async ({ page }: ElectronWindow, name: string): Promise<void> => {
  const folder = process.env['CONVOY_SHOTS'];
  if (folder !== undefined) await page.screenshot({ path: path.join(folder, `${name}.png`) });
};

async function paste({ app, page }: ElectronWindow, text: string): Promise<void> {
  await app.evaluate(({ clipboard }, words) => clipboard.writeText(words), text);
  await page.keyboard.press('ControlOrMeta+v');
}

const openLink = async ({ page }: ElectronWindow, row: Locator): Promise<void> => {
  await row.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Open link' }).click();
};

describe.skipIf(noElectron !== null)(`addresses in Electron${reason}`, () => {
  it(
    'two that are joined are downloaded, uploaded as one, and its link is opened by the system',
    async () => {
      const content = readFileSync(await clip('h264-aac-mp4'));
      const web = await lyingServer({ onTestFinished }, goodAnswer(content));
      const bucket = await s3Server({ onTestFinished });
      const folder = tempDir({ onTestFinished });
      const state = path.join(folder, 'state');
      const opened = await openElectronWindow({ state, switches: ['--password-store=basic'] });
      onTestFinished(() => opened.close());
      const { app, page, problems } = opened;
      await page.getByText('Drop files or folders here').waitFor();
      await ask(opened, 'settings:change', {
        change: { allowPrivateAddresses: true, outputFolder: path.join(folder, 'results') },
      });
      const { accessKeyId, secretAccessKey } = bucket.keys;
      await ask(opened, 'connections:save', {
        connection: {
          ...bucket.draft(),
          credentials: { from: 'keychain' },
          secret: { accessKeyId, secretAccessKey, sessionToken: null },
        },
      });

      await ask(opened, 'jobs:import', {
        text: JSON.stringify({
          input: [`${web.origin}/part%201.mp4?key=x`, `${web.origin}/part%202.mp4`],
          kind: 'video',
          options: { format: 'mp4', width: 160 },
          output: 's3://media-prod/joined/{name}.{ext}',
        }),
      });
      await paste(opened, `${web.origin}/alone.mp4`);
      await rowOf(page, 'alone.mp4').waitFor({ timeout: patience });
      const row = rowOf(page, joined);
      await shoot(opened, 'joined-ready');
      await row.waitFor({ timeout: patience });
      await row.click();
      await shoot(opened, 'joined-selected');
      await convertButton(page).click();
      for (const name of [joined, 'alone.mp4']) await rowSays(page, name, 'Done');
      await shoot(opened, 'joined-done');
      expect(Object.keys(bucket.objects())).toEqual(['joined/part 1.mp4']);
      expect(await everythingIn(path.join(folder, 'results'))).toEqual(['alone.mp4']);
      expect(await everythingIn(path.join(state, 'imports')).catch(() => [])).toEqual([]);

      await app.evaluate(({ shell }) => {
        shell.openExternal = (address) => {
          Object.assign(globalThis, { opened: address });
          return Promise.resolve();
        };
      });
      await openLink(opened, row);
      const address = (): Promise<string | undefined> =>
        app.evaluate(() => (globalThis as { opened?: string }).opened);
      await expect.poll(address, { timeout: 10_000 }).toContain('/joined/part%201.mp4?');
      const made = path.join(folder, 'made.mp4');
      const { writeFile } = await import('node:fs/promises');
      await writeFile(made, Buffer.from(await (await fetch((await address()) ?? '')).arrayBuffer()));
      const { format, streams } = await probeJson(made);
      expect(Number(format.duration)).toBeCloseTo(4, 0);
      expect(streams[0]).toMatchObject({ width: 160 });

      await page.getByRole('complementary').getByRole('tab', { name: 'Details' }).click();
      await shoot(opened, 'joined-details');
      expect(problems.filter((problem) => !problem.includes('404'))).toEqual([]);
    },
    patience * 2,
  );
});
