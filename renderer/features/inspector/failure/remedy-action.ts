import { sizeWords } from '../../../../shared/plan/limit/limit-words.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import { openConnection } from '../../../store/connections-actions.ts';
import { openFile, removeFiles, retryFiles } from '../../../store/queue-actions.ts';
import type { App } from '../../../store/store.ts';
import { formatWord, resultCodecWord } from '../../../words/media-words.ts';
import { roughTimeText } from '../../../words/times.ts';
import type { Words } from '../../../words/words.tsx';
import { applyChange, chooseFolder, choosesFolders, findInput, openLink } from '../actions.ts';
import type { Remedy, RetryAs, RetryWord } from './remedy-of.ts';
import { outputOf, placeOf } from '../save/save-place.ts';

/** The words of the button. */
export function remedyLabel(remedy: Remedy, w: Words['inspector']['fail'], locale: string): string {
  switch (remedy.does) {
    case 'retry':
      return retryAsLabel(remedy.word, w);
    case 'retry_with':
      return retryLabel(remedy.word, w, locale);
    case 'edit':
      return w[remedy.word];
    case 'open_connection':
    case 'choose_output':
    case 'find_input':
    case 'show_input':
    case 'show_facts':
    case 'show_log':
    case 'get_ffmpeg':
    case 'copy_report':
    case 'remove':
      return w[remedy.does];
  }
}

function retryAsLabel(word: RetryAs, w: Words['inspector']['fail']): string {
  return {
    ...{ try_again: w.tryAgain, read_again: w.readAgain, in_software: w.inSoftware },
    ...{ upload_again: w.uploadAgain, download_again: w.downloadAgain },
  }[word];
}

function retryLabel(word: RetryWord, w: Words['inspector']['fail'], locale: string): string {
  switch (word.say) {
    case 'first_part':
      return w.firstPart(roughTimeText(word.seconds, locale));
    case 'as_kind':
      return w.asKind[word.kind];
    case 'use_codec':
      return w.useCodec(resultCodecWord(word.codec));
    case 'use_format':
      return w.useFormat(formatWord(word.format));
    case 'save_as':
      return w.saveAs(word.name);
    case 'allow_size':
      return w.allowSize(sizeWords(word.bytes));
  }
}

/** What only the panel around the button can do. */
export interface RemedyPlaces {
  readonly edit: (option: string) => void;
  readonly showFacts: () => void;
  readonly showLog: () => void;
  readonly report: () => Promise<void>;
}

/** Does what the button says. Rejects with the first refusal. */
export async function runRemedy(
  app: App,
  row: Row,
  remedy: Remedy,
  output: string | null,
  places: RemedyPlaces,
): Promise<void> {
  switch (remedy.does) {
    case 'retry':
      throwFirst((await retryFiles(app, [row.id])).refused.map(({ error }) => error));
      return;
    case 'retry_with':
      throwFirst(await applyChange(app, [row], remedy.change));
      return;
    case 'choose_output': {
      // A folder in a bucket is chosen where the connection is.
      if (!choosesFolders(app) || row.upload !== null) {
        places.edit('folder');
        return;
      }
      const folder = await chooseFolder(app);
      if (folder === null) return;
      const { name } = placeOf(output);
      throwFirst(await applyChange(app, [row], { output: outputOf({ folder, name }, null) }));
      return;
    }
    case 'open_connection': {
      const { views } = app.store.getState().connections;
      const named = views?.find(({ connection }) => connection.name === row.upload?.connection);
      if (named === undefined) app.store.setState({ place: { name: 'connections' } });
      else openConnection(app, named.connection.id);
      return;
    }
    case 'find_input':
      await findInput(app, row);
      return;
    case 'edit':
      places.edit(remedy.option);
      return;
    case 'show_input':
      // A browser has no file manager, but it can open the file.
      if (app.store.getState().hello?.abilities.show === false) await openFile(app, row);
      else await app.bridge.call('shell:show', { id: row.id, which: 'input' });
      return;
    case 'show_facts':
      places.showFacts();
      return;
    case 'show_log':
      places.showLog();
      return;
    case 'get_ffmpeg':
      await openLink(app, 'get_ffmpeg');
      return;
    case 'copy_report':
      await places.report();
      return;
    case 'remove':
      await removeFiles(app, [row.id]);
      return;
  }
}

function throwFirst(refused: readonly { readonly message: string }[]): void {
  const [first] = refused;
  if (first !== undefined) throw new Error(first.message);
}
