import { type RefObject, useEffect, useRef } from 'react';

/**
 * Whether the last thing that was done was done by keyboard. `:focus-visible` does not tell: it also holds when the
 * window moved the focus by itself, or came to the front.
 */
export function useKeyboardUsed(): RefObject<boolean> {
  const used = useRef(false);
  useEffect(() => {
    const key = (): void => {
      used.current = true;
    };
    const pointer = (): void => {
      used.current = false;
    };
    document.addEventListener('keydown', key, true);
    document.addEventListener('pointerdown', pointer, true);
    return () => {
      document.removeEventListener('keydown', key, true);
      document.removeEventListener('pointerdown', pointer, true);
    };
  }, []);
  return used;
}
