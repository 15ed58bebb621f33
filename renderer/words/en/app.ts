import type { BrowsedFor } from '../../store/app-state.ts';

const files = (n: number, text: string) => (n === 1 ? '1 file' : `${text} files`);

/** Words of the frame around the pages, of the empty page, of dropping, and of the controls themselves. */
export const app = {
  name: 'Convoy',

  /** Controls. */
  ui: {
    mixed: 'Mixed',
    close: 'Close',
    cancel: 'Cancel',
    clearSearch: 'Clear search',
    copied: 'Copied.',
    notCopied: 'Could not copy',
    notifications: 'Messages',
    positions: {
      top_left: 'Top left',
      top: 'Top',
      top_right: 'Top right',
      left: 'Left',
      center: 'Middle',
      right: 'Right',
      bottom_left: 'Bottom left',
      bottom: 'Bottom',
      bottom_right: 'Bottom right',
    },
  },

  /** Frame of the window. */
  places: 'Main',
  queue: 'Queue',
  settings: 'Settings',
  unfinished: (n: number, text: string) => `${files(n, text)} not finished`,
  mainRegion: 'Queue',
  inspectorWidth: 'Width of the options',
  closeInspector: 'Close the options',

  /** The engine's process. */
  restarted: 'The converter stopped and was restarted',
  restartedAgain: (n: number) =>
    n === 0
      ? 'No file was lost, the queue goes on'
      : n === 1
        ? '1 file starts again, the rest goes on'
        : `${n} files start again, the rest goes on`,
  restartedAloud: (n: number) =>
    n === 0
      ? 'The converter stopped and was restarted.'
      : n === 1
        ? 'The converter stopped and was restarted. 1 file starts again, the rest goes on.'
        : `The converter stopped and was restarted. ${n} files start again, the rest goes on.`,
  engineFailed: 'The converter does not start.',
  queueSetAside: 'The queue could not be read, so an empty one took its place.',
  queueKeptAs: (path: string) => `The old one is kept as ${path}`,
  connectionLost: 'The connection to Convoy is lost. Trying again.',
  connectionBack: 'Connected again.',

  mishap: 'The window could not go on.',
  mishapHint: 'Files go on being converted. Loading the window again shows them as they are.',
  reload: 'Load again',

  /** When the queue is done. */
  whenDoneIn: {
    quit: (seconds: string) => `Convoy quits in ${seconds}`,
    sleep: (seconds: string) => `The computer goes to sleep in ${seconds}`,
    shut_down: (seconds: string) => `The computer shuts down in ${seconds}`,
  },
  whenDoneWhy: 'All files are done. Settings, General says what happens then.',
  whenDoneStopped: 'Nothing happens now.',

  /** The empty page. */
  emptyTitle: 'Drop files or folders here',
  emptyTakes: 'Video, sound, photos, GIFs. One file or three thousand.',
  emptyPaste: 'You can also paste files, their paths or web addresses.',
  emptyPasteWeb: 'You can also paste files or web addresses.',
  chooseFiles: 'Choose files…',
  chooseFolder: 'Choose folder…',
  presetsHead: 'Or drop straight onto a preset',

  /** Dropping and adding. */
  dropItems: (n: number, text: string) => (n === 1 ? 'Drop 1 item' : `Drop ${text} items`),
  dropUnknown: 'Drop to add',
  dropFor: (preset: string) => `Anywhere for “${preset}”, or onto a preset`,
  dropPlain: 'Anywhere for the usual preset of each file, or onto a preset',
  dropPresets: 'Presets',
  added: {
    photos: (n: number, text: string) => (n === 1 ? 'Added 1 photo.' : `Added ${text} photos.`),
    files: (n: number, text: string) => `Added ${files(n, text)}.`,
  },
  addedNone: 'Nothing was added.',
  addedNoneWhy: 'There is no picture, sound or video in it.',
  leftAlone: (n: number, text: string) =>
    n === 1 ? '1 file is not a picture, sound or video.' : `${text} files are not a picture, sound or video.`,
  passedOver: (n: number, text: string) =>
    n === 1 ? '1 other file was left alone' : `${text} other files were left alone`,
  /** `1,200 CR3`; of a file without an extension only the number. */
  passedKind: (text: string, extension: string) =>
    extension === '' ? `${text} without an extension` : `${text} ${extension.toUpperCase()}`,
  passedMore: (text: string) => `${text} more`,
  notAdded: 'Could not be added',
  filesNotAdded: (n: number) => (n === 1 ? '1 file could not be added' : `${n} files could not be added`),
  targetGone: {
    text: 'Results stay on this computer',
    second: 'The connection that they were to go to is gone.',
    choose: 'Choose another',
  },
  sending: (n: number, text: string) => `Sending ${files(n, text)}`,
  sendingAmount: (sent: string, total: string) => `${sent} of ${total}`,
  stopSending: 'Stop',
  sendingStopped: 'Sending was stopped. Nothing was added.',
  noPlace: 'It lies nowhere on this computer. Save it as a file first, then drop that.',
  nothingToPaste: 'There are no files, paths or addresses to paste.',

  /** Folders of the host. */
  browse: {
    titles: {
      files: 'Add files',
      output_folder: 'Save to a folder',
      watch_folder: 'Watch a folder',
      watch_output: 'Save to a folder',
    } satisfies Record<BrowsedFor, string>,
    up: 'Folder above',
    places: 'Allowed folders',
    list: 'Files and folders',
    empty: 'Nothing here that can be converted.',
    noFolders: 'There are no folders in here.',
    reading: 'Reading the folder',
    add: (n: number, text: string) => (n === 0 ? 'Add files' : n === 1 ? 'Add 1 file' : `Add ${text} files`),
    addFolder: 'Add this folder',
    choose: 'Use this folder',
    openFolder: (name: string) => `Open ${name}`,
    sendFiles: 'Send files from this computer…',
    sendFolder: 'Send a folder…',
  },

  /** What the live region says. */
  live: {
    doneSmaller: (file: string, saving: string) => `${file} done, ${saving}.`,
    done: (file: string) => `${file} done.`,
    doneKept: (file: string) => `${file} done, original kept.`,
    failed: (file: string, why: string) => `${file} failed. ${why}`,
    filesDone: (n: number, text: string) => `${files(n, text)} done.`,
    filesDoneFailed: (n: number, text: string, failed: string) => `${files(n, text)} done, ${failed} failed.`,
    filesFailed: (n: number, text: string) => `${files(n, text)} failed.`,
    allDone: (n: number, text: string) => (n === 1 ? 'The file is done.' : `All ${text} done.`),
    allDoneFailed: (text: string, failed: string) => `${text} done, ${failed} failed.`,
    paused: 'Paused.',
    pausing: 'Pausing after the files that run.',
    resumed: 'Going on.',
    waitsUntil: (time: string) => `The queue waits until ${time}.`,
    waitsForHours: 'The queue waits for the hours set.',
    waitsForPower: (percent: string) => `The battery is at ${percent}. The queue waits until it is charged.`,
    waitsForDisk: (disk: string | null, size: string) =>
      `The disk${disk === null ? '' : ` “${disk}”`} is full. The queue waits and goes on by itself when ${size} are free.`,
  },
};
