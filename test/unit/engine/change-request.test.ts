import { describe, expect, it } from 'vitest';
import { amendmentOf, requestOf } from '../../../electron/engine/queue/change-request.ts';
import { jobRecord } from '../../support/job-records.ts';

const job = jobRecord({
  ...{ kind: 'video', options: { format: 'mp4', height: 720 }, output: '/o/', preset: 'web_video' },
});

describe('a change', () => {
  it.each([
    ['nothing', {}, {}],
    ['an option more', { setOptions: { fps: 25 } }, { options: { format: 'mp4', height: 720, fps: 25 } }],
    ['an option less', { setOptions: { height: null } }, { options: { format: 'mp4' } }],
    ['other options', { options: { codec: 'h265' } }, { options: { codec: 'h265' } }],
    [
      'other options and one on top',
      { options: { codec: 'h265', fps: 5 }, setOptions: { fps: 6, codec: null } },
      { options: { fps: 6 } },
    ],
    ['no output', { output: null }, { output: null }],
    ['another preset', { preset: 'phone' }, { preset: 'phone' }],
    ['no preset', { preset: null }, { preset: null }],
    ['a connection', { connection: 'nas' }, { connection: 'nas' }],
    ['another kind', { kind: 'audio' }, { kind: 'audio', options: {}, preset: null }],
    [
      'another kind with a preset and its options',
      { kind: 'audio', preset: 'music', options: { format: 'mp3' } },
      { kind: 'audio', options: { format: 'mp3' }, preset: 'music' },
    ],
    ['the same kind', { kind: 'video' }, {}],
  ] as const)('of %s', (_name, change, members) => {
    expect(amendmentOf(job, change)).toEqual({
      ...{ kind: job.kind, options: job.options, output: job.output, preset: job.preset, connection: null },
      within: null,
      ...members,
    });
  });
});

it('whoever names another place answers for it, and for nothing else', () => {
  const bound = { ...job, within: ['/media'] };
  expect(amendmentOf(bound, { setOptions: { fps: 25 } }).within).toEqual(['/media']);
  expect(amendmentOf(bound, { output: '/o/2/' }).within).toBeNull();
  expect(amendmentOf(job, { output: '/o/2/', within: ['/o'] }).within).toEqual(['/o']);
  expect(amendmentOf(bound, { output: null, within: ['/o'] }).within).toEqual(['/o']);
});

it('a job is asked again as it was asked', () => {
  expect(requestOf(job)).toEqual({
    ...{ input: '/media/clip.mov', kind: 'video', options: { format: 'mp4', height: 720 } },
    ...{ output: '/o/', metadata: {} },
  });
  const joined = jobRecord({ joined: true, inputs: ['/a', '/b'], connection: 'c', metadata: { n: 1 } });
  expect(requestOf(joined)).toEqual({
    ...{ input: ['/a', '/b'], kind: 'video', options: { format: 'mp4' } },
    ...{ connection: 'c', metadata: { n: 1 } },
  });
});
