import { describe, expect, it } from 'vitest';
import {
  bucketOutput,
  bucketPlaceOf,
  commonTarget,
  shownFolder,
  targetOf,
  typedFolder,
} from '../../../../renderer/store/bucket-place.ts';

const connection = { bucket: 'media-prod', prefix: 'films/' };

describe('a place in a bucket', () => {
  it.each([
    [null, { bucket: null, folder: null, name: null }],
    ['s3://media-prod/films/{name}.{ext}', { bucket: null, folder: null, name: '{name}.{ext}' }],
    ['s3://media-prod/films/{date}/', { bucket: null, folder: 'films/{date}', name: null }],
    ['s3://media-prod/{name}.{ext}', { bucket: null, folder: '', name: '{name}.{ext}' }],
    ['s3://other/a/b/', { bucket: 'other', folder: 'a/b', name: null }],
  ])('of %s is read and written again', (output, place) => {
    expect(bucketPlaceOf(output, connection)).toEqual(place);
    expect(bucketOutput(place, connection)).toBe(output);
  });

  it('is typed as people do', () => {
    expect(['', ' ', '/', '/a/b/', 'a/{date}'].map(typedFolder)).toEqual([null, null, '', 'a/b', 'a/{date}']);
    expect([null, '', 'a'].map(shownFolder)).toEqual(['', '/', 'a']);
  });
});

describe('the target', () => {
  it('is this computer, a connection, or a bucket without one', () => {
    expect(targetOf(null, '/out/')).toBeNull();
    expect(targetOf('media', null)).toEqual({ by: 'connection', name: 'media' });
    expect(targetOf(null, 's3://other/a')).toEqual({ by: 'address', bucket: 'other' });
  });

  it('of many files is known when they agree', () => {
    const to = { connection: 'media', bucket: null };
    expect(commonTarget([{ upload: to }, { upload: to }])).toEqual({ by: 'connection', name: 'media' });
    expect(commonTarget([{ upload: null }, { upload: null }])).toBeNull();
    expect(commonTarget([{ upload: to }, { upload: null }])).toBeUndefined();
    expect(commonTarget([])).toBeUndefined();
  });
});
