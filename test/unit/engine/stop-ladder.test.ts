import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { climbStopLadder, stopSwitch } from '../../../electron/engine/process/stop-ladder.ts';

describe('stopSwitch', () => {
  it('keeps the first reason and tells it once', () => {
    const abort = new AbortController();
    const stop = stopSwitch(abort.signal);
    const heard: string[] = [];
    stop.onStop((reason) => heard.push(reason));
    stop.stop('stalled');
    abort.abort();
    expect([stop.reason, heard]).toEqual(['stalled', ['stalled']]);
  });

  it('is flipped from the start by a signal that was aborted before', () => {
    const stop = stopSwitch(AbortSignal.abort());
    const heard: string[] = [];
    stop.onStop((reason) => heard.push(reason));
    expect([stop.reason, heard]).toEqual(['cancelled', ['cancelled']]);
  });

  it('leaves nothing at a signal that lives on', () => {
    const { signal } = new AbortController();
    for (let i = 0; i < 100; i++) stopSwitch(signal).release();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

describe('climbStopLadder', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const climb = (gently: boolean): { steps: string[]; callOff: () => void } => {
    const steps: string[] = [];
    const callOff = climbStopLadder(
      { kill: (signal) => steps.push(signal), dropPipes: () => steps.push('pipes') },
      gently,
    );
    return { steps, callOff };
  };

  it('asks, kills after 2 s, drops the pipes within 3 s', () => {
    const { steps } = climb(true);
    vi.advanceTimersByTime(1_999);
    expect(steps).toEqual(['SIGTERM']);
    vi.advanceTimersByTime(1);
    expect(steps).toEqual(['SIGTERM', 'SIGKILL']);
    vi.advanceTimersByTime(900);
    expect(steps).toEqual(['SIGTERM', 'SIGKILL', 'pipes']);
  });

  it('kills at once when there is nothing to finish', () => {
    const { steps } = climb(false);
    vi.advanceTimersByTime(900);
    expect(steps).toEqual(['SIGKILL', 'pipes']);
  });

  it('stops climbing when it is called off', () => {
    const { steps, callOff } = climb(true);
    callOff();
    vi.advanceTimersByTime(10_000);
    expect(steps).toEqual(['SIGTERM']);
  });
});
