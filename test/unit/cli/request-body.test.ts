import { describe, expect, it } from 'vitest';
import { readBody, rejectedJob } from '../../../electron/cli/convert/request-body.ts';
import { convoyError } from '../../../shared/model/error.ts';
import { Job } from '../../../shared/model/job.ts';

/** Requests as they are, errors as their sentences; a refused body as its sentence. */
const read = (text: string): unknown => {
  const body = readBody(text);
  return body.ok ? body.value.map((e) => (e.ok ? e.request : e.error.message)) : body.error.message;
};

describe('a body', () => {
  it('is one object, an array, or JSON lines', () => {
    const a = { input: 'a.mov', kind: 'video' };
    expect(read(JSON.stringify(a))).toEqual([a]);
    expect(read(`\ufeff${JSON.stringify(a, null, 2)}`)).toEqual([a]);
    expect(read(JSON.stringify([a, a]))).toEqual([a, a]);
    expect(read(`${JSON.stringify(a)}\r\n\n${JSON.stringify({ ...a, kind: 'adaptive' })}\n`)).toEqual([
      a,
      { ...a, kind: 'adaptive_video' },
    ]);
  });

  it.each([
    ['', 'The request cannot be understood: the body is empty.'],
    ['[]', 'The request cannot be understood: it holds no job.'],
    ['5', 'The request cannot be understood: it is not an object.'],
    [
      '{"kind":"video"}',
      'The request cannot be understood: "input" is missing; it can be a path, or an array of 1 to 100 paths.',
    ],
    [
      '{"input":"a","kind":"film"}',
      'The request cannot be understood: "kind" cannot be "film"; it can be video, audio, image, animation, adaptive_video.',
    ],
    [
      '{"input":"a","kind":"video","colour":"red"}',
      'The request cannot be understood: there is no field "colour"; a job has input, kind, options, output, connection, metadata, preset.',
    ],
    [
      '{"input":"a","kind":"video","options":{"width":"wide"}}',
      'width cannot be "wide"; it can be 1 to 16383 pixels, or "1%" to "1000%".',
    ],
  ])('is refused whole: %s', (text, message) => expect(read(text)).toBe(message));

  it('names the line that is no JSON', () => {
    expect(read('{"input":"a","kind":"video"}\nnonsense\n')).toMatch(
      /^The request cannot be understood: line 2 is not JSON \(.+\)\.$/,
    );
    expect(read('{"input":"a",\n"kind"')).toMatch(
      /^The request cannot be understood: the body is not JSON \(.+\)\.$/,
    );
  });

  it('keeps the good entries beside a bad one', () => {
    expect(read('[{"input":"a","kind":"audio"},{"kind":"audio"},7]')).toEqual([
      { input: 'a', kind: 'audio' },
      'The request cannot be understood: entry 2: "input" is missing; it can be a path, or an array of 1 to 100 paths.',
      'The request cannot be understood: entry 3: it is not an object.',
    ]);
  });
});

describe('the job of an entry that is no request', () => {
  const error = convoyError('invalid_request', { reason: 'x' });
  it.each([7, null, 'a', { input: 'a', kind: 'audio', metadata: { n: 1 }, extra: 1 }, { kind: 'nope' }])(
    '%j',
    (given) => {
      const job = rejectedJob(given, error, 5);
      expect(Job.parse(job)).toEqual(job);
      expect([job.status, job.error]).toEqual(['failed', error]);
    },
  );
  it('echoes what can be echoed', () => {
    const { kind, input, metadata } = rejectedJob(
      { input: ['a', 'b'], kind: 'audio', metadata: { n: 1 } },
      error,
      5,
    );
    expect({ kind, input, metadata }).toEqual({ kind: 'audio', input: ['a', 'b'], metadata: { n: 1 } });
  });
});
