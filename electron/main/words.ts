/** Everything that menus, dialogs and notifications of the shell say. The window's own words are the renderer's. */

const files = (n: number): string => (n === 1 ? '1 file' : `${n.toLocaleString('en')} files`);

export const words = {
  name: 'Convoy',
  menu: {
    about: 'About Convoy',
    settings: 'Settings…',
    services: 'Services',
    hide: 'Hide Convoy',
    hideOthers: 'Hide Others',
    showAll: 'Show All',
    quit: 'Quit Convoy',
    exit: 'Exit',
    file: 'File',
    addFiles: 'Add Files…',
    addFolder: 'Add Folder…',
    openResult: 'Open Result',
    show: 'Show in Folder',
    close: 'Close Window',
    edit: 'Edit',
    undo: 'Undo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    search: 'Search',
    copyJson: 'Copy as JSON',
    copyCommand: 'Copy as Command',
    queue: 'Queue',
    startPause: 'Convert or Pause',
    hold: 'Hold or Release',
    retry: 'Try Again',
    moveNext: 'Convert Next',
    moveUp: 'Move Up',
    moveDown: 'Move Down',
    remove: 'Remove',
    view: 'View',
    watchFolders: 'Watch Folders',
    history: 'History',
    connections: 'Connections',
    inspector: 'Inspector',
    details: 'Details',
    preview: 'Preview',
    compare: 'Compare',
    actualSize: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    fullScreen: 'Full Screen',
    window: 'Window',
    minimise: 'Minimise',
    zoom: 'Zoom',
    front: 'Bring All to Front',
    help: 'Help',
    getFfmpeg: 'Get ffmpeg…',
    report: 'Report a Problem…',
  },
  tray: {
    show: 'Show Convoy',
    pause: 'Pause After These Files',
    resume: 'Go On',
    quit: 'Quit',
    idle: 'Convoy',
    busy: (open: number, percent: number | null) =>
      percent === null ? `Convoy: ${files(open)} left` : `Convoy: ${files(open)} left, ${percent}%`,
    paused: (open: number) => `Convoy: paused, ${files(open)} left`,
  },
  quit: {
    running: (n: number) =>
      n === 1
        ? '1 file is converting. It starts again from the beginning next time.'
        : `${files(n)} are converting. They start again from the beginning next time.`,
    stay: 'Keep Going in the Tray',
    quit: 'Quit',
  },
  choose: {
    files: 'Choose files to convert',
    folder: 'Choose folders to convert',
    outputFolder: 'Choose where results go',
    ffmpeg: 'Choose an ffmpeg',
    presets: 'Choose a file with presets',
    jobs: 'Choose a file with jobs',
    add: 'Add',
    choose: 'Choose',
    media: 'Video, sound and pictures',
    json: 'Presets',
    all: 'All files',
  },
  notices: {
    drained: (done: number, failed: number) => {
      if (failed === 0) return done === 1 ? '1 file done' : `All ${files(done).replace(' files', '')} done`;
      return done === 0
        ? `${files(failed)} failed`
        : `${files(done)} done, ${failed.toLocaleString('en')} failed`;
    },
    failed: (name: string) => `“${name}” failed`,
    refused: {
      sleep: 'This computer did not go to sleep',
      shut_down: 'This computer was not shut down',
    },
    refusedWhy: 'The system does not let Convoy do that. Everything is converted.',
  },
} as const;

export type Words = typeof words;
