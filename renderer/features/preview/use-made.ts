import { useEffect, useState } from 'react';
import type { Comparison } from '../../../shared/ipc/contract.ts';
import type { Row } from '../../../shared/ipc/row.ts';
import { type Bridge, CallFailed } from '../../bridge/bridge.ts';
import { useApp } from '../../store/store.ts';
import { cancelComparison } from '../compare/index.ts';

/** Pictures of a job, or why there are none; `after` is null where the original alone was asked for. */
export type Made =
  | { readonly before: Comparison['before']; readonly after: Comparison['after'] | null }
  | { readonly message: string };

/** Going back to a file shows what was made of it before; the engine keeps more of them than this. */
const keptPictures = 20;
const keptOf = new WeakMap<Bridge, Map<string, Made>>();

function keep(bridge: Bridge, name: string, made: Made): void {
  const kept = keptOf.get(bridge) ?? new Map<string, Made>();
  keptOf.set(bridge, kept.set(name, made));
  for (const oldest of [...kept.keys()].slice(0, -keptPictures)) kept.delete(oldest);
}

/**
 * Pictures of a job as its comparison makes them; null until they are there. What is being made is stopped when nobody
 * waits for it any more. `forget` is for pictures that turn out to be gone: they are made anew.
 */
export function useMade(
  { id, pictureVersion }: Row,
  wanted: 'both' | 'original',
): {
  readonly made: Made | null;
  /** False when they were made just now, so that making them again would change nothing. */
  readonly forget: () => boolean;
} {
  const { bridge } = useApp();
  const name = `${id} ${pictureVersion} ${wanted}`;
  const [fresh, setFresh] = useState<{ readonly name: string; readonly made: Made } | null>(null);
  const [again, setAgain] = useState(0);
  useEffect(() => {
    if (keptOf.get(bridge)?.has(name) === true) return undefined;
    let waiting = true;
    const settle = (made: Made): void => {
      if (!waiting) return;
      waiting = false;
      setFresh({ name, made });
    };
    (wanted === 'both' ? compared(bridge, id) : originalAlone(bridge, id)).then(
      (answer) => {
        if (!('message' in answer) && waiting) keep(bridge, name, answer);
        settle(answer);
      },
      (failure: unknown) => {
        if (!(failure instanceof CallFailed)) throw failure;
        settle(failure.error);
      },
    );
    return () => {
      if (!waiting) return;
      waiting = false;
      void cancelComparison(bridge, id);
    };
  }, [bridge, id, name, wanted, again]);
  return {
    made: fresh?.name === name ? fresh.made : (keptOf.get(bridge)?.get(name) ?? null),
    forget: () => {
      keptOf.get(bridge)?.delete(name);
      if (fresh?.name === name) return false;
      setAgain((n) => n + 1);
      return true;
    },
  };
}

async function compared(bridge: Bridge, id: string): Promise<Made> {
  const answer = await bridge.call('compare:render', { id, at: null });
  return answer.ok ? answer.comparison : answer.error;
}

/** Without the result: of a large photo that takes longer than all the rest. */
async function originalAlone(bridge: Bridge, id: string): Promise<Made> {
  const answer = await bridge.call('compare:original', { id });
  return answer.ok ? { before: answer.original, after: null } : answer.error;
}
