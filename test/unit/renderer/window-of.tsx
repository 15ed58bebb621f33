import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { builtInPresets } from '../../../shared/model/built-in-presets.ts';
import type { AppState } from '../../../renderer/store/app-state.ts';
import { type App, AppContext, createApp } from '../../../renderer/store/store.ts';
import { Toasts } from '../../../renderer/ui/toast.tsx';
import { WordsProvider } from '../../../renderer/words/words.tsx';
import { type FakeAnswers, type FakeBridge, fakeBridge } from '../../support/fake-bridge.ts';
import { hello } from './hosts.ts';

export { hello, webHello } from './hosts.ts';

/** Renders a part of the window on a bridge in memory. */
export function windowOf(
  part: ReactNode,
  { state = {}, answers = {} }: { readonly state?: Partial<AppState>; readonly answers?: FakeAnswers } = {},
): { readonly app: App; readonly bridge: FakeBridge } {
  const bridge = fakeBridge({ answers });
  const app = createApp(bridge, { hello, loaded: true, presets: builtInPresets, ...state });
  render(
    <AppContext value={app}>
      <WordsProvider locale="en">
        {part}
        <Toasts />
      </WordsProvider>
    </AppContext>,
  );
  return { app, bridge };
}
