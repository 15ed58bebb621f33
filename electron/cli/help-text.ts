import { templateTokens } from '../../shared/plan/names/name-template.ts';
import type { Kind } from '../../shared/model/options.ts';

/** What the help says beside the flags. */

/** What each kind's command makes, in one line. */
export const kindSummaries: Readonly<Record<Kind, string>> = {
  video: 'make MP4, WebM, MOV or MKV',
  audio: 'make MP3, AAC, M4A, Ogg, Opus, WAV or FLAC, from sound or from video',
  image: 'make JPEG, PNG, WebP, AVIF, TIFF or GIF, from pictures or a frame of a video',
  animation: 'make GIF, animated WebP or APNG',
  adaptive_video: 'make HLS: a folder with several sizes that a player switches between',
};

const examples: Readonly<Record<Kind, readonly string[]>> = {
  video: [
    'convoy video -i holiday.mov --width 1280 --height 720 --format mp4 --quality high',
    'convoy video clip.mov -o clip.webm --start 5 --end 1:02.5',
    'convoy video -i ~/Movies -o out/ --codec h265 --dry-run',
  ],
  audio: [
    'convoy audio -i interview.mp4 --format mp3',
    'convoy audio *.wav -o music/ --format m4a --bitrate 192k',
  ],
  image: [
    'convoy image -i ~/Photos -o out/ --preset web_photo',
    'convoy image clip.mp4 --start 12.5 -o cover.jpg',
    'convoy image -i "*.heic" -o "out/{name}-{width}.{ext}" --width 50%',
  ],
  animation: [
    'convoy animation -i clip.mp4 --start 1 --end 4 --width 480',
    'convoy animation clip.mp4 --end 3 --format webp --fps 15',
  ],
  adaptive_video: [
    'convoy adaptive -i lecture.mp4 -o out/lecture',
    'convoy adaptive -i lecture.mp4 -o site/videos/ --codec h265 --height 1080',
  ],
};

const block = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join('\n');

/** Examples below the flags of a kind. */
export function kindExamples(kind: Kind): string {
  return `\nExamples:\n${block(examples[kind])}\n`;
}

/** Examples and promises below the list of commands. */
export const programExamples = `
Examples:
${block([
  ...Object.values(examples).map((lines) => lines[0] ?? ''),
  `convoy jobs create --body '{"input":"clip.mov","kind":"audio","options":{"format":"flac"}}'`,
  'convoy probe clip.mov',
])}

Results lie beside their originals unless -o says otherwise; an original is never changed.
Exit code: 0 all good, 1 some failed, 2 wrong command line, 130 stopped with Ctrl-C.
`;

/** Examples below the flags of `jobs create`. */
export const createExamples = `
Examples:
${block([
  `convoy jobs create --body '{"input":"clip.mov","kind":"video","options":{"format":"webm"}}'`,
  'convoy jobs create - < jobs.jsonl',
])}
`;

/** Examples below the flags of `serve`. */
export const serveExamples = `
Examples:
${block([
  'convoy serve --open',
  'convoy serve --allow /srv/media --output /srv/media/out --port 8123',
  'convoy serve --api --state ~/queue --allow /srv/media',
])}
`;

/** Examples below the commands of `queue`. */
export const queueExamples = `
Examples:
${block([
  'convoy queue add --kind video -i ~/Movies -o out/ --codec h265',
  'convoy queue add --preset email_photo -i ~/Photos',
  'convoy queue run',
  'convoy queue list --status failed',
  'convoy queue retry failed',
])}
`;

/** Examples below the flags of `watch`. */
export const watchExamples = `
Examples:
${block([
  'convoy watch --folder ~/Drop --preset web_video -o ~/Converted/',
  'convoy watch --folder /mnt/scans --kind image --format webp --originals move --poll',
  'convoy watch --config rules.json --state /var/lib/convoy',
])}
`;

/** What `-o` takes. */
export const outputHelp =
  'a file, a folder (ends in /, exists as one, or several inputs are given), s3://bucket/key, or a template of ' +
  `${templateTokens.map((token) => `{${token}}`).join(' ')}; beside the input unless given`;
