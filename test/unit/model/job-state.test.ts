import { expect, it } from 'vitest';
import {
  isTerminal,
  jobEvents,
  jobStates,
  nextState,
  transitions,
  wireStatus,
} from '../../../shared/model/job-state.ts';

it('knows what follows every pair of state and event', () => {
  const rows = jobStates.map(
    (state) =>
      `${state}: ${jobEvents.map((event) => `${event}→${nextState(state, event) ?? '–'}`).join(' ')}`,
  );
  expect(rows).toMatchInlineSnapshot(`
    [
      "queued: take→preparing planned→– encoded→– verified→– published→– skip→skipped fail→failed cancel→cancelled stopped→– interrupt→– retry→–",
      "preparing: take→– planned→running encoded→– verified→– published→– skip→skipped fail→failed cancel→cancelling stopped→– interrupt→queued retry→–",
      "running: take→– planned→– encoded→finalizing verified→– published→– skip→– fail→failed cancel→cancelling stopped→– interrupt→queued retry→–",
      "finalizing: take→– planned→– encoded→– verified→exporting published→– skip→skipped fail→failed cancel→cancelling stopped→– interrupt→queued retry→–",
      "exporting: take→– planned→– encoded→– verified→– published→succeeded skip→skipped fail→failed cancel→cancelling stopped→– interrupt→queued retry→–",
      "cancelling: take→– planned→– encoded→– verified→– published→succeeded skip→– fail→failed cancel→– stopped→cancelled interrupt→cancelled retry→–",
      "succeeded: take→– planned→– encoded→– verified→– published→– skip→– fail→– cancel→– stopped→– interrupt→– retry→queued",
      "failed: take→– planned→– encoded→– verified→– published→– skip→– fail→– cancel→– stopped→– interrupt→– retry→queued",
      "cancelled: take→– planned→– encoded→– verified→– published→– skip→– fail→– cancel→– stopped→– interrupt→– retry→queued",
      "skipped: take→– planned→– encoded→– verified→– published→– skip→– fail→– cancel→– stopped→– interrupt→– retry→queued",
    ]
  `);
});

it('lets only a retry out of an ended job', () => {
  for (const state of jobStates.filter(isTerminal))
    expect(Object.keys(transitions[state])).toEqual(['retry']);
});

it('reaches an end from every state', () => {
  for (const start of jobStates) {
    const seen = new Set([start]);
    for (const state of seen) for (const next of Object.values(transitions[state])) seen.add(next);
    expect([...seen].some(isTerminal), start).toBe(true);
  }
});

it('shows no inner word on the wire', () => {
  expect(Object.fromEntries(jobStates.map((state) => [state, wireStatus(state)]))).toEqual({
    queued: 'queued',
    preparing: 'processing',
    running: 'processing',
    finalizing: 'processing',
    exporting: 'processing',
    cancelling: 'processing',
    succeeded: 'succeeded',
    failed: 'failed',
    cancelled: 'cancelled',
    skipped: 'skipped',
  });
});
