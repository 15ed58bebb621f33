import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppSettings } from '../../../../shared/model/app-settings.ts';
import { weekdays } from '../../../../shared/model/run-window.ts';
import type { Power } from '../../../../electron/engine/power/power-state.ts';
import { createGate } from '../../../../electron/engine/schedule/gate.ts';

const night = { from: '22:00', to: '07:00', days: [...weekdays] };
const at = (hours: number, minutes = 0, day = 10): number => new Date(2026, 5, day, hours, minutes).getTime();

function stage(given: Partial<Pick<AppSettings, 'runWindow' | 'pauseBelowBattery'>>) {
  const settings = { runWindow: null, pauseBelowBattery: null, ...given };
  const state: { power: Power | null; asked: number } = { power: null, asked: 0 };
  const told: unknown[] = [];
  const gate = createGate({
    settings: () => settings,
    now: Date.now,
    power: () => {
      state.asked++;
      return Promise.resolve(state.power);
    },
    changed: () => told.push(gate.closed),
  });
  return { gate, settings, state, told };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the run window', () => {
  it('closes and opens the gate by the clock', async () => {
    vi.setSystemTime(at(21, 59));
    const { gate, told } = stage({ runWindow: night });
    expect(gate.closed).toEqual({ why: 'window', until: at(22) });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([null]);
    await vi.advanceTimersByTimeAsync(9 * 3_600_000);
    expect(told).toEqual([null, { why: 'window', until: at(22, 0, 11) }]);
    gate.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is overridden until it opens next', async () => {
    vi.setSystemTime(at(21));
    const { gate, told } = stage({ runWindow: night });
    gate.override();
    expect(gate.closed).toBeNull();
    await vi.advanceTimersByTimeAsync(10 * 3_600_000);
    expect(told).toEqual([null, { why: 'window', until: at(22, 0, 11) }]);
    gate.close();
  });

  it('follows the settings', () => {
    vi.setSystemTime(at(12));
    const { gate, settings } = stage({});
    expect(gate.closed).toBeNull();
    Object.assign(settings, { runWindow: night });
    gate.refresh();
    expect(gate.closed).toEqual({ why: 'window', until: at(22) });
    Object.assign(settings, { runWindow: null });
    gate.refresh();
    expect(gate.closed).toBeNull();
    gate.close();
  });
});

describe('the battery', () => {
  it('is looked at once a minute, and only while there is work', async () => {
    vi.setSystemTime(at(12));
    const { gate, state, told } = stage({ pauseBelowBattery: 15 });
    state.power = { plugged: false, percent: 40 };
    await vi.advanceTimersByTimeAsync(300_000);
    expect(state.asked).toBe(0);
    gate.busy(true);
    await vi.advanceTimersByTimeAsync(1);
    gate.busy(false);
    gate.busy(true);
    await vi.advanceTimersByTimeAsync(1000);
    expect(state.asked).toBe(1);
    state.power = { plugged: false, percent: 14 };
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([{ why: 'battery', percent: 14 }]);
    state.power = { plugged: true, percent: 14 };
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told.at(-1)).toBeNull();
    gate.busy(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is overridden until it is charged, and not there at all on a desktop', async () => {
    vi.setSystemTime(at(12));
    const { gate, state, told } = stage({ pauseBelowBattery: 15 });
    gate.busy(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([]);
    state.power = { plugged: false, percent: 10 };
    await vi.advanceTimersByTimeAsync(60_000);
    gate.override();
    expect(gate.closed).toBeNull();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(gate.closed).toBeNull();
    state.power = { plugged: true, percent: 10 };
    await vi.advanceTimersByTimeAsync(60_000);
    state.power = { plugged: false, percent: 10 };
    await vi.advanceTimersByTimeAsync(60_000);
    expect(gate.closed).toEqual({ why: 'battery', percent: 10 });
    gate.close();
  });
});
