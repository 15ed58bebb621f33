import { familyNames, hardwareEncoders } from '../../../../shared/plan/hardware/hardware-encoders.ts';
import { sizeWords } from '../../../../shared/plan/limit/limit-words.ts';
import type { Output, PlanView } from '../../../../shared/ipc/contract.ts';
import type { MediaBrief, PlanBrief } from '../../../../shared/ipc/row.ts';
import type { Warning } from '../../../../shared/model/error.ts';
import { separatorIn } from '../save/save-place.ts';

/** What the plan says, line by line. Only lines that say something are there. */

const planLineIds = [
  'picture',
  'colour',
  'sound',
  'subtitles',
  'part',
  'limit',
  'extras',
  'names',
  'note',
  'saves_to',
] as const;
export type PlanLineId = (typeof planLineIds)[number];

export interface PlanItem {
  readonly text: string;
  /** Something is lost: it gets the triangle. */
  readonly loss: boolean;
}

export interface PlanLine {
  readonly id: PlanLineId;
  readonly items: readonly PlanItem[];
}

/** How the parts of a line are said. */
export interface PlanWords {
  readonly codec: (name: string) => string;
  readonly format: (word: string) => string;
  readonly size: (width: number, height: number) => string;
  readonly channels: (count: number) => string;
  readonly copied: string;
  readonly encodeTo: (codec: string, size: string | null, renditions: number | null) => string;
  readonly hdrToSdr: string;
  readonly soundCopied: (codec: string, channels: string | null) => string;
  readonly soundTo: (codec: string, channels: string | null) => string;
  readonly tracksLeftOut: (count: number) => string;
  readonly subtitlesKept: (count: number) => string;
  readonly taken: (name: string) => string;
  readonly atMost: (size: string) => string;
  readonly byChip: (name: string) => string;
  readonly notByChip: (reason: string) => string;
}

/** Which line a warning of the planner belongs to. What is not here is a note. */
const lineOfWarning: Readonly<Record<string, PlanLineId>> = {
  hdr_to_sdr: 'colour',
  hdr_only: 'colour',
  bit_depth_reduced: 'colour',
  alpha_flattened: 'colour',
  enlarged: 'picture',
  even_size: 'picture',
  one_picture_kept: 'picture',
  fps_clamped: 'picture',
  large_animation: 'picture',
  hevc_copied: 'picture',
  reduced_for_limit: 'picture',
  lossless_h264: 'picture',
  hardware_refused: 'picture',
  channels_mixed: 'sound',
  tracks_dropped: 'sound',
  subtitles_dropped: 'subtitles',
  cover_dropped: 'extras',
  tags_dropped: 'extras',
  chapters_dropped: 'extras',
  orientation_dropped: 'extras',
  end_clamped: 'part',
  name_shortened: 'names',
};

/** Changes that lose nothing: they are said without the triangle. */
const harmless: ReadonlySet<string> = new Set([
  'even_size',
  'not_enlarged',
  'no_effect',
  'end_clamped',
  'fps_clamped',
  'hardware_refused',
]);

/** What is known: the short form stands in the row, the rest is there when the engine was asked. */
export interface KnownPlan {
  readonly brief: PlanBrief;
  readonly streams: PlanView['streams'];
  readonly hardware?: PlanView['hardware'] | undefined;
  /** Where the result goes; null while nobody was asked. */
  readonly path: string | null;
}

export function planLines(
  { brief, streams, hardware, path }: KnownPlan,
  { media, inputName }: { readonly media: MediaBrief | null; readonly inputName: string },
  words: PlanWords,
): readonly PlanLine[] {
  const lines = new Map<PlanLineId, PlanItem[]>();
  const add = (id: PlanLineId, text: string, loss = false): void => {
    const line = lines.get(id) ?? [];
    if (!line.some((item) => item.text === text)) line.push({ text, loss });
    lines.set(id, line);
  };
  const told = (id: PlanLineId): boolean => brief.warnings.some(({ kind }) => lineOfWarning[kind] === id);

  const picture = pictureText(brief, words);
  if (picture !== null) add('picture', picture);
  if (hardware !== undefined) add('picture', chipText(hardware, words));
  if (brief.toneMapped) add('colour', words.hdrToSdr, true);
  const sound = soundText(brief, media, words);
  if (sound !== null) add('sound', sound);
  if (brief.dropped.audio > 0 && !told('sound')) add('sound', words.tracksLeftOut(brief.dropped.audio), true);
  const subtitles = streams.filter(({ type, action }) => type === 'subtitle' && action !== 'drop').length;
  if (subtitles > 0) add('subtitles', words.subtitlesKept(subtitles));
  for (const warning of brief.warnings) {
    if (warning.kind === 'hdr_to_sdr' && brief.toneMapped) continue;
    add(lineOfWarning[warning.kind] ?? 'note', plainSentence(warning), !harmless.has(warning.kind));
  }
  if (brief.limit !== undefined) add('limit', words.atMost(sizeWords(brief.limit)));
  if (path !== null) {
    const name = path.slice(path.lastIndexOf(separatorIn(path)) + 1);
    if (isNumbered(name) && !isNumbered(inputName)) add('names', words.taken(name));
    add('saves_to', path);
  }
  return planLineIds.flatMap((id) => {
    const items = lines.get(id);
    return items === undefined ? [] : [{ id, items }];
  });
}

function pictureText(brief: PlanBrief, words: PlanWords): string | null {
  if (brief.picture === 'copy') return words.copied;
  if (brief.picture !== 'encode') return null;
  const size = brief.width === null || brief.height === null ? null : words.size(brief.width, brief.height);
  const to = brief.codec === null ? words.format(brief.format) : words.codec(brief.codec);
  return words.encodeTo(to, size, brief.renditions);
}

function chipText({ encoder, reason }: NonNullable<PlanView['hardware']>, words: PlanWords): string {
  const family = hardwareEncoders.find(({ name }) => name === encoder)?.family;
  return family === undefined ? words.notByChip(reason ?? '') : words.byChip(familyNames[family]);
}

function soundText(brief: PlanBrief, media: MediaBrief | null, words: PlanWords): string | null {
  if (brief.audioCodec === null || (brief.sound !== 'copy' && brief.sound !== 'encode')) return null;
  const mixed = brief.warnings.some(({ kind }) => kind === 'channels_mixed');
  const channels = media?.channels == null || mixed ? null : words.channels(media.channels);
  const say = brief.sound === 'copy' ? words.soundCopied : words.soundTo;
  return say(words.codec(brief.audioCodec), channels);
}

/** "clip (2).mp4". */
const isNumbered = (name: string): boolean => / \(\d+\)(\.[^.]+)?$/.test(name);

/** Lines of a list have no full stop. */
const plainSentence = ({ message }: Warning): string => message.replace(/\.$/, '');

/** Space is worth a line when more than this share of it will be used. */
const spaceShare = 0.1;

/** Volumes whose space is short, or will be used up to a part that one should know of. */
export function spaceNeeds(volumes: Output<'jobs:totals'>['volumes']): readonly {
  readonly folder: string;
  readonly needs: number;
  readonly free: number;
  readonly short: boolean;
}[] {
  return volumes.flatMap(({ folder, needs, free }) =>
    free === null || needs <= free * spaceShare ? [] : [{ folder, needs, free, short: needs > free }],
  );
}
