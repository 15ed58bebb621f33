import { useCallback } from 'react';
import type { AppSettings, AppSettingsChange } from '../../../shared/model/app-settings.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words/words.tsx';
import { changeSettings } from './change-settings.ts';

/** The settings, and the way to change them; a refusal is told and taken back. */
export function useSettings(): readonly [AppSettings, (change: AppSettingsChange) => void] {
  const app = useApp();
  const words = useWords().settings;
  const settings = useAppState((state) => state.settings);
  const change = useCallback(
    (part: AppSettingsChange) => {
      void changeSettings(app, part).then((error) => {
        if (error !== null) toast({ text: words.notChanged, second: error.message, tone: 'bad' });
      });
    },
    [app, words],
  );
  return [settings, change];
}
