/** How a file is cut for a multipart upload. S3 user guide, "Amazon S3 multipart upload limits". Pure. */

const MiB = 2 ** 20;
/** Parts of one upload at most. */
const mostParts = 10_000;
const largestPart = 5 * 2 ** 30;
/** Small enough that a lost one costs little, large enough that its request is nothing beside it. */
const usualPart = 8 * MiB;
/** Parts that are under way at once, and the bytes that they may hold in memory together. */
const mostAtOnce = 4;
const mostBytesAtOnce = 64 * MiB;

/** Largest file that can be uploaded, in bytes. */
export const largestUpload = mostParts * largestPart;

/** Bytes of a part, all but the last: 8 MiB, and whole mebibytes more as far as 10 000 parts ask for it. */
export function partSizeFor(bytes: number): number {
  const needed = Math.ceil(bytes / mostParts / MiB) * MiB;
  return Math.max(usualPart, needed);
}

/** What is small goes in one request. */
export const isOneRequest = (bytes: number): boolean => bytes <= usualPart;

/** Where part `n` begins, and how long it is; counted from 1. */
export interface Part {
  readonly n: number;
  readonly from: number;
  readonly bytes: number;
}

export function partsOf(bytes: number): readonly Part[] {
  const size = partSizeFor(bytes);
  return Array.from({ length: Math.max(1, Math.ceil(bytes / size)) }, (_, at) => ({
    n: at + 1,
    from: at * size,
    bytes: Math.min(size, bytes - at * size),
  }));
}

/** How many requests with a body are under way at once, so that memory does not grow with the file. */
export function atOnceFor(largestFile: number): number {
  const size = isOneRequest(largestFile) ? Math.max(1, largestFile) : partSizeFor(largestFile);
  return Math.min(mostAtOnce, Math.max(1, Math.floor(mostBytesAtOnce / size)));
}
