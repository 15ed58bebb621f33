import type { EventName } from '../../shared/ipc/names.ts';
import { type AppSettings, defaultAppSettings, readAppSettings } from '../../shared/model/app-settings.ts';
import type { EngineLink } from './host-supervisor.ts';
import { parsedText } from './parsed-text.ts';
import { type QueueFacts, createQueueTally } from './queue-tally.ts';
import { type Signal, createSignal } from './signal.ts';

/** A change of the queue, as far as the shell shows it. */
export interface QueueChange {
  readonly before: QueueFacts;
  readonly after: QueueFacts;
}

/** Follows the queue and the settings by the events that pass through main on their way to the window. */
export interface QueueWatch {
  facts(): QueueFacts;
  settings(): AppSettings;
  readonly queueChanged: Signal<QueueChange>;
  readonly settingsChanged: Signal<AppSettings>;
  /** `text` is JSON of what the event says. */
  heard(name: EventName, text: string): void;
  /** The engine is new: reads where it is. */
  load(engine: EngineLink): Promise<void>;
}

/** Milliseconds between two looks: rows and the state of the queue come separately, and no icon needs more. */
const look = 300;
const pageSize = 500;

export function createQueueWatch(): QueueWatch {
  const tally = createQueueTally();
  const queueChanged = createSignal<QueueChange>();
  const settingsChanged = createSignal<AppSettings>();
  let settings = defaultAppSettings;
  let before = tally.facts();
  let timer: NodeJS.Timeout | undefined;

  function lookNow(): void {
    clearTimeout(timer);
    timer = undefined;
    const after = tally.facts();
    const change = { before, after };
    before = after;
    queueChanged.emit(change);
  }
  const lookSoon = (): void => {
    timer ??= setTimeout(lookNow, look);
  };

  function setSettings(value: unknown): void {
    settings = readAppSettings(value);
    settingsChanged.emit(settings);
  }

  return {
    facts: () => tally.facts(),
    settings: () => settings,
    queueChanged,
    settingsChanged,
    heard(name, text) {
      if (name === 'rows:patched') tally.patched(parsedText(text));
      else if (name === 'queue:changed') tally.changed(parsedText(text));
      else if (name === 'settings:changed') {
        setSettings(parsedText(text));
        return;
      } else return;
      // A short run must not begin and end between two looks.
      if (tally.active() && !before.active) lookNow();
      else lookSoon();
    },
    async load(engine) {
      tally.clear();
      const value = async (name: string, input: unknown): Promise<unknown> => {
        const answer = await engine.call(name, input);
        return isGood(answer) ? answer.value : null;
      };
      const stored = await value('settings:get', null);
      if (stored !== null) setSettings(stored);
      let after: string | null = null;
      do {
        after = tally.page(await value('queue:page', { after, limit: pageSize }));
      } while (after !== null);
      tally.changed(await value('queue:state', null));
      lookSoon();
    },
  };
}

function isGood(answer: unknown): answer is { ok: true; value: unknown } {
  return (
    typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true && 'value' in answer
  );
}
