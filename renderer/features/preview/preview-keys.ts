/** What a key does to the preview: Space and Esc leave it, the arrows go through the list. */
export type PreviewKey = 'leave' | 'previous' | 'next';

/** Elements that do something of their own when Space is pressed on them. */
const takesSpace = 'button, a, input, select, textarea, video, audio, [role=combobox], [role=radio]';
/** Players make the sound louder and softer with these keys. */
const takesArrows = 'input, select, textarea, video, audio, [role=combobox]';

/** Null for a key that belongs to what has the keyboard, or that means nothing here. */
export function previewKey(
  press: {
    readonly key: string;
    readonly ctrlKey: boolean;
    readonly metaKey: boolean;
    readonly altKey: boolean;
    readonly shiftKey: boolean;
  },
  target: Element,
): PreviewKey | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.shiftKey) return null;
  switch (press.key) {
    case ' ':
      return target.closest(takesSpace) === null ? 'leave' : null;
    case 'ArrowUp':
      return target.closest(takesArrows) === null ? 'previous' : null;
    case 'ArrowDown':
      return target.closest(takesArrows) === null ? 'next' : null;
    default:
      return null;
  }
}
