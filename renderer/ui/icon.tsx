import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import s from './icon.module.css';

/** Convoy's own marks, drawn on 16 × 16 with strokes of 1.5 in the colour of the text around them. */
const marks = {
  anim: (
    <>
      <rect x="4.8" y="4.8" width="9" height="8.2" rx="1.5" />
      <path d="M2.3 10.3V4c0-.8.6-1.4 1.4-1.4h7M8.3 7.3v3.2l2.8-1.6z" />
    </>
  ),
  audio: <path d="M2.5 6.5v3M5.2 4.5v7M8 2.5v11M10.8 5v6M13.5 6.8v2.4" />,
  back: <path d="M9.8 3.8 5.6 8l4.2 4.2" />,
  cancel: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="m4.2 4.2 7.6 7.6" />
    </>
  ),
  chat: <path d="M2.5 3.5h11v7.5H7l-3 2.5V11H2.5z" />,
  chain: (
    <path d="M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2-2a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.2 6.8a2.6 2.6 0 0 0-3.7 0l-2 2a2.6 2.6 0 0 0 3.7 3.7l.8-.8" />
  ),
  check: <path d="m3.2 8.4 3.2 3.2 6.4-7" />,
  compare: (
    <>
      <rect x="2" y="3.2" width="12" height="9.6" rx="1.5" />
      <path d="M8 1.8v12.4" />
    </>
  ),
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 5.5V3.7c0-.7-.5-1.2-1.2-1.2H3.7c-.7 0-1.2.5-1.2 1.2v5.6c0 .7.5 1.2 1.2 1.2h1.8" />
    </>
  ),
  down: <path d="M4.5 6.3 8 9.8l3.5-3.5" />,
  drag: <path d="M5.6 4.8 2.4 8l3.2 3.2M10.4 4.8 13.6 8l-3.2 3.2" />,
  fail: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="M8 5v3.5M8 10.9v.1" />
    </>
  ),
  fin: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="m5.6 8.2 1.7 1.7 3.2-3.7" />
    </>
  ),
  gear: (
    <>
      <path d="M2 4.8h6M12 4.8h2M2 11.2h2M8 11.2h6" />
      <circle cx="10" cy="4.8" r="1.8" />
      <circle cx="6" cy="11.2" r="1.8" />
    </>
  ),
  grip: <path d="M6 4v.1M10 4v.1M6 8v.1M10 8v.1M6 12v.1M10 12v.1" />,
  held: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="M6.5 6v4M9.5 6v4" />
    </>
  ),
  history: <path d="M2.3 8a5.7 5.7 0 1 0 1.9-4.2L2.3 5.4M2.3 2.6v2.8h2.8M8 5v3.2l2.2 1.3" />,
  hls: <path d="M2 4.2h12M2 8h8.5M2 11.8h5" />,
  image: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="1.5" />
      <circle cx="5.6" cy="6.4" r="1.1" />
      <path d="m2.5 11.5 3.7-3 2.3 2 2.5-2.8 2.8 3" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="M8 7.5v3.3M8 5.2v.1" />
    </>
  ),
  kept: (
    <>
      <path d="M8 2.2 13 4v3.8c0 3-2.2 5-5 6-2.8-1-5-3-5-6V4z" />
      <path d="M5.8 7h4.4M5.8 9.3h4.4" />
    </>
  ),
  link: (
    <path d="M3 5.2c0-1.2 2.2-2.2 5-2.2s5 1 5 2.2-2.2 2.2-5 2.2-5-1-5-2.2zM3 5.2v5.6c0 1.2 2.2 2.2 5 2.2s5-1 5-2.2V5.2M3 8c0 1.2 2.2 2.2 5 2.2s5-1 5-2.2" />
  ),
  mic: (
    <>
      <rect x="6" y="2" width="4" height="7" rx="2" />
      <path d="M3.5 8a4.5 4.5 0 0 0 9 0M8 12.5V14" />
    </>
  ),
  minus: <path d="M4 8h8" />,
  more: <path d="M3.5 8v.1M8 8v.1M12.5 8v.1" />,
  net: (
    <>
      <rect x="2.5" y="2.8" width="11" height="4.2" rx="1" />
      <rect x="2.5" y="9" width="11" height="4.2" rx="1" />
      <path d="M5 4.9h.1M5 11.1h.1" />
    </>
  ),
  open: <path d="M6.5 3.5h-3v9h9v-3M9.5 3h3.5v3.5M12.8 3.2 7.5 8.5" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  play: <path d="M5 3.3v9.4L12.5 8z" />,
  plus: <path d="M8 3v10M3 8h10" />,
  queue: <path d="M2 4.5h8M2 8h12M2 11.5h8" />,
  read: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="M5.4 8v.1M8 8v.1M10.6 8v.1" />
    </>
  ),
  retry: <path d="M13 8a5 5 0 1 1-1.6-3.7L13 5.8M13 2.8v3h-3" />,
  right: <path d="M6.3 4.5 9.8 8l-3.5 3.5" />,
  run: (
    <>
      <circle cx="8" cy="8" r="5.7" strokeOpacity=".3" />
      <path d="M8 2.3a5.7 5.7 0 1 1-5.2 8" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.2" />
      <path d="m10.2 10.2 3.3 3.3" />
    </>
  ),
  show: (
    <path d="M1.8 12V4.2c0-.6.5-1 1-1h3l1.6 1.7h5.8c.6 0 1 .4 1 1V12c0 .6-.4 1-1 1H2.8c-.5 0-1-.4-1-1z" />
  ),
  skip: <path d="M3.5 4 8 8l-4.5 4zM8.5 4 13 8l-4.5 4z" />,
  top: <path d="M3 2.8h10M8 13V6M4.8 9 8 5.8 11.2 9" />,
  trash: <path d="M2.8 4.5h10.4M6 4.5V2.8h4v1.7M4.2 4.5l.6 8.7h6.4l.6-8.7" />,
  undo: <path d="M5.6 3 2.6 6l3 3M2.8 6h6.7a3.7 3.7 0 0 1 0 7.4H6" />,
  up: (
    <>
      <circle cx="8" cy="8" r="5.7" />
      <path d="M8 10.8V5.4M5.7 7.6 8 5.3l2.3 2.3" />
    </>
  ),
  updown: <path d="M5 6.2 8 3.3l3 2.9M5 9.8l3 2.9 3-2.9" />,
  video: (
    <>
      <rect x="1.8" y="3.8" width="8.7" height="8.4" rx="1.5" />
      <path d="m10.5 7 3.7-2v6l-3.7-2" />
    </>
  ),
  wait: <circle cx="8" cy="8" r="5.7" strokeDasharray="2.2 2.28" />,
  warn: <path d="M8 2.6 14 13H2zM8 6.6v3M8 11.3v.1" />,
  watch: (
    <>
      <path d="M1.8 12V4.2c0-.6.5-1 1-1h3l1.6 1.7h5.8c.6 0 1 .4 1 1V12c0 .6-.4 1-1 1H2.8c-.5 0-1-.4-1-1z" />
      <path d="M5 9.3h6M9 7.3l2 2-2 2" />
    </>
  ),
  x: <path d="m4 4 8 8M12 4l-8 8" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof marks;

/** Marks whose dots are drawn as very short strokes and need a thicker one. */
const dotted: ReadonlySet<IconName> = new Set(['more', 'grip']);

export interface IconProps {
  readonly name: IconName;
  /** `s` is 14 px, `m` (the default) 16 px. */
  readonly size?: 's' | 'm' | undefined;
  readonly className?: string | undefined;
}

/** One mark. It never speaks: the words beside it or the label of its button do. */
export function Icon({ name, size = 'm', className }: IconProps) {
  return (
    <svg
      className={classes(s.icon, size === 's' && s.small, dotted.has(name) && s.dots, className)}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      {marks[name]}
    </svg>
  );
}
