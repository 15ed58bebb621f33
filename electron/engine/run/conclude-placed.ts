import type { Admission } from '../queue/admission.ts';
import { type Concluding, conclude } from './conclude.ts';
import { type Placing, noLeftovers } from '../job-record.ts';

/**
 * What the start after a crash makes of a result that got its final name just before: its job has succeeded, or waits
 * for its upload.
 */
export function concludePlaced(
  concluding: Concluding,
  admission: Pick<Admission, 'readJob'>,
): (id: string, placing: Placing) => Promise<void> {
  const { book } = concluding;
  return async (id, placing) => {
    const job = book.get(id);
    const goesAway = job !== null && (job.connection !== null || /^s3:\/\//i.test(job.output ?? ''));
    const request = goesAway ? await admission.readJob(job) : null;
    const upload = request?.ok === true ? request.value.upload : null;
    if (job === null || upload === null) return conclude(concluding, id, placing, []);
    const { target, files, kept, inputs } = placing;
    book.note(id, {
      leftovers: noLeftovers,
      staged: { target, files, kept, inputs, warnings: job.warnings, upload, partial: [] },
    });
  };
}
