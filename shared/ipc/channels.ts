/** The two channels between the window and Electron's main process. Nobody else writes a channel's name. */
export const channels = {
  /** Window → main: the name of a call and its input; answered with `{ ok, value }` or `{ ok, error }`. */
  call: 'convoy:call',
  /** Main → window: the name of an event and what it says. */
  event: 'convoy:event',
} as const;
