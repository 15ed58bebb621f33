import type { OutputFile } from '../../../shared/model/job.ts';
import type { StagedResult } from '../job-record.ts';
import type { ObjectHeaders } from './object-headers.ts';
import type { OpenBucket } from './s3-access.ts';
import { seenProblem } from './s3-problem.ts';
import type { SendSlots } from './send-slots.ts';
import type { Tried } from './with-retries.ts';

/** A file that becomes an object, and what is needed for that. */
export interface ObjectToSend {
  readonly file: OutputFile;
  readonly key: string;
  readonly headers: ObjectHeaders;
}

export interface SendDeps {
  readonly bucket: OpenBucket;
  readonly slots: SendSlots;
  readonly tried: Tried;
  readonly book: MultipartBook;
  /** So many bytes more were sent, or fewer, when a request has to be sent again. */
  readonly onSent: (bytes: number) => void;
}

/** A multipart upload that has begun. */
export type PartialUpload = StagedResult['partial'][number];

/** Multipart uploads that are under way, told whenever that changes. */
export interface MultipartBook {
  add(upload: PartialUpload): void;
  remove(upload: PartialUpload): void;
}

/** @param begun uploads of an earlier attempt that could not be ended */
export function createMultipartBook(
  changed: (partial: StagedResult['partial']) => void,
  begun: StagedResult['partial'] = [],
): MultipartBook {
  const open = new Map(begun.map((upload) => [upload.uploadId, upload]));
  const tell = (): void => changed([...open.values()]);
  return {
    add(upload) {
      open.set(upload.uploadId, upload);
      tell();
    },
    remove({ uploadId }) {
      if (open.delete(uploadId)) tell();
    },
  };
}

export const arrivedOtherwise = seenProblem(
  'what arrived was not what was sent',
  'the ETag is another one',
  true,
);
