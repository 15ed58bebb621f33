/**
 * Where an arrow key leads among `count` places that form a line: round the ends, Home and End to them. -1 when the key
 * does not move.
 */
export function stepFrom(
  event: { readonly key: string },
  at: number,
  count: number,
  along: 'row' | 'both',
): number {
  if (count === 0) return -1;
  switch (event.key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at - 1 + count) % count;
    case 'ArrowDown':
      return along === 'both' ? (at + 1) % count : -1;
    case 'ArrowUp':
      return along === 'both' ? (at - 1 + count) % count : -1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return -1;
  }
}
