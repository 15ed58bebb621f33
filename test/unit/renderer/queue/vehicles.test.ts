import { describe, expect, it } from 'vitest';
import { vehiclesOf } from '../../../../renderer/features/queue/vehicles.ts';
import { aRow, done, failed, jobId, running, toMp4 } from '../rows.ts';

const warned = [{ kind: 'subtitles_dropped', message: '1 subtitle is left out.' }];

describe('vehiclesOf', () => {
  it('gives each of a few files a vehicle as wide as the root of its seconds', () => {
    const rows = [
      done(1),
      done(2, { warnings: warned }),
      failed(3),
      running(4),
      running(5, { phase: 'finishing', progress: 1 }),
      aRow(6, { hold: 'user' }),
      aRow(7, { plan: { ...toMp4, seconds: 400 } }),
      aRow(8, { plan: null }),
    ];
    const plain = { count: 1, fill: 0, failed: false };
    expect(vehiclesOf(rows)).toEqual([
      { ...plain, id: jobId(1), weight: 6.4, tone: 'past' },
      { ...plain, id: jobId(2), weight: 6.4, tone: 'warned' },
      { ...plain, id: jobId(3), weight: 22, tone: 'bad' },
      { ...plain, id: jobId(4), weight: 13.4, tone: 'wait', fill: 0.62 },
      { ...plain, id: jobId(5), weight: 13.4, tone: 'wait', fill: 1 },
      { ...plain, id: jobId(6), weight: 13.4, tone: 'held' },
      { ...plain, id: jobId(7), weight: 20, tone: 'wait' },
      // Nobody knows how long it takes: as long as the others.
      { ...plain, id: jobId(8), weight: 13.6, tone: 'wait' },
    ]);
  });

  it('gives many files fifty equal shares, filled by what is done, with a mark where one failed', () => {
    const rows = Array.from({ length: 412 }, (_, n) =>
      n < 100 ? (n === 50 ? failed(n) : done(n)) : n < 103 ? running(n, { progress: 0.5 }) : aRow(n),
    );
    const vehicles = vehiclesOf(rows);
    expect(vehicles).toHaveLength(50);
    expect(vehicles.reduce((sum, one) => sum + one.count, 0)).toBe(412);
    expect(vehicles[0]).toEqual({ id: jobId(0), count: 8, weight: 1, tone: 'past', fill: 0, failed: false });
    expect(vehicles.filter((one) => one.failed)).toHaveLength(1);
    expect(vehicles[12]).toMatchObject({ id: jobId(100), tone: 'wait', fill: 0.31 });
    expect(vehicles[49]).toMatchObject({ tone: 'wait', fill: 0 });
  });

  it('has no vehicles without files', () => {
    expect(vehiclesOf([])).toEqual([]);
  });
});
