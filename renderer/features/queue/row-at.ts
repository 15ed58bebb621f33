/** The row or head that an element is in; null between them. */
export function rowIdAt(target: EventTarget): string | null {
  return target instanceof Element ? (target.closest<HTMLElement>('[data-id]')?.dataset['id'] ?? null) : null;
}

/** True for what does something by itself when it is pressed: it does not select its row. */
export function onControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, [role="checkbox"], [data-check]') !== null;
}
