/** What a JSON text says; null for a text that is none: main must not trip over what an ill engine sends. */
export function parsedText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
