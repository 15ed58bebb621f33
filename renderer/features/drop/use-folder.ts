import { useCallback, useEffect, useRef, useState } from 'react';
import type { Output } from '../../../shared/ipc/contract.ts';
import { type Bridge, CallFailed } from '../../bridge/bridge.ts';
import { useApp } from '../../store/store.ts';

type Folder = Output<'files:browse'>;

/** What came of a question: the folder, a sentence why not, or null when another one was asked meanwhile. */
type Heard = { readonly folder: Folder } | { readonly problem: string } | null;

interface Browsing {
  /** What is shown; null while the first one is read. */
  readonly folder: Folder | null;
  /** Why the last one asked for cannot be shown. */
  readonly problem: string | null;
  /** Path of what is shown, or of what is on its way; null at the places to begin with. */
  readonly place: string | null;
  readonly go: (path: string | null) => void;
  /**
   * What is shown; while another folder is on its way, that one, for it is the one that was chosen. Null when it cannot
   * be shown, when a further one is asked for meanwhile, or when nobody browses any more.
   */
  readonly arrived: () => Promise<Folder | null>;
}

/** Goes through the folders of the host, from its roots on. */
export function useFolder(): Browsing {
  const { bridge } = useApp();
  const [wanted, setWanted] = useState<{ readonly path: string | null }>({ path: null });
  const [answered, setAnswered] = useState<typeof wanted | null>(null);
  const [folder, setFolder] = useState<Folder | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const onItsWay = useRef<Promise<Heard> | null>(null);
  useEffect(() => {
    let current = true;
    const answer = ask(bridge, wanted.path).then((heard) => (current ? heard : null));
    onItsWay.current = answer;
    void answer.then((heard) => {
      if (heard === null) return;
      onItsWay.current = null;
      setAnswered(wanted);
      if ('folder' in heard) setFolder(heard.folder);
      setProblem('problem' in heard ? heard.problem : null);
    });
    return () => {
      current = false;
    };
  }, [bridge, wanted]);
  const go = useCallback((path: string | null) => setWanted({ path }), []);
  const arrived = useCallback(async () => {
    if (onItsWay.current === null) return folder;
    const heard = await onItsWay.current;
    return heard !== null && 'folder' in heard ? heard.folder : null;
  }, [folder]);
  const place = answered === wanted ? (folder?.folder ?? null) : wanted.path;
  return { folder, problem, place, go, arrived };
}

const ask = (bridge: Bridge, folder: string | null): Promise<Heard> =>
  bridge.call('files:browse', { folder }).then(
    (found) => ({ folder: found }),
    (reason: unknown) => ({
      problem: reason instanceof CallFailed ? reason.error.message : String(reason),
    }),
  );
