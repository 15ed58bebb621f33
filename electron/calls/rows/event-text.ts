/**
 * JSON of an event that somebody has made along the way. Ten thousand rows are six megabytes of it, and to make them a
 * second time costs as much as to make the rows.
 */
const texts = new WeakMap<object, string>();

/** Keeps the JSON of an event, which nobody may change any more. */
export function keepEventText(event: object, text: string): void {
  texts.set(event, text);
}

/** The JSON of an event: what was kept, or made now. */
export function eventText(event: unknown): string {
  const kept = typeof event === 'object' && event !== null ? texts.get(event) : undefined;
  return kept ?? JSON.stringify(event);
}
