import type { Choice, Output } from '../../../shared/ipc/contract.ts';
import type { Preset } from '../../../shared/model/preset.ts';
import type { UploadFile } from '../../bridge/bridge.ts';
import type { App } from '../../store/store.ts';
import { saysTarget, usualConnection } from '../../store/usual-target.ts';
import { announce } from '../../ui/live-region.tsx';
import { toast } from '../../ui/toast.tsx';
import { spokenLanguage } from '../../words/language.ts';
import { countText } from '../../words/numbers.ts';
import { pickFiles } from './pick-files.ts';
import { sayRefusal } from './report.ts';
import { sendingOf } from './sending.ts';

/** How files come in: by path, by dialogs, by sending. Each says what came of it. */

/** The choice that a preset stands for. */
export function choiceOf(preset: Preset): Choice {
  return { kind: preset.kind, presetId: preset.id, options: preset.options, output: preset.output };
}

/**
 * Adds files and folders by their paths. Without a choice they become what the window is set to for the next files.
 * Says what was added, or why nothing was; never rejects.
 */
export async function addPaths(app: App, paths: readonly string[], choice?: Choice | null): Promise<void> {
  if (paths.length === 0) return;
  const { next, nextTarget: target } = app.store.getState();
  const chosen = choice === undefined ? next : choice;
  try {
    const answer = await app.bridge.call('queue:add', {
      ...{ paths: [...paths], choice: chosen },
      ...(target === null ? {} : { target }),
    });
    sayAdded(app, answer);
    if (chosen === null || !saysTarget(chosen)) sayTargetGone(app, target !== null);
  } catch (reason) {
    sayRefusal(reason, spokenLanguage().words.app.notAdded);
  }
}

/** Sends files to the host and adds them there. A folder that was dropped keeps its tree. */
export async function sendAndAdd(
  app: App,
  files: readonly UploadFile[],
  choice?: Choice | null,
): Promise<void> {
  if (files.length === 0) {
    toast({
      text: spokenLanguage().words.app.addedNone,
      second: spokenLanguage().words.app.addedNoneWhy,
      tone: 'warn',
    });
    return;
  }
  const sending = sendingOf(app);
  const stopper = new AbortController();
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  const stop = () => stopper.abort();
  sending.setState({ files: files.length, sent: 0, total, stop }, true);
  let paths: readonly string[];
  try {
    paths = await app.bridge.upload(
      files,
      (sent) => sending.setState({ files: files.length, sent, total, stop }, true),
      stopper.signal,
    );
  } catch (reason) {
    if (stopper.signal.aborted) toast({ text: spokenLanguage().words.app.sendingStopped });
    else {
      stopper.abort();
      sayRefusal(reason, spokenLanguage().words.app.notAdded);
    }
    return;
  } finally {
    sending.setState(null, true);
  }
  await addPaths(app, paths, choice);
}

/** Lets the person choose files, in the way that the host offers. */
export async function chooseFiles(app: App): Promise<void> {
  await choose(app, 'files');
}

/** Lets the person choose a folder. */
export async function chooseFolder(app: App): Promise<void> {
  await choose(app, 'folder');
}

async function choose(app: App, what: 'files' | 'folder'): Promise<void> {
  const abilities = app.store.getState().hello?.abilities;
  if (abilities === undefined) return;
  if (abilities.choose) {
    try {
      const { paths } = await app.bridge.call('shell:choose', { what });
      await addPaths(app, paths);
    } catch (reason) {
      sayRefusal(reason, spokenLanguage().words.app.notAdded);
    }
    return;
  }
  if (abilities.browse) {
    app.store.setState({ dialog: { name: 'browse', for: 'files' } });
    return;
  }
  if (abilities.upload) await chooseAndSend(app, what);
}

/** The browser's own dialog; what is chosen in it is sent. */
export async function chooseAndSend(app: App, what: 'files' | 'folder'): Promise<void> {
  const files = await pickFiles(what);
  if (files.length > 0) await sendAndAdd(app, files);
}

/** Extensions that are named when files of a folder were left alone. */
const namedExtensions = 3;

function sayAdded(app: App, { added, skipped, firstId, leftAlone = [] }: Output<'queue:add'>): void {
  const { words: all, locale } = spokenLanguage();
  const words = all.app;
  if (added + skipped === 0) {
    toast({ text: words.addedNone, second: words.addedNoneWhy, tone: 'warn' });
    return;
  }
  const first = firstId === null ? undefined : app.store.getState().rows.byId.get(firstId);
  const say = first?.kind === 'image' ? words.added.photos : words.added.files;
  const rest = skipped > 0 ? ` ${words.leftAlone(skipped, countText(skipped, locale))}` : '';
  announce(`${say(added, countText(added, locale))}${rest}`);
  if (leftAlone.length === 0) return;
  // A folder of photos with raw files beside them looks complete in the list, and is not.
  const count = (n: number): string => countText(n, locale);
  const sum = (some: typeof leftAlone): number => some.reduce((all, one) => all + one.count, 0);
  const others = sum(leftAlone.slice(namedExtensions));
  const kinds = leftAlone
    .slice(0, namedExtensions)
    .map(({ extension, count: n }) => words.passedKind(count(n), extension));
  toast({
    text: words.passedOver(sum(leftAlone), count(sum(leftAlone))),
    second: [...kinds, ...(others > 0 ? [words.passedMore(count(others))] : [])].join(', '),
  });
}

/** Files that were to go to a connection which is gone stay here, and nobody should have to find that out. */
function sayTargetGone(app: App, isChosen: boolean): void {
  const { settings, connections } = app.store.getState();
  if (isChosen || usualConnection(settings, connections.views) !== undefined) return;
  const w = spokenLanguage().words.app.targetGone;
  toast({
    text: w.text,
    second: w.second,
    tone: 'warn',
    action: {
      label: w.choose,
      run: () => app.store.setState({ place: { name: 'settings', page: 'output' } }),
    },
  });
}
