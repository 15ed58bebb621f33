import { describe, expect, it } from 'vitest';
import { unreachable } from '../../../../shared/plan/limit/limit-words.ts';
import { parseOptions } from '../../../../shared/model/options.ts';
import { useOf } from '../../../../renderer/features/inspector/options/offered.ts';
import { problemsOf } from '../../../../renderer/features/inspector/options/option-errors.ts';
import { readBytes } from '../../../../renderer/features/inspector/options/option-values.ts';
import { problemText } from '../../../../renderer/features/inspector/failure/problem-text.ts';
import { remedyLabel } from '../../../../renderer/features/inspector/failure/remedy-action.ts';
import { type Failed, remedyOf } from '../../../../renderer/features/inspector/failure/remedy-of.ts';
import { withConsequences } from '../../../../renderer/features/inspector/options/steering-change.ts';
import { qualityChange, qualityOf } from '../../../../renderer/features/compare/quality-steps.ts';
import { en } from '../../../../renderer/words/en/index.ts';
import { row } from './fixtures.ts';

describe('the field', () => {
  it('reads sizes as people write them', () => {
    const texts = ['10', '10 MB', '2,5mb', '800 kB', '800k', '1.5 GB', '999 B', ' ', 'small', '-1', '10 MiB'];
    expect(texts.map(readBytes)).toEqual([
      ...[10e6, 10e6, 2.5e6, 800e3, 800e3, 1.5e9, 999, null],
      ...[undefined, undefined, undefined],
    ]);
  });

  it('takes the place of what else steers the size, and gives way to it', () => {
    expect(withConsequences('video', 'target_bytes', 10e6, { quality: 'low', bitrate: 1e6 })).toEqual({
      ...{ target_bytes: 10e6, quality: null, bitrate: null },
    });
    for (const [option, value] of [
      ['quality', 'high'],
      ['compression', 70],
      ['bitrate', 2e6],
      ['lossless', true],
    ] as const) {
      expect(withConsequences('video', option, value, { target_bytes: 10e6 })).toEqual({
        ...{ [option]: value, target_bytes: null },
      });
    }
    expect(withConsequences('audio', 'format', 'wav', { target_bytes: 10e6 })).toEqual({
      ...{ format: 'wav', target_bytes: null },
    });
  });

  it('is off where every sample is kept, and absent for HLS', () => {
    const said = (format: string) => ({ common: { format }, said: new Set(['format']) });
    expect(useOf('audio', 'target_bytes', said('flac'))).toEqual({
      ...{ use: 'off', reason: 'format_no_limit', format: 'flac' },
    });
    expect(useOf('video', 'target_bytes', said('mp4'))).toEqual({ use: 'on' });
    expect(useOf('adaptive_video', 'target_bytes', said('hls'))).toEqual({ use: 'hidden' });
  });

  it('says what is wrong with a value', () => {
    const problems = problemsOf('video', { target_bytes: 10 });
    expect(problems).toEqual({ target_bytes: { problem: 'not_allowed', given: 10 } });
    const text = (problem: NonNullable<(typeof problems)['target_bytes']>): string =>
      problemText('target_bytes', problem, 'video', en.inspector, 'en');
    expect(text({ problem: 'not_allowed', given: 10 })).toBe(
      'Size limit cannot be 10 B. Give 1 kB to 1000 GB.',
    );
    expect(text({ problem: 'unreadable', text: 'small' })).toBe(
      '“small” is not a size. Give one such as 10 MB or 800 kB.',
    );
  });

  it('excludes what else steers the size, at every door', () => {
    for (const other of [{ quality: 'high' }, { compression: 5 }, { bitrate: 1e6 }, { lossless: true }]) {
      const parsed = parseOptions('video', { target_bytes: 1e6, ...other });
      expect(parsed.ok ? null : parsed.error.message).toBe(
        `${Object.keys(other)[0] ?? ''} and target_bytes: both steer the size; give one of them.`,
      );
    }
    expect(parseOptions('video', { target_bytes: 1e6, lossless: false }).ok).toBe(true);
  });
});

it('a limit that cannot be kept offers the one that can', () => {
  const refused = unreachable({ file: 'clip.mov', asked: 2e6, possible: 4.6e6, what: '4 min of video' });
  if (refused.ok) throw new Error('it is a refusal');
  const failed: Failed = {
    ...{ row: row({ name: 'clip.mov' }), error: refused.error, options: { target_bytes: 2e6 } },
    ...{ output: null, settings: { outputFolder: null, nameTemplate: '{name}.{ext}' } },
  };
  expect(refused.error.message).toBe(
    '“clip.mov” cannot be as small as 2 MB: 4 min of video needs about 4.6 MB.',
  );
  expect(remedyOf(failed)).toEqual({
    does: 'retry_with',
    change: { options: { target_bytes: 4_600_000 } },
    word: { say: 'allow_size', bytes: 4_600_000 },
  });
  expect(remedyLabel(remedyOf(failed), en.inspector.fail, 'en')).toBe('Allow 4.6 MB');
});

it('compare shows no quality word for a size limit, and choosing one takes its place', () => {
  expect(qualityOf({ target_bytes: 1e6 }, 'medium', false)).toBeNull();
  expect(qualityChange('video', { target_bytes: 1e6 }, 'high')).toEqual({
    options: { quality: 'high', target_bytes: null },
  });
});
