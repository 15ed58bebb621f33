import type { MediaBrief, PlanBrief, Row } from '../../../shared/ipc/row.ts';
import { classes } from '../../ui/classes.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import {
  codecWord,
  formatWord,
  mediaSizeText,
  photoSizeText,
  resultCodecWord,
  videoSizeText,
} from '../../words/media-words.ts';
import { bitrateText, estimateText, sizeText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import s from './compare.module.css';
import type { ComparisonState } from './comparison.ts';
import type { Look } from './picture-view.ts';

export interface TagsProps {
  readonly row: Row;
  readonly state: ComparisonState;
  readonly look: Look;
  readonly onlyOriginal: boolean;
}

/** What both sides are, and how large the whole file is on each. */
export function Tags({ row, state, look, onlyOriginal }: TagsProps) {
  const words = useWords().compare;
  const locale = useLocale();
  const comparison = state.shown?.comparison ?? null;
  const word = state.shown?.word ?? state.own;
  const made =
    comparison === null
      ? []
      : [
          row.plan === null ? null : resultLine(row.plan, comparison.after, locale),
          word !== null ? words.qualities[word] : row.plan?.picture === 'copy' ? words.copied : null,
        ].filter((part) => part !== null);
  return (
    <>
      <div className={s.tag}>
        <span>{words.before}</span>
        <b>{sizeText(comparison?.bytesBefore ?? row.bytesIn ?? 0, locale)}</b>
        {row.media !== null && <span>{mediaLine(row.media, locale)}</span>}
      </div>
      {look === 'difference' && !onlyOriginal && comparison !== null && (
        <div className={classes(s.tag, s.tagMiddle)}>
          <b>{words.difference}</b>
          <span>{words.differenceLine}</span>
        </div>
      )}
      {!onlyOriginal && (
        <div className={classes(s.tag, s.tagAfter)}>
          <span>{words.after}</span>
          <b>
            {comparison === null
              ? words.pending
              : (resultSize(comparison.bytesAfter, comparison.exact, locale) ?? words.unknownSize)}
          </b>
          {made.length > 0 && <span>{made.join(', ')}</span>}
          {state.rendering && (
            <ProgressBar
              className={s.tagBar}
              value={null}
              label={words.renderingAfter}
              valueText={words.renderingAfter}
            />
          )}
        </div>
      )}
    </>
  );
}

/** Bytes of a result: exact, or as an estimate; null when they are not known. */
export function resultSize(bytes: number | null, exact: boolean, locale: string): string | null {
  if (bytes === null) return null;
  return exact ? sizeText(bytes, locale) : estimateText(bytes, locale);
}

/** `HEVC 4K HDR, 100 Mb/s` */
function mediaLine(media: MediaBrief, locale: string): string {
  const still = media.class === 'image';
  const what = [
    still || media.codec === null ? formatWord(media.format) : codecWord(media.codec),
    mediaSizeText(media, locale),
    media.hdr ? 'HDR' : null,
  ];
  const rate = still || media.bitrate === null ? null : bitrateText(media.bitrate, locale);
  return [what.filter((part) => part !== null).join(' '), rate].filter((part) => part !== null).join(', ');
}

/** `H.264 1080p` */
function resultLine(
  plan: PlanBrief,
  picture: { readonly width: number; readonly height: number },
  locale: string,
): string {
  const { width, height } =
    plan.width === null || plan.height === null ? picture : { width: plan.width, height: plan.height };
  const name = plan.codec === null ? formatWord(plan.format) : resultCodecWord(plan.codec);
  const size = plan.codec === null ? photoSizeText(width, height, locale) : videoSizeText(width, height);
  return `${name} ${size}`;
}
