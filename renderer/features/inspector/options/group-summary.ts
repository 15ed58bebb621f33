import { sizeWords } from '../../../../shared/plan/limit/limit-words.ts';
import { isQualityWord } from './steering-change.ts';
import type { GroupId } from './option-groups.ts';
import { isMixed, isSaid, type OptionState } from './mixed.ts';
import { sideText, timeText } from './option-values.ts';
import { type SaveTarget, bucketPlaceOf, isInBucket } from '../../../store/bucket-place.ts';
import { placeOf } from '../save/save-place.ts';
import { stateOf, type View } from '../view.ts';
import type { Kind, QualityWord } from '../../../../shared/model/options.ts';
import { homePath } from '../../../words/home-path.ts';
import { formatWord, resultCodecWord } from '../../../words/media-words.ts';
import { bitrateText } from '../../../words/numbers.ts';
import type { Words } from '../../../words/words.tsx';

/** What stands at the right of a folded group. */
export interface SummaryFacts {
  readonly view: View;
  /** Null when files become several kinds. */
  readonly kind: Kind | null;
  /** Null = this computer, undefined = files differ. */
  readonly target: SaveTarget | null | undefined;
  /** Quality and folder where nothing is said; the folder as `usualFolder` tells it. */
  readonly quality: QualityWord;
  readonly usualFolder: string | null | undefined;
  /** Folder of the result of one file that has one: it no longer says what it was asked. */
  readonly resultFolder?: string | null | undefined;
  readonly home: string | null;
  readonly locale: string;
  readonly ui: Words['app']['ui'];
}

export function groupSummary(id: GroupId, facts: SummaryFacts, w: Words['inspector']): string {
  switch (id) {
    case 'quality':
      return qualitySummary(facts, w);
    case 'picture':
      return pictureSummary(facts, w);
    case 'trim':
      return trimSummary(facts, w);
    case 'save':
      return saveSummary(facts, w);
  }
}

/** The text of an option, "Mixed" when files differ, empty when nobody says it. */
function said(state: OptionState, ui: SummaryFacts['ui'], text: (value: unknown) => string): string {
  if (isMixed(state)) return ui.mixed;
  return isSaid(state) && state.is === 'same' ? text(state.value) : '';
}

const joined = (parts: readonly string[], w: Words['inspector']): string =>
  [...new Set(parts.filter((part) => part !== ''))].join(w.values.join);

function qualitySummary({ view, kind, quality, locale, ui }: SummaryFacts, w: Words['inspector']): string {
  const of = (name: string, text: (value: unknown) => string): string => said(stateOf(view, name), ui, text);
  const steered = [
    of('compression', (value) => w.values.exact(String(value))),
    of('bitrate', (value) => bitrateText(Number(value), locale)),
    of('target_bytes', (value) => w.values.atMost(sizeWords(Number(value)))),
    of('lossless', (value) => (value === true ? w.values.lossless : '')),
  ];
  const word = said(
    stateOf(view, 'quality', (value) => value ?? quality),
    ui,
    (value) => (isQualityWord(value) ? w.qualities[value] : ''),
  );
  const isSteered = steered.some((part) => part !== '') && !isSaid(stateOf(view, 'quality'));
  return joined(
    [
      kind === 'adaptive_video' ? '' : of('format', (value) => formatWord(String(value))),
      of('codec', (value) => resultCodecWord(String(value))),
      isSteered ? '' : word,
      ...steered,
    ],
    w,
  );
}

function pictureSummary({ view, ui }: SummaryFacts, w: Words['inspector']): string {
  const side = (name: 'width' | 'height'): string => {
    const state = stateOf(view, name);
    if (isMixed(state)) return ui.mixed;
    const { text, unit } = sideText(state.is === 'same' ? state.value : undefined);
    return text === '' ? w.values.auto : unit === '%' ? `${text}${w.values.percent}` : text;
  };
  const sized = isSaid(stateOf(view, 'width')) || isSaid(stateOf(view, 'height'));
  const parts = [
    sized ? [...new Set([side('width'), side('height')])].join(w.values.times) : '',
    said(stateOf(view, 'fps'), ui, (value) => `${String(value)} ${w.values.fps}`),
  ];
  return joined(parts, w) || w.values.asIs;
}

function trimSummary({ view, kind, ui }: SummaryFacts, w: Words['inspector']): string {
  const [start, end] = [stateOf(view, 'start'), stateOf(view, 'end')];
  if (isMixed(start) || isMixed(end)) return ui.mixed;
  const time = (state: OptionState): string =>
    said(state, ui, (value) => (typeof value === 'number' ? timeText(value) : ''));
  const [from, to] = [time(start), time(end)];
  if (kind === 'image') return from === '' ? w.values.firstFrame : from;
  if (from === '' && to === '') return w.values.wholeFile;
  if (to === '') return w.values.from(from);
  return w.values.span(from === '' ? timeText(0) : from, to);
}

function saveSummary(facts: SummaryFacts, w: Words['inspector']): string {
  const { view, target, usualFolder, resultFolder = null, home, ui } = facts;
  if (target === undefined) return ui.mixed;
  if (target !== null && (view.output == null || isInBucket(view.output)))
    return bucketText(target, view.output ?? null, w);
  if (view.output === undefined)
    return resultFolder === null ? w.values.asEach : homePath(resultFolder, home);
  const { folder, name } = placeOf(view.output);
  return joined([folderText(folder ?? usualFolder, home, w), name ?? ''], w);
}

function folderText(place: string | null | undefined, home: string | null, w: Words['inspector']): string {
  if (place === undefined) return w.values.asEach;
  return place === null ? w.values.beside : homePath(place, home);
}

/** A connection or a bucket, with the folder and the name there that were asked. */
export function bucketText(target: SaveTarget, output: string | null, w: Words['inspector']): string {
  const { folder, name } = bucketPlaceOf(output, null);
  const place = [folder ?? '', name ?? ''].filter((part) => part !== '').join('/');
  return w.values.inBucket(target.by === 'connection' ? target.name : target.bucket, place);
}
