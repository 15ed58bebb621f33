/** The parts of the window that F6 goes through, in the order of the page. */
const selector = 'nav, main, [role=toolbar], [role=contentinfo], [role=complementary], aside';

const tabbable =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex]';

/** Where the keyboard was in each region when it left. */
const left = new WeakMap<Element, HTMLElement>();

/** Moves the keyboard to the next region, or to the one before; round the ends. */
export function goToRegion(direction: 1 | -1, root: ParentNode = document): void {
  const regions = [...root.querySelectorAll<HTMLElement>(selector)].filter(
    (region) => stopIn(region) !== null,
  );
  if (regions.length === 0) return;
  const active = document.activeElement;
  const current = active?.closest<HTMLElement>(selector) ?? null;
  const at = current === null ? -1 : regions.indexOf(current);
  if (current !== null && active instanceof HTMLElement) left.set(current, active);
  const next = at === -1 ? (direction === 1 ? 0 : regions.length - 1) : at + direction;
  const region = regions[(next + regions.length) % regions.length];
  if (region !== undefined) stopIn(region)?.focus();
}

/** Where the keyboard lands in a region: where it was, or its first stop that is not in a region inside of it. */
function stopIn(region: HTMLElement): HTMLElement | null {
  const before = left.get(region);
  if (before?.isConnected === true && before.closest(selector) === region) return before;
  const stops = [...region.querySelectorAll<HTMLElement>(tabbable)];
  return stops.find((stop) => stop.tabIndex >= 0 && stop.closest(selector) === region) ?? null;
}
