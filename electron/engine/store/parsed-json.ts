/** What a column holds as JSON; null when that is no text, or makes no sense: its reader parses it by a schema anyway. */
export function parsedJson(text: unknown): unknown {
  if (typeof text !== 'string') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
