// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { Convoy } from '../../../renderer/app.tsx';
import { loadParts, loadPartsBehind } from '../../../renderer/lazy-parts.tsx';
import { createApp } from '../../../renderer/store/store.ts';
import { fakeBridge } from '../../support/fake-bridge.ts';

const ready = { state: 'ready', again: 0, message: null } as const;

beforeAll(async () => {
  await loadParts();
});
afterEach(cleanup);

describe('parts of the window behind its first picture', () => {
  test('are drawn at once when they are there', () => {
    const app = createApp(fakeBridge(), { loaded: true, engine: ready });
    render(<Convoy app={app} />);
    act(() => app.store.setState({ place: { name: 'settings', page: 'general' } }));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Settings');
    act(() => app.store.setState({ dialog: { name: 'presets', select: null } }));
    expect(screen.getByRole('dialog').textContent).toContain('Presets');
  });

  test('come when the list is there, and not before', () => {
    const frames = vi.spyOn(globalThis, 'requestAnimationFrame');
    const app = createApp(fakeBridge());
    const callOff = loadPartsBehind(app);
    expect(frames).not.toHaveBeenCalled();
    app.store.setState({ loaded: true });
    expect(frames).toHaveBeenCalledTimes(1);
    app.store.setState({ loaded: true });
    expect(frames).toHaveBeenCalledTimes(1);
    callOff();
    frames.mockRestore();
  });
});
