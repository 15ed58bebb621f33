import { useCallback, useEffect, useRef, useState } from 'react';
import type { WatchDraft } from '../../../shared/model/watch.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { nameOfDraft } from '../../store/watch-draft.ts';
import { ruleOf } from '../../store/watch-state.ts';
import { type Tested, type Tester, createTester, notTested } from './tester.ts';

/**
 * Keeps testing the rule in the editor, also when the rule itself goes on: what would start has started by then.
 * `again` tests it now, as the folder may have changed.
 */
export function useRuleTest(draft: WatchDraft): Tested & { readonly again: () => void } {
  const { bridge } = useApp();
  const [tested, setTested] = useState<Tested>(notTested);
  const tester = useRef<Tester | null>(null);
  const latest = useRef(draft);
  useEffect(() => {
    latest.current = draft;
  });
  useEffect(() => {
    const mine = createTester(
      (rule) => bridge.call('watch:test', { rule }),
      (change) => setTested((now) => ({ ...now, ...change })),
    );
    tester.current = mine;
    return () => mine.stop();
  }, [bridge]);

  const ask = useCallback((soon: boolean) => {
    const rule = latest.current;
    // A rule without a name can be tested, but not sent.
    if (rule.folder !== '') tester.current?.ask({ ...rule, name: nameOfDraft(rule) || '…' }, soon);
  }, []);
  // What does not decide which files are taken, or where they go, needs no other look at the folder.
  const { id, folder, recursive, filter, existing, choice, output } = draft;
  const asked = JSON.stringify([id, folder, recursive, filter, existing, choice, output]);
  const stands = useAppState(({ watch }) => JSON.stringify(ruleOf(watch, id)?.counts ?? null));
  const first = useRef(true);
  useEffect(() => {
    ask(!first.current);
    first.current = false;
  }, [ask, asked, stands]);
  const again = useCallback(() => ask(false), [ask]);
  return { ...tested, again };
}
