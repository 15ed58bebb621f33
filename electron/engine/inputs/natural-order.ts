const collator = new Intl.Collator('en', { numeric: true });

/** Names as people order them, shot2 before shot10; equal ones by code unit, so that the order is always the same. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Sorts paths with forward slashes, segment by segment: the files of a folder before those of its folders. */
export function inNaturalOrder(paths: readonly string[]): string[] {
  return paths
    .map((path) => ({ path, segments: path.split('/') }))
    .sort((a, b) => segmentOrder(a.segments, b.segments))
    .map(({ path }) => path);
}

function segmentOrder(left: readonly string[], right: readonly string[]): number {
  for (let i = 0; ; i++) {
    const [l, r] = [left[i], right[i]];
    if (l === undefined || r === undefined) return left.length - right.length;
    const endsLeft = i === left.length - 1;
    const endsRight = i === right.length - 1;
    if (endsLeft !== endsRight) return endsLeft ? -1 : 1;
    const order = naturalOrder(l, r);
    if (order !== 0) return order;
  }
}
