import type { EndedStatus, HistorySpan } from '../../store/history-state.ts';
import type { KeptFile } from '../../../shared/ipc/history-calls.ts';

const files = (n: number, text = String(n)): string => (n === 1 ? '1 file' : `${text} files`);
const originals = (n: number, text: string): string => (n === 1 ? '1 original' : `${text} originals`);

/** Words of the history, of undoing a batch, and of jobs as text. */
export const history = {
  title: 'History',
  label: 'Converted files',
  days: { today: 'Today', yesterday: 'Yesterday' },
  loading: 'Reading the history.',
  reading: 'Reading more',
  notShown: 'The history cannot be shown.',
  tryAgain: 'Try again',

  /** The bar over the list. */
  bar: {
    label: 'History list',
    search: 'Search',
    kind: 'Kind',
    allKinds: 'All kinds',
    state: 'State',
    allStates: 'All states',
    states: {
      succeeded: 'Done',
      failed: 'Failed',
      skipped: 'Skipped',
      cancelled: 'Cancelled',
    } satisfies Record<EndedStatus, string>,
    span: 'When',
    spans: {
      all: 'Any time',
      today: 'Today',
      week: 'Last 7 days',
      month: 'Last 30 days',
    } satisfies Record<HistorySpan, string>,
  },

  /** Sums over what the list shows. */
  totals: {
    files,
    done: (text: string) => `${text} done`,
    saved: (size: string) => `${size} saved`,
    larger: (size: string) => `${size} larger`,
    join: (parts: readonly string[]) => parts.join(', '),
  },

  /** Nothing to show. */
  empty: {
    title: 'Nothing was converted yet',
    text: 'Files stay here after they are cleared from the queue, so that you can find them, run them again, or take a batch back.',
    toQueue: 'Go to the queue',
  },
  none: {
    title: 'Nothing in the history fits',
    search: (words: string) => `No file or folder has “${words}” in its name.`,
    searchLeft: (words: string) => `No file or folder that the filters leave has “${words}” in its name.`,
    showAll: 'Show everything',
  },

  /** What is done to files of the history. */
  actions: {
    again: 'Run again',
    toQueue: 'Show in the queue',
    export: 'Export',
    copyJson: 'Copy as job JSON',
    saveJson: 'Save as job JSON…',
    undoBatch: 'Undo batch…',
    remove: 'Remove from the history',
    removeShort: 'Remove',
  },
  /** Beside the list. */
  details: {
    title: 'Details',
    of: (name: string) => `Details of ${name}`,
    close: 'Close details',
  },
  fileName: 'convoy-jobs.json',

  /** Taking a batch back. */
  undo: {
    title: 'Undo this batch?',
    results: (n: number, text: string) =>
      n === 1 ? '1 result goes to the trash.' : `${text} results go to the trash.`,
    originals: (n: number, text: string) =>
      n === 1 ? '1 original comes back to its place.' : `${text} originals come back to their places.`,
    nothingThere: 'There is nothing of it to take back any more.',
    looking: 'Looking at the batch.',
    open: (n: number, text: string) =>
      n === 1
        ? '1 file that is not done yet is cancelled.'
        : `${text} files that are not done yet are cancelled.`,
    kept: 'What was changed since stays as it is. No file is replaced.',
    confirm: 'Undo batch',
    working: 'Taking the batch back',
    trashed: (n: number, text: string) =>
      n === 1 ? '1 result is in the trash' : `${text} results are in the trash`,
    restored: (n: number, text: string) => `${originals(n, text)} came back`,
    cancelled: (n: number, text: string) => `${files(n, text)} cancelled`,
    nothing: 'Nothing was taken back',
    join: (parts: readonly string[]) => parts.join(', '),
    keptTitle: (n: number, text: string) =>
      n === 1 ? '1 file stayed as it was' : `${text} files stayed as they were`,
    keptOf: { result: 'Result', original: 'Original' } satisfies Record<KeptFile['what'], string>,
    keptWhy: (what: string, reason: string) => `${what}: ${reason}`,
    keptMore: (text: string) => `and ${text} more`,
    keptList: 'Files that stayed',
    close: 'Close',
  },

  /** Jobs out of a file. */
  import: {
    item: 'Import jobs…',
    added: (n: number, text: string) => `${files(n, text)} added`,
    none: 'Nothing was added',
    empty: 'There is no job in this file.',
    refusedTitle: (n: number, text: string) =>
      n === 1 ? '1 entry was not added' : `${text} entries were not added`,
    refusedList: 'Entries that were not added',
    entry: (text: string) => `Entry ${text}`,
    close: 'Close',
  },

  /** What toasts and the live region say of what was done. */
  said: {
    undo: 'Undo',
    undone: 'Back in the history.',
    nothingToUndo: 'There is nothing to undo.',
    removed: (n: number, text: string) => `${files(n, text)} removed from the history`,
    removedWhy: 'The files themselves stay where they are.',
    again: (n: number, text: string) => `${files(n, text)} in the queue again`,
    notAgain: (n: number, text: string) => `${files(n, text)} cannot be run again`,
    show: 'Show',
    copied: (n: number) => (n === 1 ? 'Job copied as JSON' : 'Jobs copied as JSON'),
    saved: (n: number, text: string) => (n === 1 ? '1 job saved' : `${text} jobs saved`),
    notDone: 'That did not work',
  },
};
