import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPmset, readWindowsBatteries } from '../../../electron/engine/power/power-answers.ts';
import { powerSupplies } from '../../../electron/engine/power/power-supplies.ts';
import { tempDir } from '../../support/found-tools.ts';

type Supplies = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A folder like `/sys/class/power_supply`. */
function supplies(t: { onTestFinished(done: () => void): unknown }, given: Supplies): string {
  const folder = tempDir(t);
  for (const [name, values] of Object.entries(given)) {
    mkdirSync(path.join(folder, name));
    for (const [file, value] of Object.entries(values))
      writeFileSync(path.join(folder, name, file), `${value}\n`);
  }
  return folder;
}

const unplugged = { type: 'Mains', online: '0' };
const battery = (capacity: string, status: string) => ({ type: 'Battery', present: '1', capacity, status });

describe('power on Linux', () => {
  it.each<[string, Supplies, unknown]>([
    ['on battery', { AC: unplugged, BAT0: battery('14', 'Discharging') }, { plugged: false, percent: 14 }],
    [
      'plugged in',
      { AC: { type: 'Mains', online: '1' }, BAT0: battery('14', 'Charging') },
      { plugged: true, percent: 14 },
    ],
    ['without a word of the plug', { BAT0: battery('80', 'Discharging') }, { plugged: false, percent: 80 }],
    [
      'by USB, two batteries',
      {
        ucsi: { type: 'USB', online: '1' },
        BAT0: battery('20', 'Not charging'),
        BAT1: battery('60', 'Charging'),
      },
      { plugged: true, percent: 40 },
    ],
    [
      'two batteries, one rests',
      { BAT0: battery('10', 'Unknown'), BAT1: battery('6', 'Discharging') },
      { plugged: false, percent: 8 },
    ],
    ['a desktop', { AC: { type: 'Mains', online: '1' } }, null],
    ['a desktop with a mouse', { hidpp: { ...battery('5', 'Discharging'), scope: 'Device' } }, null],
    ['nonsense', { BAT0: battery('many', 'Discharging'), X: { type: 'Fusion' } }, null],
  ])('%s', async (_, given, answer) => {
    // Through the test's own context, so that the folder goes.
    const done: (() => void)[] = [];
    const folder = supplies({ onTestFinished: (one) => done.push(one) }, given);
    expect(await powerSupplies(folder)).toEqual(answer);
    for (const one of done) one();
  });

  it('is not known without the folder', async () => {
    expect(await powerSupplies('/nowhere/power_supply')).toBeNull();
  });
});

describe('power on macOS', () => {
  it.each<[string, string, unknown]>([
    [
      'on battery',
      "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=4653155)\t84%; discharging; 5:02 remaining present: true\n",
      { plugged: false, percent: 84 },
    ],
    [
      'plugged in',
      "Now drawing from 'AC Power'\n -InternalBattery-0 (id=4653155)\t100%; charged; 0:00 remaining present: true\n",
      { plugged: true, percent: 100 },
    ],
    ['a desktop', "Now drawing from 'AC Power'\n", null],
    ['no answer', '', null],
  ])('%s', (_, text, answer) => {
    expect(readPmset(text)).toEqual(answer);
  });
});

describe('power on Windows', () => {
  it.each<[string, string, unknown]>([
    ['on battery', '{"BatteryStatus":1,"EstimatedChargeRemaining":34}', { plugged: false, percent: 34 }],
    ['low', '{"BatteryStatus":4,"EstimatedChargeRemaining":9}', { plugged: false, percent: 9 }],
    ['plugged in', '{"BatteryStatus":2,"EstimatedChargeRemaining":97}', { plugged: true, percent: 97 }],
    [
      'two batteries',
      '[{"BatteryStatus":1,"EstimatedChargeRemaining":20},{"BatteryStatus":2,"EstimatedChargeRemaining":101}]',
      { plugged: false, percent: 61 },
    ],
    ['no number', '{"BatteryStatus":1,"EstimatedChargeRemaining":null}', null],
    ['a desktop', '', null],
    ['nonsense', '"battery"', null],
  ])('%s', (_, text, answer) => {
    expect(readWindowsBatteries(text)).toEqual(answer);
  });
});
