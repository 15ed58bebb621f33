import { expect, it } from 'vitest';
import type { EngineEvent } from '../../../electron/engine/index.ts';
import { createListeners } from '../../../electron/engine/listeners.ts';

it('one that fails takes nothing from the others, nor from the work that is told', () => {
  const { emit, subscribe } = createListeners();
  const heard: EngineEvent[] = [];
  subscribe(() => {
    throw new Error('no room');
  });
  const stop = subscribe((event) => heard.push(event));
  emit({ type: 'tools' });
  expect(heard).toEqual([
    { type: 'log', id: null, line: 'who hears of “tools” has failed: Error: no room' },
    { type: 'tools' },
  ]);
  stop();
  emit({ type: 'history' });
  expect(heard).toHaveLength(2);
});
