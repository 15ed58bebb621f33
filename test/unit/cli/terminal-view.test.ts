import { describe, expect, it } from 'vitest';
import type { BatchFigures, RunningJob } from '../../../electron/cli/convert/batch-tally.ts';
import { cells } from '../../../electron/cli/print/cell-width.ts';
import { finishedLines, shownPath } from '../../../electron/cli/print/finished-lines.ts';
import { inkFor } from '../../../electron/cli/print/ink.ts';
import { closingLine } from '../../../electron/cli/print/closing-line.ts';
import { liveFrame } from '../../../electron/cli/print/terminal-view.ts';
import { convoyError } from '../../../shared/model/error.ts';
import { jobOf } from './stand-ins.ts';

const ink = inkFor(false);
const screen = (columns: number, rows = 24): Parameters<typeof liveFrame>[3] => ({ columns, rows, ink });

const figures = (overrides: Partial<BatchFigures> = {}): BatchFigures => ({
  total: 24,
  ended: 9,
  succeeded: 9,
  failed: 0,
  skipped: 0,
  cancelled: 0,
  inputBytes: 3_000_000_000,
  outputBytes: 400_000_000,
  progress: 0.4,
  eta: 840,
  elapsedMs: 60_000,
  ...overrides,
});

const running: readonly RunningJob[] = [
  {
    id: '1',
    name: 'A7S3_0412 the long harbour dawn.MOV',
    phase: 'converting',
    progress: 0.62,
    speed: 1.84,
    eta: 125,
  },
  { id: '2', name: '写真.heic', phase: 'reading', progress: null, speed: null, eta: null },
  { id: '3', name: 'talk.mp4', phase: 'finishing', progress: 1, speed: 3, eta: 0 },
];

describe('the live view', () => {
  it('draws a line for each running file and one for the whole', () => {
    expect(liveFrame(running, figures(), false, screen(100))).toBe(
      [
        '  A7S3_0412 the long har…dawn.MOV  ██████████░░░░░░   62%  Converting · 1.8× · 2 min left',
        '  写真.heic                        ░░░░░░░░░░░░░░░░        Reading the file',
        '  talk.mp4                         ████████████████   99%  Finishing',
        '  9 of 24 done                     ██████░░░░░░░░░░   40%  about 14 min left · 2.60 GB saved so far',
      ].join('\n'),
    );
  });

  it('leaves the bars out when it is narrow, then the words', () => {
    expect(liveFrame(running, figures(), false, screen(60))).toBe(
      [
        '  A7S3_0412 …dawn.MOV   62%  Converting · 1.8× · 2 min left',
        '  写真.heic                  Reading the file',
        '  talk.mp4              99%  Finishing',
        '  9 of 24 done          40%  about 14 min left · 2.60 GB s…',
      ].join('\n'),
    );
    expect(liveFrame(running, figures(), false, screen(30))).toBe(
      [
        '  A7S3_0412 th…dawn.MOV   62%',
        '  写真.heic',
        '  talk.mp4                99%',
        '  9 of 24 done            40%',
      ].join('\n'),
    );
  });

  it('needs no line for the whole when there is one file', () => {
    expect(liveFrame(running.slice(2), figures({ total: 1, ended: 0 }), false, screen(80))).toBe(
      '  talk.mp4              ████████████████   99%  Finishing',
    );
  });

  it('says that it stops', () => {
    expect(liveFrame(running.slice(0, 1), figures(), true, screen(80))).toBe(
      [
        '  A7S3_0412 t…dawn.MOV  ██████████░░░░░░   62%  Stopping',
        '  9 of 24 done          ██████░░░░░░░░░░   40%  Stopping',
      ].join('\n'),
    );
  });

  it('is never wider or higher than the terminal', () => {
    const many = Array.from({ length: 50 }, (_, i) => ({ ...running[0], id: String(i) }) as RunningJob);
    for (const columns of [20, 39, 45, 66, 72, 80, 120, 200]) {
      const lines = liveFrame(many, figures(), false, screen(columns, 10)).split('\n');
      expect(lines).toHaveLength(9);
      expect(lines.at(-2)).toBe('  and 43 more');
      for (const line of lines) expect(cells(line)).toBeLessThan(columns);
    }
  });
});

describe('the last sentence', () => {
  it.each([
    [
      figures({ ended: 24, succeeded: 24, elapsedMs: 1_260_000 }),
      false,
      'All 24 done · 2.60 GB saved in 21 min 00 s',
    ],
    [
      figures({ succeeded: 20, failed: 1, skipped: 3, inputBytes: 5, outputBytes: 9 }),
      false,
      '20 of 24 done, 1 failed, 3 skipped · in 1 min 00 s',
    ],
    [
      figures({ succeeded: 3, cancelled: 21 }),
      true,
      'Stopped. 3 of 24 done, 21 cancelled · 2.60 GB saved in 1 min 00 s',
    ],
  ])('%#', (f, stopped, sentence) => expect(closingLine(f, stopped)).toBe(sentence));
});

describe('what stays of a file', () => {
  const telling = { ink, cwd: '/home/a', debug: false, commands: false };
  const times = { started_at: 1000, finished_at: 7200 };

  it('done', () => {
    const job = jobOf({ status: 'succeeded', output: '/home/a/out/holiday.mp4', ...times }, [912e6, 4.1e6]);
    expect(finishedLines(job, telling)).toEqual([
      '✓ holiday.mov → out/holiday.mp4  912 MB → 4.10 MB, 99% smaller · 6 s',
    ]);
  });

  it('done with warnings, and the command when it is asked for', () => {
    const job = jobOf(
      {
        status: 'succeeded',
        input: ['/m/a\n.mov', '/m/b.mov', '/m/c.mov'],
        output: '/elsewhere/a.mp4',
        warnings: [{ kind: 'hdr', message: 'HDR becomes standard colour.' }],
        ...times,
      },
      [1000, 1100],
    );
    expect(finishedLines(job, { ...telling, commands: true })).toEqual([
      '! a␊.mov and 2 more → /elsewhere/a.mp4  1.00 kB → 1.10 kB, 10% larger · 6 s · 1 warning',
      '    HDR becomes standard colour.',
      '    $ ffmpeg -i file:/a b',
    ]);
  });

  it('failed, skipped, cancelled', () => {
    const error = convoyError('input_truncated', {
      file: 'x.mov',
      reason: 'the recording stops at 31:02',
      detail: 'moov atom\nnot found\n',
    });
    expect(finishedLines(jobOf({ status: 'failed', error }), { ...telling, debug: true })).toEqual([
      '✗ “x.mov” is incomplete: the recording stops at 31:02.',
      '    Copy the file again from where it came from, or convert only the part that is there.',
      '    moov atom',
      '    not found',
    ]);
    const exists = convoyError('output_exists', { file: 'holiday.mp4' });
    expect(finishedLines(jobOf({ status: 'skipped', error: exists }), telling)).toEqual([
      '» holiday.mov  Skipped: “holiday.mp4” is already there.',
    ]);
    const planned = jobOf({ status: 'cancelled', ...times });
    const begun = { ...planned, tasks: planned.tasks.map((task) => ({ ...task, started_at: 5000 })) };
    expect([begun, planned].map((job) => finishedLines(job, telling))).toEqual([
      ['– holiday.mov  Cancelled'],
      [],
    ]);
  });

  it('shows a path as one would type it', () => {
    expect(['/home/a/x/y.mp4', '/home/b/y.mp4', '/home/a..b/y'].map((p) => shownPath(p, '/home/a'))).toEqual([
      'x/y.mp4',
      '/home/b/y.mp4',
      '/home/a..b/y',
    ]);
  });
});
