import type { Kind, QualityWord } from '../../../../shared/model/options.ts';
import type { Words } from '../../../words/words.tsx';

/** One sentence about a quality word, for the format that is chosen. */
export function qualityNote(
  kind: Kind,
  format: string,
  word: QualityWord,
  { qualityNotes }: Words['inspector'],
): string {
  if (format === 'flac') return qualityNotes.flac;
  if (format === 'wav') return qualityNotes.wav;
  if (kind === 'image' && (format === 'png' || format === 'tiff')) return qualityNotes.png;
  return qualityNotes[kind === 'adaptive_video' ? 'video' : kind][word];
}
