import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { tempDir } from '../support/found-tools.ts';
import { type S3Server, s3Server } from '../support/s3-server.ts';
import { closeDisplay } from './support/display.ts';
import { ask, ended } from './support/electron-asks.ts';
import { type ElectronWindow, noElectron, openElectronWindow } from './support/electron-window.ts';
import { putFiles } from './support/files.ts';

/** Keys that are entered in the app: kept by the system, in no file of ours, and there again after a restart. */

afterAll(closeDisplay);

const reason = noElectron === null ? '' : ` (${noElectron})`;
const canary = 'CANARYw1nd0wk3ys7h3f1nd3r';
const patience = 90_000;

const side = ({ page }: ElectronWindow): Locator => page.getByRole('complementary');
const field = (opened: ElectronWindow, name: string): Locator =>
  side(opened).getByRole('textbox', { name, exact: true });

/** Fills and saves a connection with keys as a person does. */
async function enterKeys(opened: ElectronWindow, server: S3Server): Promise<void> {
  const { page } = opened;
  await page.getByText('Drop files or folders here').waitFor();
  await page.keyboard.press('ControlOrMeta+4');
  await page.getByRole('button', { name: 'New connection' }).click();
  await field(opened, 'Name').fill('media');
  await side(opened).getByRole('combobox', { name: 'Service' }).click();
  await page.getByRole('option', { name: 'MinIO' }).click();
  await field(opened, 'Address').fill(server.endpoint);
  await field(opened, 'Bucket').fill(server.bucket);
  await field(opened, 'Access key').fill(server.keys.accessKeyId);
  await side(opened).locator('input[type=password]').fill(server.keys.secretAccessKey);
  await side(opened).getByRole('button', { name: 'Save', exact: true }).click();
  await page
    .getByRole('list', { name: 'Connections' })
    .getByRole('button', { name: /^media,/ })
    .waitFor();
}

const filesHolding = (folder: string, text: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const file = path.join(folder, name);
    return statSync(file, { throwIfNoEntry: false })?.isFile() === true && readFileSync(file).includes(text);
  });

describe.skipIf(noElectron !== null)(`keys that are entered in the app${reason}`, () => {
  it(
    'are kept where the system keeps such, and upload after a restart',
    async () => {
      const server = await s3Server({ onTestFinished }, 'media-prod', {
        accessKeyId: `AKIA${canary}`,
        secretAccessKey: canary,
      });
      const folder = tempDir({ onTestFinished });
      const state = path.join(folder, 'state');
      const opened = await openElectronWindow({ state, switches: ['--password-store=basic'] });
      onTestFinished(() => opened.close());
      await enterKeys(opened, server);
      const [view] = await ask(opened, 'connections:list', null);
      // On Linux there need not be a keychain; the switch makes it so on every desktop.
      const kept = process.platform === 'linux' ? 'plain' : 'keychain';
      expect(view).toMatchObject({
        ...{ kept, connection: { name: 'media', credentials: { from: 'keychain' } } },
      });
      await side(opened)
        .getByText({ plain: 'Saved in a file', keychain: 'Saved in the keychain' }[kept])
        .first()
        .waitFor();
      const warning = side(opened).getByText(/^This system has no keychain that Convoy can use/);
      expect(await warning.count()).toBe(kept === 'plain' ? 1 : 0);
      // Nobody is told the keys again, not even the page.
      expect(JSON.stringify(await ask(opened, 'connections:list', null))).not.toContain(canary);
      const secrets = path.join(state, 'secrets.json');
      if (process.platform !== 'win32') expect(statSync(secrets).mode & 0o777).toBe(0o600);

      const again = await opened.restart();
      onTestFinished(() => again.close());
      await again.page.getByText('Drop files or folders here').waitFor();
      const [photo = ''] = await putFiles(folder, { 'beach.jpg': 'jpeg' });
      const choice = {
        kind: 'image',
        presetId: null,
        options: { format: 'webp' },
        output: null,
        connection: 'media',
      } as const;
      await ask(again, 'queue:add', { paths: [photo], choice, start: true });
      expect(await ended(again, 'beach.jpg')).toMatchObject({ status: 'succeeded' });
      expect(Object.keys(server.objects())).toHaveLength(1);
      await again.close();
      expect(filesHolding(folder, canary)).toEqual([]);
    },
    patience * 2,
  );
});
