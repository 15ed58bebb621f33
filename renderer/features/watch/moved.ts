/**
 * Where a key leads in a list of `count` rows; null when it does not move, or nowhere. `at` is -1 while no row has the
 * keyboard, `page` how many rows are in view.
 */
export function moved(key: string, at: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const last = count - 1;
  const step = Math.max(1, page - 1);
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, at + 1);
    case 'ArrowUp':
      return at < 0 ? last : Math.max(0, at - 1);
    case 'PageDown':
      return Math.min(last, Math.max(0, at) + step);
    case 'PageUp':
      return Math.max(0, at - step);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
