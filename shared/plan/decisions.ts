import type { Plan, StreamDecision } from './plan.ts';

/** What a plan says of its streams as a whole, the same for every kind. */

/** Copy, encode or both, by what happens to the streams that stay. */
export function modeOf(decisions: readonly StreamDecision[]): Plan['mode'] {
  const kept = decisions.filter((d) => d.action !== 'drop' && d.type !== 'picture');
  if (kept.every((d) => d.action === 'copy')) return 'copy';
  return kept.some((d) => d.action === 'copy') ? 'mixed' : 'encode';
}

/** "video copied, sound to aac": what is unusual, in the words of the queue. */
export function noteOf(decisions: readonly StreamDecision[]): string {
  const words = { video: 'video', audio: 'sound', subtitle: 'subtitles', picture: 'cover' } as const;
  const parts = new Set<string>();
  for (const d of decisions) {
    if (d.action === 'drop' || d.type === 'picture') continue;
    parts.add(d.action === 'copy' ? `${words[d.type]} copied` : `${words[d.type]} to ${d.to ?? ''}`);
  }
  return [...parts].join(', ');
}

/** max(0.5 s, 1 %): how far a result's duration may be from the planned one. */
export function tolerance(duration: number | null): number {
  return Math.max(0.5, (duration ?? 0) * 0.01);
}
