import type { MediaBrief } from '../../shared/ipc/row.ts';
import type { Kind } from '../../shared/model/options.ts';
import type { IconName } from './icon.tsx';

const icons: Readonly<Record<Kind | MediaBrief['class'], IconName>> = {
  video: 'video',
  audio: 'audio',
  image: 'image',
  animation: 'anim',
  adaptive_video: 'hls',
};

/** The mark of a kind, or of the class of a file. */
export function kindIcon(kind: Kind | MediaBrief['class']): IconName {
  return icons[kind];
}
