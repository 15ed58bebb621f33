/** Longest wait in milliseconds for a frame that does not come, because the window is hidden or behind others. */
const hiddenWait = 250;

/** Runs something once before the next picture of the window, or a little later when none is drawn. Gives the way to call it off. */
export function nextFrame(run: () => void): () => void {
  const stop = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const now = (): void => {
    stop();
    run();
  };
  const frame = requestAnimationFrame(now);
  const timer = setTimeout(now, hiddenWait);
  return stop;
}
