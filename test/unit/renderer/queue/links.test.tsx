// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { webHello } from '../hosts.ts';
import { done, jobId } from '../rows.ts';
import { tableOf } from '../../../../renderer/store/apply-patches.ts';
import { RowMenu } from '../../../../renderer/features/queue/row-menu.tsx';
import { Menu } from '../../../../renderer/ui/menu.tsx';
import type { Row } from '../../../../shared/ipc/row.ts';
import { windowOf } from '../window-of.tsx';

const upload = { connection: 'media', bucket: 'media-prod' };
const url = 'https://cdn.example.org/clip.mp4';

/** The menu of one selected file. */
async function menuOf(row: Row, state = {}) {
  const made = windowOf(
    <Menu trigger={<button type="button">Open the menu</button>}>
      <RowMenu />
    </Menu>,
    {
      state: {
        rows: tableOf([row], 1),
        selection: { ids: new Set([row.id]), anchor: row.id, focus: row.id },
        ...state,
      },
      answers: { 'jobs:link': { url, expiresAt: null } },
    },
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Open the menu' }));
  const menu = within(await screen.findByRole('menu'));
  return { ...made, user, menu, names: menu.getAllByRole('menuitem').map((one) => one.textContent) };
}

describe('the menu of a finished file', () => {
  const clicked: { href: string; target: string; rel: string }[] = [];
  beforeEach(() => {
    clicked.length = 0;
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      clicked.push({ href: this.href, target: this.target, rel: this.rel });
    });
  });
  afterEach(() => vi.restoreAllMocks());

  it('opens the link of what was uploaded, in a browser in a page that knows nothing of this one', async () => {
    const { user, menu, bridge } = await menuOf(done(1, { upload }), { hello: webHello });
    await user.click(menu.getByRole('menuitem', { name: 'Open link' }));
    await vi.waitFor(() =>
      expect(clicked).toEqual([{ href: url, target: '_blank', rel: 'noopener noreferrer' }]),
    );
    expect(bridge.inputsOf('jobs:link')).toEqual([{ id: jobId(1), seconds: null }]);
  });

  it('offers nothing of an original that is not on this computer', async () => {
    const { names } = await menuOf(done(1, { upload, remote: true }));
    expect(names.some((name) => /original|Compare/.test(name))).toBe(false);
    expect(names.filter((name) => name.endsWith('link'))).toEqual(['Copy link', 'Open link']);
  });

  it('has no link where nothing was uploaded', async () => {
    const { names } = await menuOf(done(1));
    expect(names.filter((name) => name.endsWith('link'))).toEqual([]);
    expect(names.some((name) => name.startsWith('Open result'))).toBe(true);
  });
});
