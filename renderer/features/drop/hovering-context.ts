import { createContext } from 'react';
import type { Hovering } from './listen-to-drops.ts';

/** What hangs over the window, for the pages that are drop targets themselves. */
export const HoveringContext = createContext<Hovering | null>(null);
