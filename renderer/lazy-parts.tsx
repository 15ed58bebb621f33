import { type ComponentType, Suspense, use } from 'react';
import type * as AllParts from './parts.tsx';
import { nextFrame } from './store/next-frame.ts';
import type { App } from './store/store.ts';

/**
 * The parts of the window that are loaded behind its first picture. They are on their way before anybody can ask for
 * them; from the moment they are there they are drawn at once, like everything else.
 */

type Parts = typeof AllParts;

let parts: Parts | null = null;
let coming: Promise<Parts> | null = null;

/** Loads the parts, once. Rejects when their script cannot be had. */
export function loadParts(): Promise<Parts> {
  // A refusal is kept as well: who draws a part then is told, and loading the page anew is what helps.
  coming ??= import('./parts.tsx').then((loaded) => (parts = loaded));
  return coming;
}

/** A component of the parts by its name. Where it stands, nothing is drawn until it is there. */
export function lazyPart(name: keyof Parts): ComponentType {
  function Part() {
    const Loaded = (parts ?? use(loadParts()))[name];
    return <Loaded />;
  }
  return function LazyPart() {
    return (
      <Suspense>
        <Part />
      </Suspense>
    );
  };
}

/**
 * Has the parts loaded as soon as the list is drawn, or when it turns out that there is none to draw. Gives the way to
 * call it off.
 */
export function loadPartsBehind({ store }: App): () => void {
  let callOff = (): void => undefined;
  // The picture with the list in it is the next one, so the frame after that is the first that nobody waits for.
  const load = (): void => {
    callOff = nextFrame(() => {
      callOff = nextFrame(() => {
        // Who needs a part hears of a failure; until then there is nothing to say.
        loadParts().catch(() => undefined);
      });
    });
  };
  const isDrawn = (): boolean => {
    const { loaded, engine } = store.getState();
    return loaded || engine.state === 'failed';
  };
  const off = store.subscribe(() => {
    if (!isDrawn()) return;
    off();
    load();
  });
  if (isDrawn()) {
    off();
    load();
  }
  return () => {
    off();
    callOff();
  };
}
