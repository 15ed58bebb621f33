import { ConvoyFailure, fail } from '../../../shared/model/error.ts';
import { type S3Problem, type ProblemPlace, s3Problem } from './s3-problem.ts';
import { S3Failure } from './with-retries.ts';

/** What goes wrong with an upload, as the error of its job: `upload_denied` or `upload_failed`. */
export function uploadFailure(error: unknown, place: ProblemPlace, file: string): ConvoyFailure {
  if (error instanceof ConvoyFailure) return error;
  const problem: S3Problem = error instanceof S3Failure ? error.problem : s3Problem(error, place);
  return fail(problem.denied ? 'upload_denied' : 'upload_failed', {
    file,
    reason: problem.reason,
    detail: problem.detail,
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
  });
}
