// @vitest-environment happy-dom
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { commandsOf } from '../../../../renderer/keyboard/commands.ts';
import { goToRegion } from '../../../../renderer/keyboard/regions.ts';
import { roomForLists } from '../room-for-lists.ts';
import { grid, shown } from './show-queue.tsx';

roomForLists();

describe('the page', () => {
  it('has its bars beside the list, as landmarks of their own', () => {
    shown();
    const main = screen.getByRole('main');
    expect(main.contains(grid())).toBe(true);
    expect(within(main).getByRole('heading', { level: 1 }).textContent).toBe('Queue');
    const bars = [screen.getByRole('toolbar', { name: 'List' }), screen.getByRole('contentinfo')];
    expect(bars.map((bar) => main.contains(bar))).toEqual([false, false]);
    const seen: (string | undefined)[] = [];
    for (let i = 0; i < 4; i += 1) {
      goToRegion(1);
      seen.push(document.activeElement?.closest('[role=toolbar], main, footer')?.tagName);
    }
    expect(seen).toEqual(['DIV', 'MAIN', 'FOOTER', 'DIV']);
  });

  it('has a button for the options while they are closed', async () => {
    const user = userEvent.setup();
    const { app } = shown();
    expect(screen.queryByRole('button', { name: 'Show options' })).toBeNull();
    const opened = vi.fn();
    commandsOf(app).register('inspector', opened);
    act(() => app.store.setState((state) => ({ inspector: { ...state.inspector, open: false } })));
    await user.click(screen.getByRole('button', { name: 'Show options' }));
    expect(opened).toHaveBeenCalledOnce();
  });
});
