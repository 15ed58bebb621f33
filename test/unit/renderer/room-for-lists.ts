import { beforeEach, vi } from 'vitest';

/**
 * The lists draw what fits; without a layout engine they have to be told how much that is. Called at the head of a test
 * file: a hook that stood in a module would be there for the first file alone that loads it.
 */
export function roomForLists(): void {
  beforeEach(() => {
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
    vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(800);
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  });
}
