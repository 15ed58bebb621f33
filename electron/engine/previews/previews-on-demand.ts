import type { PreviewDeps } from './preview-deps.ts';
import type { Previews } from './previews.ts';

/** The previews of an engine, loaded with the first picture that is asked for: a command or a server may never ask. */
export function previewsOnDemand(deps: PreviewDeps): Previews {
  let loading: Promise<Previews> | null = null;
  let loaded: Previews | null = null;
  const previews = (): Promise<Previews> =>
    (loading ??= import('./previews.ts').then(({ createPreviews }) => (loaded = createPreviews(deps))));
  return {
    thumbnail: async (...asked) => (await previews()).thumbnail(...asked),
    original: async (...asked) => (await previews()).original(...asked),
    compare: async (...asked) => (await previews()).compare(...asked),
    // A comparison that waits for this to be loaded begins before it is stopped.
    cancelCompare: (id) => void loading?.then((ready) => ready.cancelCompare(id)).catch(() => undefined),
    picture: (key) => loaded?.picture(key) ?? null,
    close: async () => (await loading)?.close(),
  };
}
