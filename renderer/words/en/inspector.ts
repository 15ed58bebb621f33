import type { Kind, Position, QualityWord } from '../../../shared/model/options.ts';
import { outcome } from './inspector-outcome.ts';

/** Words of the inspector: options, plan, details and failures. */

const files = (n: number, text = String(n)): string => (n === 1 ? '1 file' : `${text} files`);

export const inspector = {
  optionsOf: (name: string) => `Options of ${name}`,
  optionsOfMany: (n: string) => `Options of ${n} files`,
  optionsOfNext: 'Options for the next files',

  head: {
    next: 'For the next files',
    nextFacts: 'Files that you add become this.',
    nextDefaults: 'Each file becomes the default of its own kind.',
    changeReady: (n: number, text: string) =>
      n === 1 ? 'Change the file in the list' : `Change the ${text} files in the list`,
    unread: 'Not read yet',
    unreadable: 'Could not be read',
    classes: {
      video: (n: number, text: string) => (n === 1 ? '1 video' : `${text} videos`),
      audio: (n: number, text: string) => (n === 1 ? '1 sound file' : `${text} sound files`),
      image: (n: number, text: string) => (n === 1 ? '1 photo' : `${text} photos`),
      animation: (n: number, text: string) => (n === 1 ? '1 animation' : `${text} animations`),
    },
    mixedClasses: (n: number, text: string) => files(n, text),
    count: (word: string, n: string) => `${n} ${word}`,
    hdr: 'HDR',
    bits: (n: number) => `${n}-bit`,
    interlaced: 'interlaced',
    // Which codecs the others have is not known here.
    tracks: (n: number, codec: string) => `${codec} and ${n - 1} more ${n === 2 ? 'track' : 'tracks'}`,
    noSound: 'no sound',
    megapixels: (n: string) => `${n} megapixels`,
    megapixelRange: (low: string, high: string) => `${low} to ${high} megapixels`,
    joined: (n: number) => `and ${n} more, joined`,
    total: (length: string) => `${length} in all`,
  },

  tabs: { label: 'What is shown of the file', options: 'Options', details: 'Details' },

  kind: {
    label: 'Kind',
    names: {
      video: 'Video',
      audio: 'Audio',
      image: 'Image',
      animation: 'Animation',
      adaptive_video: 'HLS',
    } satisfies Record<Kind, string>,
    lacks: {
      no_picture: 'no picture',
      no_moving_picture: 'no moving picture',
      no_sound: 'no sound',
    },
    lackOne: (lacks: string) => `There is ${lacks} in this file.`,
    lackMany: (lacks: string) => `There is ${lacks} in these files.`,
    mixed: 'These files become different kinds. Choose one to change their options together.',
    ownDefaults: 'Use each file’s own kind',
  },

  preset: {
    none: 'No preset',
    count: (name: string, n: number) => `${name} ${n}`,
  },

  groups: { quality: 'Quality', picture: 'Picture', trim: 'Trim', save: 'Save to' },

  options: {
    format: 'Format',
    codec: 'Codec',
    quality: 'Quality',
    compression: 'Exact quality',
    lossless: 'Lossless',
    bitrate: 'Bit rate',
    target_bytes: 'Size limit',
    width: 'Width',
    height: 'Height',
    resize: 'Resize',
    fit: 'Shape',
    position: 'Keep which part',
    place: 'Place',
    background: 'Bar colour',
    enlarge: 'May enlarge',
    fps: 'Frame rate',
    auto_orient: 'Turn upright',
    start: 'Start',
    end: 'End',
    at: 'At',
    target: 'Save on',
    folder: 'Folder',
    bucketFolder: 'Folder',
    name: 'Name',
  },

  qualities: {
    very_low: 'Very low',
    low: 'Low',
    medium: 'Medium',
    high: 'High',
    very_high: 'Very high',
  } satisfies Record<QualityWord, string>,

  qualityNotes: {
    video: {
      very_low: 'Small and soft, for a quick look.',
      low: 'Small. You see it on a large screen.',
      medium: 'Good on any screen.',
      high: 'Hard to tell from the original.',
      very_high: 'For editing and archives.',
    },
    audio: {
      very_low: 'Fine for speech.',
      low: 'Speech and the radio.',
      medium: 'Music on the way.',
      high: 'Music at home.',
      very_high: 'Cannot be told from the original.',
    },
    image: {
      very_low: 'Small previews.',
      low: 'Small. Fine detail suffers.',
      medium: 'Good on any screen.',
      high: 'Hard to tell from the original.',
      very_high: 'For print and editing.',
    },
    animation: {
      very_low: 'Few colours.',
      low: 'Small. Colours show steps.',
      medium: 'Good in a chat.',
      high: 'Smooth colours.',
      very_high: 'All the colours it can hold.',
    },
    flac: 'The sound is the same; higher is smaller and slower.',
    wav: 'From High on with 24 bits, below with 16.',
    png: 'Below Very high the colours are reduced to a palette.',
  },

  fits: { contain: 'Add bars', cover: 'Crop', fill: 'Stretch' },
  positions: {
    center: 'Middle',
    top: 'Top',
    bottom: 'Bottom',
    left: 'Left',
    right: 'Right',
    top_left: 'Top left',
    top_right: 'Top right',
    bottom_left: 'Bottom left',
    bottom_right: 'Bottom right',
  } satisfies Record<Position, string>,

  values: {
    on: 'On',
    off: 'Off',
    auto: 'auto',
    px: 'px',
    percent: '%',
    fps: 'fps',
    byQuality: 'by quality',
    none: 'None',
    atMost: (size: string) => `at most ${size}`,
    asInFile: 'As in the file',
    otherFps: 'Other…',
    wholeFile: 'Whole file',
    startOfFile: 'start',
    endOfFile: 'end',
    from: (start: string) => `from ${start}`,
    until: (end: string) => `to ${end}`,
    span: (start: string, end: string) => `${start} to ${end}`,
    firstFrame: 'First picture',
    unset: 'not set',
    beside: 'Beside the original',
    asEach: 'As each file says',
    here: 'This computer',
    newConnection: 'New connection…',
    connectionGone: (name: string) => `${name} (removed)`,
    bucketAlone: (bucket: string) => `${bucket}, without a connection`,
    inBucket: (target: string, place: string) => (place === '' ? target : `${target}/${place}`),
    topOfBucket: 'Top of the bucket',
    black: 'black',
    asIs: 'As it is',
    lossless: 'Lossless',
    exact: (n: string) => `Exact ${n}`,
    join: ', ',
    times: ' × ',
  },

  notes: {
    quality: (word: string, note: string) => `${word}. ${note}`,
    exact: '1 to 100, higher is better.',
    bitrateCaps: (rate: string) => `Never above ${rate}.`,
    byBitrate: 'The bit rate decides.',
    byLimit: 'As good as the size limit allows.',
    limit: 'Never larger than this.',
    toExact: 'Exact…',
    toWords: 'Use words',
    at: 'The picture that is shown at this time.',
    length: (text: string) => `${text} of the file`,
    tokens: 'Insert',
    tokensLabel: 'Insert a part of the name',
    choose: 'Choose…',
    folder: 'A name such as “web” is a folder beside each original.',
    pick: 'Pick a colour',
    trimRange: 'Part that is kept',
    handleStart: 'Start',
    handleEnd: 'End',
    handleAt: 'Picture at',
  },

  browse: {
    label: 'Folders',
    roots: 'Folders that Convoy may use',
    up: 'One folder up',
    use: 'Save here',
  },

  tokens: {
    name: 'Name of the original',
    ext: 'Ending of the new format',
    kind: 'Kind',
    format: 'Format',
    width: 'Width in pixels',
    height: 'Height in pixels',
    quality: 'Quality',
    date: 'Day of the conversion',
    parent: 'Folder of the original',
    index: 'Number in the batch',
    id: 'Id of the job',
  },

  off: {
    format_not_lossless: (format: string, able: string) => `${format} cannot be lossless. ${able} can.`,
    format_not_lossless_none: (format: string) => `${format} cannot be lossless.`,
    format_no_bitrate: (format: string) => `${format} is not steered by a bit rate.`,
    format_no_limit: (format: string) =>
      `${format} keeps every sample, so its length decides how large it is.`,
    only_with_bars: 'Only when Shape is “Add bars”.',
    lossless_is_on: 'Nothing is lost, so there is nothing to choose.',
    no_connection: 'Choose a connection first.',
    name_needs_folder: 'Choose a folder first. The name beside the original is set in Settings.',
    getOne: 'Get one',
  },

  problems: {
    unreadable: {
      rate: (text: string, unit: string) =>
        `“${text}” is not a bit rate. Give a number of ${unit}, such as 8.`,
      bytes: (text: string) => `“${text}” is not a size. Give one such as 10 MB or 800 kB.`,
      time: (text: string) => `“${text}” is not a time. Give one such as 1:02:03.5 or 62.5.`,
      side: (text: string) => `“${text}” is not a size. Give pixels, such as 1920, or a share, such as 50%.`,
      frames: (text: string) => `“${text}” is not a frame rate. Give a number, such as 25.`,
      colour: (text: string) => `“${text}” is not a colour. Give one such as #ffffff.`,
      exact: (text: string) => `“${text}” is not a number from 1 to 100.`,
      other: (text: string) => `“${text}” cannot be used here.`,
    },
    notAllowed: (label: string, given: string, allowed: string) =>
      `${label} cannot be ${given}. Give ${allowed}.`,
    allowed: {
      videoRate: '0.3 to 60 Mb/s',
      audioRate: '32 to 320 kb/s',
      bytes: '1 kB to 1000 GB',
      exact: 'a whole number from 1 to 100',
      side: (most: string) => `1 to ${most} px in whole pixels, or 1% to 1000%`,
      fps: '1 to 60 fps',
      time: '0:00 to 100:00:00',
      other: 'another value',
    },
    startAfterEnd: (end: string) => `Start must be before End, ${end}. Give a time before ${end}.`,
    pastTheEnd: (label: string, length: string) =>
      `${label} is past the end of the file, ${length}. Give a time before ${length}.`,
    endNeeded: 'An animation of a video needs an End. Give a time a few seconds after Start.',
    notLossless: (format: string) => `${format} cannot be lossless. Choose another format, or switch it off.`,
    onlyWithBars: 'Bar colour has a meaning only when Shape is “Add bars”.',
    bothSteer: (label: string, other: string) =>
      `${label} and ${other} both steer the size. Use one of them.`,
    unknownToken: (token: string) => `There is no ${token}. Use the parts below Insert.`,
    separatorInName: 'A name holds no slash. Folders go into Folder.',
  },

  state: {
    loading: 'Reading the options',
    running: 'This file is being converted. Its options can be changed after that.',
    runningMany: (n: number, text: string) =>
      n === 1
        ? '1 of the files has begun and stays as it is.'
        : `${text} of the files have begun and stay as they are.`,
    ended: 'This file has been converted with these options.',
    endedFailed: 'This file was tried with these options.',
    endedMany: 'These files have ended. Other options need another conversion.',
    someEnded: (n: number, text: string) =>
      n === 1
        ? '1 of the files has ended and stays as it is.'
        : `${text} of the files have ended and stay as they are.`,
    other: 'Convert again with other options',
    again: 'Convert again',
    againMany: (text: string) => `Convert ${text} again`,
    cancel: 'Cancel',
    refusedOne: (message: string) => message,
    refusedMany: (n: number, text: string, message: string) =>
      n === 1 ? `1 file was not changed. ${message}` : `${text} files were not changed. ${message}`,
    defaults: 'Choose a kind to set options for all files that you add next.',
  },

  ...outcome,
  reportTitle: 'Convoy report',
};
