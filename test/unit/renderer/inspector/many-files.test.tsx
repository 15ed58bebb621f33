// @vitest-environment happy-dom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { convoyError } from '../../../../shared/model/error.ts';
import { idOf, row } from './fixtures.ts';
import { photo, show, totals } from './show-inspector.tsx';

beforeEach(() => localStorage.clear());
afterEach(cleanup);

describe('many files', () => {
  it('show what they share, what is mixed and what it comes to', async () => {
    const { user, bridge } = show([photo(1), photo(2)], { 'jobs:totals': () => totals() });
    expect(screen.getByRole('heading', { name: '2 photos' })).toBeTruthy();
    expect(screen.queryByRole('tab', { name: 'Details' })).toBeNull();
    const plan = screen.getByRole('region', { name: 'Plan' });
    expect(await within(plan).findByText('500 to 700 kB')).toBeTruthy();
    expect(within(plan).getByText('Needs 12 GB, 8.1 GB free on ~/Pictures')).toBeTruthy();
    expect(screen.getByText('High 1, Medium 1')).toBeTruthy();
    expect(screen.getByText('Width 1600 1, auto 1')).toBeTruthy();

    const width = screen.getByRole('textbox', { name: 'Width' });
    expect(width.getAttribute('placeholder')).toBe('Mixed');
    // A value that stands a while is meant; it is not sent before the field is left or Enter is pressed.
    await user.type(width, '800');
    await waitFor(() => expect(screen.queryByText('Width 1600 1, auto 1')).toBeNull());
    await user.keyboard('{Escape}');
    expect(screen.getByText('Width 1600 1, auto 1')).toBeTruthy();
    await user.type(width, '640');
    await user.tab();
    await waitFor(() =>
      expect(bridge.inputsOf('jobs:edit')).toEqual([
        { ids: [idOf(1), idOf(2)], change: { options: { width: 640 } } },
      ]),
    );
  });

  it('are one kind before they have options', async () => {
    show([photo(1), row({ id: idOf(2) })], {
      'jobs:totals': () =>
        totals({
          kinds: [
            { kind: 'image', count: 1 },
            { kind: 'video', count: 1 },
          ],
        }),
    });
    expect(await screen.findByText('Image 1, Video 1')).toBeTruthy();
    expect(screen.queryByRole('slider', { name: 'Quality' })).toBeNull();
  });

  it('that failed are grouped by what went wrong', async () => {
    const failed = (n: number, kind: 'disk_full' | 'input_not_found') =>
      row({
        id: idOf(n),
        name: `f${n}.mov`,
        status: 'failed',
        hold: null,
        error: convoyError(kind, { file: `f${n}.mov` }),
      });
    const { bridge, user } = show(
      [failed(1, 'input_not_found'), failed(2, 'disk_full'), failed(3, 'disk_full')],
      {
        'jobs:totals': () => totals(),
      },
    );
    const panels = screen.getAllByRole('region', { name: 'What went wrong' });
    expect(panels.map((panel) => within(panel).getByRole('heading').textContent)).toEqual([
      'There was no space left for 2 files.',
      '“f1.mov” is not there.',
    ]);
    await user.click(screen.getByRole('button', { name: 'Try 2 again' }));
    expect(bridge.inputsOf('jobs:retry')).toEqual([{ ids: [idOf(2), idOf(3)] }]);
  });
});
