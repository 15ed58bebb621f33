import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advanceJobProgress,
  etaSeconds,
  hasAdvanced,
  progressParser,
  startJobProgress,
  stepFraction,
  type ProgressBlock,
} from '../../../shared/plan/run/progress.ts';

/** As ffmpeg 5.1.9 printed it; `out_time_ms` holds microseconds too. */
const text = `frame=1
fps=0.00
stream_0_0_q=0.0
bitrate=   8.3kbits/s
total_size=48
out_time_us=46440
out_time_ms=46440
out_time=00:00:00.046440
dup_frames=0
drop_frames=0
speed=10.5x
progress=continue
bitrate=N/A
total_size=N/A
out_time_us=2020136
out_time_ms=2020136
out_time=00:00:02.020136
dup_frames=0
drop_frames=0
speed=1.45e+03x
progress=end
`;
const blocks: readonly ProgressBlock[] = [
  { frame: 1, outTime: 0.04644, totalSize: 48, speed: 10.5, done: false },
  { frame: null, outTime: 2.020136, totalSize: null, speed: 1450, done: true },
];

const block = (over: Partial<ProgressBlock> = {}): ProgressBlock => ({
  frame: null,
  outTime: null,
  totalSize: null,
  speed: null,
  done: false,
  ...over,
});

describe('progressParser', () => {
  it('reads blocks, N/A as null', () => {
    expect(progressParser().push(text)).toEqual(blocks);
  });

  it('gives the same blocks wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: text.length })), (cuts) => {
        const parser = progressParser();
        const edges = [0, ...cuts.sort((a, b) => a - b), text.length];
        const pieces = edges.slice(1).map((end, i) => text.slice(edges[i], end));
        expect(pieces.flatMap((piece) => parser.push(piece))).toEqual(blocks);
      }),
    );
  });

  it('never throws and never gives a number below zero, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.tuple(key, fc.string())), (noise, pairs) => {
        const parser = progressParser();
        const lines = pairs.map(([name, value]) => `${name}=${value}\n`).join('');
        for (const found of [...noise, lines, 'progress=end\n'].flatMap((piece) => parser.push(piece))) {
          const { frame, outTime, totalSize, speed } = found;
          for (const value of [frame, outTime, totalSize, speed])
            expect(value ?? 0).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('takes a negative time, Windows line ends and spaces', () => {
    const given = 'frame=  12\r\nout_time_us=-9223372036854775808\r\nspeed=   0x\r\nprogress=continue\r\n';
    expect(progressParser().push(given)).toEqual([block({ frame: 12, speed: 0 })]);
  });

  it('does not carry a value over to the next block', () => {
    expect(progressParser().push('frame=5\nprogress=continue\nprogress=continue\n')).toEqual([
      block({ frame: 5 }),
      block(),
    ]);
  });
});
const key = fc.constantFrom('frame', 'out_time_us', 'total_size', 'speed', 'fps', 'progress');

describe('hasAdvanced', () => {
  it.each([
    ['the first block', null, block(), true],
    ['the same numbers', block({ frame: 4, outTime: 1 }), block({ frame: 4, outTime: 1, speed: 0.5 }), false],
    ['a frame more', block({ frame: 4 }), block({ frame: 5 }), true],
    ['later', block({ outTime: 1 }), block({ outTime: 1.5 }), true],
    ['more bytes', block({ totalSize: 10 }), block({ totalSize: 20 }), true],
    ['the end', block({ frame: 4 }), block({ frame: 4, done: true }), true],
  ])('%s', (_, before, now, expected) => {
    expect(hasAdvanced(before, now)).toBe(expected);
  });
});

describe('stepFraction', () => {
  const step = { duration: 10, frames: 250, weight: 1 };
  it.each([
    ['time counts', block({ outTime: 2.5, frame: 100 }), step, 0.25],
    ['frames while the lookahead reports time 0', block({ outTime: 0, frame: 25 }), step, 0.1],
    ['frames while the time is not known', block({ frame: 50 }), step, 0.2],
    ['time 0 and no frames to go by', block({ outTime: 0, frame: 9 }), { ...step, frames: null }, 0],
    ['more than was expected', block({ outTime: 12 }), step, 1],
    ['a length of 0', block({ outTime: 3, frame: 3 }), { duration: 0, frames: 0, weight: 1 }, null],
    ['nothing is known', block({ outTime: 3, frame: 3 }), { duration: null, frames: null, weight: 1 }, null],
    ['the end', block({ outTime: 3, done: true }), { duration: null, frames: null, weight: 1 }, 1],
  ])('%s', (_, given, of, expected) => {
    expect(stepFraction(given, of)).toBe(expected);
  });
});

describe('job progress', () => {
  const steps = [
    { duration: null, frames: null, weight: 1 },
    { duration: 10, frames: null, weight: 3 },
  ];
  const after = (events: Parameters<typeof advanceJobProgress>[1][]): number | null =>
    events.reduce(advanceJobProgress, startJobProgress(steps)).fraction;

  it.each([
    ['nothing yet', [], null],
    ['a first step of unknown length', [{ step: 0, fraction: null }], null],
    ['half of the first', [{ step: 0, fraction: 0.5 }], 0.125],
    ['the second begins, its length unknown', [{ step: 1, fraction: null }], 0.25],
    ['a third of the second', [{ step: 1, fraction: 1 / 3 }], 0.5],
    [
      'a step that runs again holds the bar',
      [
        { step: 1, fraction: 1 / 3 },
        { step: 0, fraction: 0 },
      ],
      0.5,
    ],
    ['all done, not published', [{ step: 1, fraction: 1 }], 0.99],
    ['published', [{ step: 1, fraction: 1 }, { published: true as const }], 1],
  ])('%s', (_, events, expected) => {
    const fraction = after(events);
    if (expected === null || fraction === null) expect(fraction).toBe(expected);
    else expect(fraction).toBeCloseTo(expected, 12);
  });

  it('stays between 0 and 0.99, and never goes back', () => {
    const events = fc.array(
      fc.record({ step: fc.nat({ max: 5 }), fraction: fc.option(fc.double({ noNaN: true })) }),
    );
    const weights = fc.array(fc.double({ min: -1, max: 9, noNaN: true }), { maxLength: 5 });
    fc.assert(
      fc.property(weights, events, (given, happening) => {
        let job = startJobProgress(given.map((weight) => ({ duration: null, frames: null, weight })));
        for (const event of happening) {
          const next = advanceJobProgress(job, event);
          expect(next.fraction ?? 0).toBeGreaterThanOrEqual(job.fraction ?? 0);
          expect(next.fraction ?? 0).toBeLessThanOrEqual(0.99);
          job = next;
        }
      }),
    );
  });
});

describe('etaSeconds', () => {
  it.each([
    ['before 3 s', 0, 2_999, 0.5, null],
    ['before 2 %', 0, 60_000, 0.019, null],
    ['unknown', 0, 60_000, null, null],
    ['a clock that was set back', 5_000, 0, 0.5, null],
    ['at a quarter', 1_000, 11_000, 0.25, 30],
    ['at the end', 0, 10_000, 1, 0],
  ])('%s', (_, started, now, fraction, expected) => {
    expect(etaSeconds(started, now, fraction)).toBe(expected);
  });
});
