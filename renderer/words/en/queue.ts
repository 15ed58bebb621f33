import type { Priority } from '../../../shared/model/priority.ts';

/** Words of the queue: rows, bars, menus and what is said of them. */

const files = (n: number, text = String(n)): string => (n === 1 ? '1 file' : `${text} files`);

const rules = new Intl.PluralRules('en', { type: 'ordinal' });
const endings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };

const long = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;

export const queue = {
  label: 'Queue',

  /** What a row says. */
  row: {
    andMore: (name: string, more: string) => `${name} and ${more} more`,
    in: (folder: string) => `in ${folder}`,
    sent: 'sent from a browser',
    states: {
      ready: 'Ready',
      waiting: 'Waiting',
      held: 'On hold',
      refused: 'Needs a change',
      unreadable: 'Cannot be read',
      reading: 'Reading the file',
      importing: 'Downloading',
      measuring: 'Measuring',
      converting: 'Converting',
      finishing: 'Finishing',
      uploading: 'Uploading',
      stopping: 'Stopping',
      done: 'Done',
      warned: 'Done',
      kept: 'Kept original',
      taken_back: 'Taken back',
      skipped: 'Skipped',
      failed: 'Failed',
      cancelled: 'Cancelled',
    },
    /** In place of "On hold", of a file that is at work: the queue was paused. */
    paused: 'Paused',
    filesOf: (done: string, all: string) => `${done} of ${all} files`,
    percent: (state: string, percent: string) => `${state} ${percent}`,
    warnings: (n: number) => (n === 1 ? 'Done, 1 warning' : `Done, ${n} warnings`),
    next: (about: string | null) => (about === null ? 'next' : `next, ${about}`),
    inLine: (n: number, text: string) => `${text}${endings[rules.select(n)] ?? 'th'} in line`,
    then: (left: string) => `${left}, then converting`,
    checking: 'checking the result',
    byYou: 'by you',
    goesFirst: 'before all others',
    goesLast: 'after all others',
    until: (time: string) => `until ${time}`,
    outsideHours: 'outside the hours set',
    lowBattery: 'low battery',
    diskFull: 'disk full',
    stoppedAt: (percent: string) => `stopped at ${percent}`,
    inTrash: 'The result is in the trash',
    alreadyThere: 'A finished file is already there',
    becameLarger: (format: string) => `${format} came out larger`,
    copiedAsIs: 'copied as is',
    leftAsIs: 'left as it is',
    sizes: (n: string) => `${n} sizes`,
    hlsSizes: (n: number, text: string) => (n === 1 ? 'HLS, 1 size' : `HLS, ${text} sizes`),
    pixels: (n: string) => `${n} px`,
    /** The one unusual thing of a plan. */
    notes: {
      tracksLeftOut: (n: number) => (n === 1 ? '1 sound track left out' : `${n} sound tracks left out`),
      subtitlesLeftOut: (n: number) => (n === 1 ? '1 subtitle left out' : `${n} subtitles left out`),
      bothLeftOut: (tracks: number, subtitles: number) =>
        `${long(tracks, 'sound track')} and ${long(subtitles, 'subtitle')} left out`,
      soundLeftOut: 'sound left out',
      videoCopied: 'video copied',
      videoCopiedSoundTo: (codec: string) => `video copied, sound to ${codec}`,
      soundCopied: 'sound copied',
      standardColour: 'HDR becomes standard colour',
      deinterlaced: 'deinterlaced',
      part: (start: string, end: string) => `${start} to ${end}`,
      partFrom: (start: string) => `from ${start}`,
    },
    /** How a row is read aloud. */
    aloud: (name: string, state: string, to: string | null) =>
      to === null ? `${name}, ${state}` : `${name}, ${state}, to ${to}`,
    valueText: (percent: string, left: string | null) =>
      left === null ? `${percent} percent` : `${percent} percent, about ${left} left`,
    valueUnknown: 'not known yet',
    longTimes: {
      seconds: (n: number) => long(n, 'second'),
      minutes: (n: number) => long(n, 'minute'),
      hours: (n: number) => long(n, 'hour'),
      hoursMinutes: (h: number, min: number) => `${long(h, 'hour')} ${long(min, 'minute')}`,
      days: (n: number) => long(n, 'day'),
    },
    progressOf: (name: string) => `Progress of ${name}`,
    select: (name: string) => `Select ${name}`,
  },

  /** The head of files that came in by one drop. */
  batch: {
    singles: 'Single files',
    photos: (n: number, text: string) => (n === 1 ? '1 photo' : `${text} photos`),
    files,
    fold: (title: string) => `Fold ${title}`,
    unfold: (title: string) => `Unfold ${title}`,
    aloud: (title: string, count: string, folded: boolean) =>
      folded ? `${title}, ${count}, folded` : `${title}, ${count}`,
  },

  /** What is done to files, in rows, bars and menus. */
  actions: {
    start: 'Convert now',
    next: 'Convert next',
    cancel: 'Cancel',
    preview: 'Preview',
    compare: 'Compare',
    details: 'Details',
    options: 'Options',
    anyway: 'Convert anyway',
    retry: 'Try again',
    again: 'Convert again',
    release: 'Release',
    hold: 'Hold',
    priorities: {
      high: 'Convert before all others',
      normal: 'Convert in its turn',
      low: 'Convert after all others',
    } satisfies Record<Priority, string>,
    open: 'Open result',
    link: 'Copy link',
    openLink: 'Open link',
    openOriginal: 'Open original',
    show: 'Show in folder',
    showOriginal: 'Show original in folder',
    json: 'Copy as job JSON',
    command: 'Copy as command',
    up: 'Move up',
    down: 'Move down',
    remove: 'Remove from the queue',
    more: 'More',
    moreOf: (name: string) => `More for ${name}`,
  },

  /** The bar over the list. */
  bar: {
    label: 'List',
    add: 'Add',
    addMore: 'More ways to add',
    addFiles: 'Files…',
    addFolder: 'Folder…',
    filters: 'Show',
    filter: {
      all: 'All',
      active: 'Active',
      waiting: 'Waiting',
      finished: 'Finished',
      attention: 'Attention',
    },
    search: 'Search',
    options: 'List options',
    sort: 'Sort by',
    sorts: { queue: 'Queue order', name: 'Name', size: 'Size', state: 'State', added: 'Added' },
    descending: 'Other way round',
    grouped: 'Group by drop',
    compact: 'Compact rows',
    showOptions: 'Show options',
    selectAll: 'Select all',
    clear: 'Clear finished',
    clearAll: 'Clear finished and failed',
    retryFailed: (n: number, text: string) => (n === 1 ? 'Try 1 again' : `Try ${text} again`),
    nothingFinished: 'Nothing has finished yet.',
  },

  /** The bar while several are selected. */
  selection: {
    label: (text: string) => `${text} selected`,
    selectAll: (text: string) => `Select all ${text}`,
    next: 'Next',
    turn: 'Order…',
    hold: 'Hold',
    release: 'Release',
    retry: 'Try again',
    cancel: 'Cancel',
    show: 'Show in folder',
    copyAs: 'Copy as…',
    copyJson: 'Job JSON',
    copyCommand: 'Command',
    remove: 'Remove',
    clear: 'Clear selection',
    unselect: 'Select none',
  },

  /** Nothing to show although there are files. */
  none: {
    title: {
      all: 'No file has these words',
      active: 'Nothing is being converted',
      waiting: 'Nothing waits',
      finished: 'Nothing has finished yet',
      attention: 'Nothing needs a look',
    },
    titleLeft: 'No file here has these words',
    search: (words: string) => `No file or folder has “${words}” in its name.`,
    searchLeft: (words: string) => `No file or folder that the filter leaves has “${words}” in its name.`,
    showAll: 'Show all files',
  },

  /** The bar at the foot. */
  convoy: {
    label: 'All files',
    convert: (text: string) => `Convert ${text}`,
    convertMore: (text: string) => `Convert ${text} more`,
    ready: (n: number, text: string) => `${files(n, text)} ready`,
    files,
    unread: (text: string) => `${text} still to read`,
    doneOf: (done: string, total: string) => `${done} of ${total} done`,
    allDone: (n: number, text: string) => (n === 1 ? 'The file is done' : `All ${text} done`),
    nothingLeft: 'Nothing left to convert',
    left: (about: string) => `${about} left`,
    onHold: (text: string) => `${text} on hold`,
    failed: (text: string) => `${text} failed`,
    needChange: (n: number, text: string) =>
      n === 1 ? '1 file needs a change' : `${text} files need a change`,
    unreadable: (n: number, text: string) =>
      n === 1 ? '1 file cannot be read' : `${text} files cannot be read`,
    cancelled: (text: string) => `${text} cancelled`,
    saved: (size: string) => `${size} saved`,
    savedSoFar: (size: string) => `${size} saved so far`,
    savedIn: (size: string, time: string) => `${size} saved in ${time}`,
    paused: 'Paused',
    pausing: (n: number, text: string) => (n === 1 ? 'Pauses after 1 file' : `Pauses after ${text} files`),
    waitsUntil: (time: string) => `Waits until ${time}`,
    waitsForHours: 'Waits for the hours set',
    waitsForPower: (percent: string) => `Waits, battery at ${percent}`,
    waitsForDisk: (disk: string | null, size: string) =>
      `${disk === null ? 'The disk' : `“${disk}”`} is full, goes on when ${size} are free`,
    showWhatToClear: 'Show what to clear',
    convertAnyway: 'Convert anyway now',
    pause: 'Pause',
    pauseMenu: 'Pause the queue',
    pauseNow: 'Pause now',
    pauseAfter: 'Pause after these files',
    resume: 'Go on',
    idle: 'Nothing to convert',
    lanes: (n: number, text: string) => (n === 1 ? '1 lane' : `${text} lanes`),
    lanesLabel: (text: string) => `${text}, change in Settings`,
    vehicle: (name: string, state: string) => `${name}: ${state}`,
    vehicles: (n: number, name: string) => (n === 1 ? name : `${name} and ${n - 1} more`),
    join: (parts: readonly string[]) => parts.join(', '),
    arrow: ' → ',
  },

  /** What toasts and the live region say of what was done. */
  said: {
    undo: 'Undo',
    undone: 'Back in the queue.',
    nothingToUndo: 'There is nothing to undo.',
    removed: (n: number, text: string) => `${files(n, text)} removed`,
    cleared: (n: number, text: string) =>
      n === 1 ? '1 finished file cleared' : `${text} finished files cleared`,
    copiedLink: 'Link copied',
    linkForEver: 'It works as long as the file is there.',
    linkUntil: (when: string) => `It works until ${when}.`,
    copiedCommands: (n: number) => (n === 1 ? 'Command copied' : 'Commands copied'),
    copiedJobs: (n: number) => (n === 1 ? 'Job copied as JSON' : 'Jobs copied as JSON'),
    notRetried: (n: number, text: string) => `${files(n, text)} cannot be tried again`,
    moved: (name: string, place: string, total: string) => `${name} is number ${place} of ${total}.`,
    selected: (text: string) => `${text} selected.`,
  },
};
