import type { Result } from '../../../shared/model/error.ts';
import type {
  WatchDraft,
  WatchRule,
  WatchRuleView,
  WatchTest,
  WatchedFile,
  WatchedState,
} from '../../../shared/model/watch.ts';
import type { Bounds } from '../publish/within.ts';

/** Folders that convert by themselves. Every change is told as an event (`watch`, `watched`). */
export interface WatchDoor {
  /** By name. */
  rules(): readonly WatchRuleView[];
  /**
   * Makes or changes a rule, which takes effect at once. Errors name the member (`invalid_option`, `input_not_found`).
   *
   * @param within real paths of the folders that nothing of the rule may leave; anywhere when absent
   */
  save(draft: WatchDraft, within?: Bounds): Promise<Result<WatchRule>>;
  /** Takes a rule out; its ledger stays, so that saving it again with its id does not convert everything once more. */
  remove(id: string): Promise<Result<WatchRule>>;
  /** Newest change first, from behind the given place; null = from the start. */
  files(query: {
    readonly ruleId: string | null;
    readonly states: readonly WatchedState[] | null;
    readonly after: { readonly changedAt: number; readonly ruleId: string; readonly path: string } | null;
    readonly limit: number;
  }): readonly WatchedFile[];
  /** What a draft would do with the files that are there now; converts nothing. */
  test(draft: WatchDraft, signal?: AbortSignal): Promise<Result<WatchTest>>;
  /** Looks at the whole folder now. */
  rescan(id: string): Promise<Result<null>>;
  /** Takes a file although the ledger or the filter says no. */
  again(ruleId: string, path: string): Promise<Result<null>>;
  /** Files behind links are taken only where this says so; everywhere before it was called. */
  followOnly(mayFollow: (file: string) => Promise<boolean>): void;
}
