import { useCallback, useEffect, useState } from 'react';
import type { Output } from '../../../shared/ipc/contract.ts';
import { CallFailed } from '../../bridge/bridge.ts';
import { useApp } from '../../store/store.ts';

type Folder = Output<'files:browse'>;

interface Browsing {
  /** What is shown; null while the first one is read. */
  readonly folder: Folder | null;
  /** Why the last one asked for cannot be shown. */
  readonly problem: string | null;
  readonly go: (path: string | null) => void;
}

/** Goes through the folders of the host, from its roots on. */
export function useFolder(): Browsing {
  const { bridge } = useApp();
  const [wanted, setWanted] = useState<{ readonly path: string | null }>({ path: null });
  const [folder, setFolder] = useState<Folder | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    bridge.call('files:browse', { folder: wanted.path }).then(
      (found) => {
        if (!current) return;
        setFolder(found);
        setProblem(null);
      },
      (reason: unknown) => {
        if (current) setProblem(reason instanceof CallFailed ? reason.error.message : String(reason));
      },
    );
    return () => {
      current = false;
    };
  }, [bridge, wanted]);
  const go = useCallback((path: string | null) => setWanted({ path }), []);
  return { folder, problem, go };
}
