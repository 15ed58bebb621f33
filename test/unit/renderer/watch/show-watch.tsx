import userEvent from '@testing-library/user-event';
import { onTestFinished } from 'vitest';
import { changedSettings, defaultAppSettings } from '../../../../shared/model/app-settings.ts';
import { WatchDraft, type WatchRuleView, type WatchedFile } from '../../../../shared/model/watch.ts';
import { BrowseDialog } from '../../../../renderer/features/drop/index.ts';
import { RuleEditor, WatchPage } from '../../../../renderer/features/watch/index.ts';
import { listenToCommands } from '../../../../renderer/keyboard/listen.ts';
import type { AppState } from '../../../../renderer/store/app-state.ts';
import { followWatch } from '../../../../renderer/store/watch-feed.ts';
import { LiveRegion } from '../../../../renderer/ui/live-region.tsx';
import type { FakeAnswers } from '../../../support/fake-bridge.ts';
import { windowOf } from '../window-of.tsx';
import { aRule, aTest, aView, watchState } from './rules.ts';

export interface ShownWatch {
  readonly rules?: readonly WatchRuleView[];
  readonly seen?: readonly WatchedFile[];
  readonly answers?: FakeAnswers;
  readonly state?: Partial<AppState>;
}

/** The watch folders with the editor beside them, on an engine in memory that keeps its rules. */
export function showWatch({ rules = [aView(1)], seen = [], answers = {}, state = {} }: ShownWatch = {}) {
  const made = windowOf(
    <>
      <WatchPage />
      <RuleEditor />
      <BrowseDialog />
      <LiveRegion />
    </>,
    {
      state: { place: { name: 'watch' }, watch: watchState({ rules }), ...state },
      answers: {
        'watch:files': { files: [...seen], more: false },
        'watch:test': aTest,
        'settings:change': ({ change }) => changedSettings(defaultAppSettings, change),
        'watch:save': ({ rule }) => aRule(9, { ...WatchDraft.parse(rule), id: rule.id ?? aRule(9).id }),
        'watch:remove': ({ id }) => rules.find(({ rule }) => rule.id === id)?.rule ?? aRule(1),
        ...answers,
      },
    },
  );
  const feed = followWatch(made.app);
  onTestFinished(listenToCommands(made.app));
  onTestFinished(() => feed.stop());
  return { ...made, user: userEvent.setup(), watch: () => made.app.store.getState().watch };
}
