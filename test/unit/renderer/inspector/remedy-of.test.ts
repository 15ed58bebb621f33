import { describe, expect, it } from 'vitest';
import { convoyError, type ErrorKind, errorKinds } from '../../../../shared/model/error.ts';
import { softwareHint } from '../../../../shared/plan/hardware/hardware-words.ts';
import { en } from '../../../../renderer/words/en/index.ts';
import { type Failed, remedyOf, stopsAt } from '../../../../renderer/features/inspector/failure/remedy-of.ts';
import { remedyLabel } from '../../../../renderer/features/inspector/failure/remedy-action.ts';
import { brief, row } from './fixtures.ts';

const failed = (kind: ErrorKind, more: Partial<Failed> = {}): Failed => ({
  row: row({ name: 'talk.mov' }),
  error: convoyError(kind, { file: 'talk.mov' }),
  options: {},
  output: null,
  settings: { outputFolder: null, nameTemplate: '{name}.{ext}' },
  ...more,
});
const label = (one: Failed): string => remedyLabel(remedyOf(one), en.inspector.fail, 'en');

describe('remedyOf', () => {
  it('has a button for every kind of error', () => {
    const labels = Object.fromEntries(errorKinds.map((kind) => [kind, label(failed(kind))]));
    expect(labels).toMatchObject({
      input_not_found: 'Find the file…',
      input_unreadable: 'Try again',
      input_changed: 'Read it again',
      input_truncated: 'Show original',
      input_unsupported: 'Convert as audio',
      encoder_missing: 'Get ffmpeg…',
      tool_missing: 'Get ffmpeg…',
      output_unwritable: 'Choose another folder…',
      output_exists: 'Save as “talk (2)”',
      disk_full: 'Choose another folder…',
      encode_failed: 'Choose another format',
      encode_stalled: 'Try again',
      interrupted: 'Try again',
      output_verify_failed: 'Show the log',
      limits_exceeded: 'Choose a smaller size',
      invalid_format: 'Change this option',
      invalid_codec: 'Change this option',
      download_failed: 'Download again',
      upload_failed: 'Upload again',
      upload_denied: 'Open the connection',
      connection_missing: 'Open the connection',
      internal: 'Copy report',
      invalid_input: 'Remove',
    });
    expect(Object.values(labels).every((text) => text.length > 2)).toBe(true);
  });

  it('converts in software what the graphics chip made wrong', () => {
    const one = failed('output_verify_failed', { hint: softwareHint });
    expect(remedyOf(one)).toEqual({ does: 'retry', word: 'in_software' });
    expect(label(one)).toBe('Convert in software');
    expect(label(failed('encode_failed', { hint: softwareHint }))).toBe('Convert in software');
    expect(label(failed('output_verify_failed', { hint: 'Look at the log.' }))).toBe('Show the log');
  });

  it('converts what is there of an incomplete file', () => {
    const error = convoyError('input_truncated', {
      file: 'talk.mov',
      reason: 'the recording stops at 31:02',
    });
    const one = failed('input_truncated', { error });
    expect(remedyOf(one)).toEqual({
      does: 'retry_with',
      change: { options: { end: 1862 } },
      word: { say: 'first_part', seconds: 1862 },
    });
    expect(label(one)).toBe('Convert the first 31 min');
    expect(remedyOf({ ...one, options: { start: 2000 } })).toEqual({ does: 'show_input' });
    expect(remedyOf({ ...one, row: row({ kind: 'image' }) })).toEqual({ does: 'show_input' });
    expect([stopsAt('stops at 1:02:03.'), stopsAt('its end is missing')]).toEqual([3723, null]);
  });

  it('takes the encoder that every ffmpeg has', () => {
    expect(remedyOf(failed('encoder_missing', { options: { codec: 'av1' } }))).toEqual({
      does: 'retry_with',
      change: { options: { codec: null } },
      word: { say: 'use_codec', codec: 'h264' },
    });
    expect(label(failed('encoder_missing', { options: { codec: 'av1' } }))).toBe('Use H.264');
    const avif = failed('encoder_missing', { row: row({ kind: 'image' }), options: { format: 'avif' } });
    expect(label(avif)).toBe('Use WebP');
    expect(label(failed('encoder_missing', { row: row({ kind: 'adaptive_video' }) }))).toBe('Get ffmpeg…');
  });

  it('gives a taken name a number, where the result would have gone', () => {
    const change = (more: Partial<Failed>) => {
      const remedy = remedyOf(failed('output_exists', more));
      return remedy.does === 'retry_with' ? remedy.change : remedy;
    };
    expect(change({})).toEqual({ output: '/home/ada/Movies/{name} (2).{ext}' });
    expect(change({ output: '/out/' })).toEqual({ output: '/out/{name} (2).{ext}' });
    expect(change({ output: '/out/film.mp4' })).toEqual({ output: '/out/film (2).mp4' });
    expect(change({ settings: { outputFolder: '/all', nameTemplate: '{name}-web.{ext}' } })).toEqual({
      output: '/all/{name}-web (2).{ext}',
    });
  });

  it('offers another kind only where the file has something for it', () => {
    const unsupported = (kind: 'video' | 'audio', media: ReturnType<typeof brief> | null) =>
      label(failed('input_unsupported', { row: row({ kind, media }) }));
    expect(unsupported('video', brief({ class: 'audio' }))).toBe('Convert as audio');
    expect(unsupported('video', brief({ class: 'image', audioCodec: null }))).toBe('Convert as image');
    expect(unsupported('audio', brief({ audioCodec: null }))).toBe('Convert as video');
    expect(unsupported('video', brief({ audioCodec: null }))).toBe('Show file facts');
    expect(unsupported('video', null)).toBe('Remove');
  });

  it('leads to the option that is wrong', () => {
    const error = convoyError('invalid_option', { field: 'fps', given: '90', allowed: '1 to 60' });
    expect(remedyOf(failed('invalid_option', { error }))).toEqual({
      does: 'edit',
      option: 'fps',
      word: 'change_option',
    });
    const place = convoyError('invalid_option', { field: 'output', reason: 'there is no {x}' });
    expect(remedyOf(failed('invalid_option', { error: place }))).toEqual({ does: 'choose_output' });
  });

  it('makes sense for a result that goes to a bucket', () => {
    const there = row({ name: 'talk.mov', upload: { connection: 'media', bucket: null } });
    const connection = { bucket: 'media-prod', prefix: 'films' };
    const change = (more: Partial<Failed>) => {
      const remedy = remedyOf(failed('output_exists', { row: there, connection, ...more }));
      return remedy.does === 'retry_with' ? remedy.change : remedy;
    };
    expect(change({})).toEqual({ output: 's3://media-prod/films/{name} (2).{ext}' });
    expect(change({ output: 's3://other/a/b.mp4' })).toEqual({ output: 's3://other/a/b (2).mp4' });
    expect(change({ output: 's3://media-prod/a/' })).toEqual({
      output: 's3://media-prod/a/{name} (2).{ext}',
    });
    expect(change({ connection: null })).toEqual({ does: 'choose_output' });
    expect(label(failed('output_exists', { row: there, connection }))).toBe('Save as “talk (2)”');
    // The disk is that of the files on their way, and another folder in the bucket does not help.
    expect(label(failed('disk_full', { row: there }))).toBe('Try again');
  });

  it('never leads to an original that is not on this computer', () => {
    const remote = row({ name: 'talk.mov', folder: 'example.org', remote: true });
    expect(label(failed('input_truncated', { row: remote }))).toBe('Download again');
    expect(label(failed('input_not_found', { row: remote }))).toBe('Download again');
    expect(label(failed('disk_full', { row: { ...remote, media: null } }))).toBe('Try again');
    expect(label(failed('disk_full', { row: remote }))).toBe('Choose another folder…');
    // It lay in no folder that a name could go beside.
    expect(remedyOf(failed('output_exists', { row: remote }))).toEqual({ does: 'choose_output' });
  });
});
