import { describe, expect, it } from 'vitest';
import { finishedLines } from '../../../electron/cli/print/finished-lines.ts';
import { inkFor } from '../../../electron/cli/print/ink.ts';
import { wireJob } from '../../../electron/engine/wire-job.ts';
import { changedRecord } from '../../../electron/engine/queue/record-changes.ts';
import { jobRecord } from '../../support/job-records.ts';

/** A photo of 612 kB that has ended, and what its export says. */
function told(file: string, bytes: number, kept?: 'copied' | 'in_place'): readonly string[] {
  const output = { url: '', path: file, bytes, mime: '', width: null, height: null, duration: null };
  const done = changedRecord(
    jobRecord({ kind: 'image', inputs: ['/w/a.jpg'], state: 'exporting' }),
    'succeeded',
    {
      files: [output],
      tasks: {
        probe: { status: 'succeeded', output: { bytes: 612_000 } },
        export: {
          status: 'succeeded',
          output: { files: [output], primary: output, ...(kept === undefined ? {} : { kept }) },
        },
      },
    },
    1_700_000_000_900,
  );
  return finishedLines(wireJob(done), { ink: inkFor(false), cwd: '/w', debug: false, commands: false });
}

describe('the line of a photo', () => {
  it.each([
    ['that became smaller', told('/w/a.webp', 306_000), '✓ a.jpg → a.webp  612 kB → 306 kB, 50% smaller'],
    [
      'whose original was copied',
      told('/w/out/a.jpg', 612_000, 'copied'),
      '✓ a.jpg → out/a.jpg  original copied, the result came out larger',
    ],
    [
      'whose original stays',
      told('/w/a.jpg', 612_000, 'in_place'),
      '✓ a.jpg → original kept, the result came out larger',
    ],
  ])('%s', (_, lines, line) => expect(lines).toEqual([line]));
});
