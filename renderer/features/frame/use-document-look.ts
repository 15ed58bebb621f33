import { useEffect } from 'react';
import { useAppState } from '../../store/store.ts';

/** Puts what styles depend on onto the root of the page: theme, rows, host and platform. */
export function useDocumentLook(): void {
  const appearance = useAppState((state) => state.settings.appearance);
  const compact = useAppState((state) => state.settings.compactRows);
  const host = useAppState((state) => state.hello?.host);
  const platform = useAppState((state) => state.hello?.platform);
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (appearance === 'system') delete dataset['theme'];
    else dataset['theme'] = appearance;
    dataset['rows'] = compact ? 'compact' : 'normal';
    if (host !== undefined) dataset['host'] = host;
    if (platform !== undefined) dataset['platform'] = platform;
  }, [appearance, compact, host, platform]);
}
