import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { closeDisplay } from './support/display.ts';
import { ask, ended, eventually, openApp } from './support/electron-asks.ts';
import { noElectron } from './support/electron-window.ts';
import { everythingIn, putFiles } from './support/files.ts';
import { convertButton, inspector, list, rowOf } from './support/queue-page.ts';

/** A folder of photos, from the drop to a folder for the web beside each of them. */

afterAll(closeDisplay);

const reason = noElectron === null ? '' : ` (${noElectron})`;

describe.skipIf(noElectron !== null)(`a folder beside each original${reason}`, () => {
  it('is what a name alone means, and the way to it leads from the drop', async (t) => {
    const opened = await openApp(t);
    const { page, folder } = opened;
    const trip = path.join(folder, 'trip');
    await putFiles(trip, { 'day 1/a.jpg': 'jpeg', 'day 2/b.jpg': 'jpeg' });
    await ask(opened, 'queue:add', { paths: [trip], choice: null, start: false });
    await list(page).getByRole('row').nth(1).waitFor();

    await page.getByRole('button', { name: 'Change the 2 files in the list' }).click();
    const panel = inspector(page);
    const place = panel.getByRole('textbox', { name: 'Folder' });
    await panel.getByRole('button', { name: /^Save to/ }).click();
    await panel.getByText('A name such as “web” is a folder beside each original.').waitFor();
    // Opened at the lower edge, it opens into view.
    const plan = await panel.getByRole('region', { name: 'Plan' }).boundingBox();
    const field = await place.boundingBox();
    expect((field?.y ?? Infinity) + (field?.height ?? 0)).toBeLessThan(plan?.y ?? 0);
    await place.fill('web');
    await page.keyboard.press('Tab');
    await panel
      .getByTitle(path.join(trip, 'day 1', 'web'))
      .first()
      .waitFor();

    await convertButton(page).click();
    await ended(opened, 'a.jpg');
    await ended(opened, 'b.jpg');

    // In the smallest window, the foot of Details has room for all its buttons.
    await opened.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600),
    );
    await rowOf(page, 'a.jpg').click();
    await panel.getByRole('tab', { name: 'Details' }).click();
    const right = await eventually(
      () => panel.getByRole('button', { name: 'Copy report' }).boundingBox(),
      (box) => box !== null && box.x < 900,
    );
    expect((right?.x ?? Infinity) + (right?.width ?? 0)).toBeLessThanOrEqual(900 - 12);

    expect((await everythingIn(trip)).filter((name) => /\.\w+$/.test(name))).toEqual([
      path.join('day 1', 'a.jpg'),
      path.join('day 1', 'web', 'a.webp'),
      path.join('day 2', 'b.jpg'),
      path.join('day 2', 'web', 'b.webp'),
    ]);
  });
});
