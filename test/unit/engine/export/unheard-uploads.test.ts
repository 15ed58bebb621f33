import { describe, expect, it } from 'vitest';
import { type ListedUploads, unheardAmong } from '../../../../electron/engine/export/unheard-uploads.ts';

/** Which uploads of a bucket are taken for our own. */

const begin = { key: 'film.mp4', from: 100_000, to: 110_000, count: 1 };
const listed = (...uploads: readonly [string, string, number][]): ListedUploads => ({
  ahead: 0,
  uploads: uploads.map(([key, uploadId, begun]) => ({ key, uploadId, begun })),
});

describe('an upload that began unheard', () => {
  it.each<[string, ListedUploads, readonly string[]]>([
    ['is one of our key, of the time when we asked', listed(['film.mp4', 'a', 105_000]), ['a']],
    ['is not the one that was heard of', listed(['film.mp4', 'known', 105_000]), []],
    [
      'is of no other key',
      listed(['film.mp4.part', 'a', 105_000], ['film', 'b', 105_000], ['Film.mp4', 'c', 105_000]),
      [],
    ],
    ['is not one of before', listed(['film.mp4', 'a', 97_000]), []],
    ['may be one of the same second', listed(['film.mp4', 'a', 99_000]), ['a']],
    ['may be taken up late', listed(['film.mp4', 'a', 150_000]), ['a']],
    ['is not one of long after', listed(['film.mp4', 'a', 180_000]), []],
    [
      'is nobody’s for sure when there are more than can be ours',
      listed(['film.mp4', 'a', 105_000], ['film.mp4', 'b', 106_000]),
      [],
    ],
    [
      'cannot be told without the time of the service',
      { ...listed(['film.mp4', 'a', 105_000]), ahead: null },
      [],
    ],
    [
      'is told by the clock of the service',
      { ...listed(['film.mp4', 'a', 705_000], ['film.mp4', 'b', 105_000]), ahead: 600_000 },
      ['a'],
    ],
  ])('%s', (_, uploads, ours) => {
    expect(unheardAmong(uploads, begin, 'known')).toEqual(ours);
  });
});
