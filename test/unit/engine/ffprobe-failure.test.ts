import { describe, expect, it } from 'vitest';
import { probeFailure } from '../../../electron/engine/probe/ffprobe-failure.ts';
import { type FileSignature, fileSignature } from '../../../electron/engine/probe/file-signature.ts';
import type { ProcessFacts } from '../../../electron/engine/ports.ts';

const ended: ProcessFacts = {
  exitCode: 1,
  signal: null,
  spawnError: null,
  stopped: 'no',
  stderrTail: [],
  durationMs: 1,
};
const unknown: FileSignature = { is: 'unknown' };
const mov: FileSignature = { is: 'media', container: 'mov' };
const noMoov = [
  '[mov,mp4,m4a,3gp,3g2,mj2 @ 0x1cf5b1c0] moov atom not found',
  'file:/x/a.mp4: Invalid data found when processing input',
];

describe('probeFailure', () => {
  it.each<[string, Partial<ProcessFacts>, FileSignature, string, string]>([
    [
      'a concat script',
      {
        stderrTail: [
          "[concat @ 0x32ba5e80] Format not on whitelist 'mov,avi'",
          'file:/x/a.mp4: Invalid argument',
        ],
      },
      unknown,
      'input_unsupported',
      'cannot be converted this way: it is a list of other files (ffconcat), not a recording',
    ],
    [
      'a playlist (old build: hls,applehttp)',
      { stderrTail: ["[hls,applehttp @ 0x1] Format not on whitelist 'mov'"] },
      unknown,
      'input_unsupported',
      'cannot be converted this way: it is a playlist that points at other files',
    ],
    [
      'subtitles',
      { stderrTail: ["[srt @ 0x2f677e80] Format not on whitelist 'mov'"] },
      unknown,
      'input_unsupported',
      'cannot be converted this way: it holds subtitles alone, neither picture nor sound',
    ],
    [
      'another format that is not let in',
      { stderrTail: ["[bethsoftvid @ 0x2f677e80] Format not on whitelist 'mov'"] },
      unknown,
      'input_unsupported',
      'cannot be converted this way: Convoy does not open files of the type “bethsoftvid”',
    ],
    [
      'half an mp4',
      { stderrTail: noMoov },
      mov,
      'input_truncated',
      'is incomplete: its index is missing, as when a recording or a download was cut off',
    ],
    [
      'a text that is named mp4',
      { stderrTail: noMoov },
      { is: 'foreign', words: 'it is a text file' },
      'input_unsupported',
      'cannot be converted this way: it is a text file',
    ],
    [
      'noise that is named mp4',
      { stderrTail: noMoov },
      unknown,
      'input_unsupported',
      'cannot be converted this way: nothing in it is known as picture or sound',
    ],
    [
      'the first hundred bytes of an mkv',
      {
        stderrTail: [
          '[matroska,webm @ 0x5e03e80] File ended prematurely',
          'file:/x/a.mkv: Input/output error',
        ],
      },
      unknown,
      'input_truncated',
      'is incomplete: it ends too early or is damaged at its beginning',
    ],
    [
      'a file that was locked meanwhile',
      { stderrTail: ['file:/x/a.mp4: Permission denied'] },
      unknown,
      'input_unreadable',
      'cannot be opened: you may not read it',
    ],
    [
      'a file that went away',
      { stderrTail: ['file:/x/a.mp4: No such file or directory'] },
      unknown,
      'input_not_found',
      'is not there: it went away while it was looked at',
    ],
    [
      'a hang',
      { exitCode: null, signal: 'SIGKILL', stopped: 'timed_out' },
      unknown,
      'timed_out',
      'took too long: finding out what it holds took more than 30 s',
    ],
    [
      'a cancel',
      { exitCode: null, signal: 'SIGKILL', stopped: 'cancelled' },
      unknown,
      'cancelled',
      'was cancelled',
    ],
    [
      'a crash',
      { exitCode: null, signal: 'SIGSEGV' },
      unknown,
      'input_unsupported',
      'cannot be converted this way: ffprobe crashed while reading it (SIGSEGV)',
    ],
  ])('%s', (_, facts, signature, kind, rest) => {
    const error = probeFailure({ file: 'a.mp4', facts: { ...ended, ...facts }, signature });
    expect([error.kind, error.message]).toEqual([kind, `“a.mp4” ${rest}.`]);
  });

  it('keeps ffprobe’s words without addresses and without the list', () => {
    const stderrTail = [
      "[concat @ 0x32ba5e80] Format not on whitelist 'mov,mp4'",
      'file:/x/a.mp4: Invalid argument',
    ];
    expect(probeFailure({ file: 'a.mp4', facts: { ...ended, stderrTail }, signature: unknown }).detail).toBe(
      '[concat] Format not on whitelist\nfile:/x/a.mp4: Invalid argument',
    );
  });

  it('says that ffprobe itself is missing', () => {
    const facts = { ...ended, exitCode: null, spawnError: { code: 'ENOENT', message: 'spawn ENOENT' } };
    expect(probeFailure({ file: 'a.mp4', facts, signature: unknown })).toEqual({
      kind: 'tool_missing',
      message: 'A tool that Convoy needs cannot be started: ffprobe cannot be started (ENOENT).',
      hint: 'Run `convoy health` to see what was looked for and where.',
      detail: 'spawn ENOENT',
    });
  });

  it('promises no part of a file of which nothing can be read', () => {
    const facts = { ...ended, stderrTail: noMoov };
    expect(probeFailure({ file: 'a.mp4', facts, signature: mov }).hint).toBe(
      'Copy the file again from where it came from.',
    );
  });
});

describe('fileSignature', () => {
  const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
  const foreign = (words: string): FileSignature => ({ is: 'foreign', words });

  it.each<[string, Uint8Array, FileSignature]>([
    ['mp4', bytes('\0\0\0\x20ftypisom\0\0\x02\0'), mov],
    ['old QuickTime', bytes('\0\0\0\x08wide\0\0\0\0mdat'), mov],
    ['heic', bytes('\0\0\0\x24ftypheic\0\0\0\0'), { is: 'heif', brand: 'heic' }],
    ['matroska', bytes('\x1a\x45\xdf\xa3\x01'), { is: 'media', container: 'matroska' }],
    ['avi', bytes('RIFF\0\0\0\0AVI '), { is: 'media', container: 'riff' }],
    [
      'web page',
      utf8('\n<!DOCTYPE html><html>'),
      foreign('it is a web page, probably saved in place of the video'),
    ],
    ['playlist', utf8('#EXTM3U\n'), foreign('it is a playlist that points at other files')],
    [
      'script',
      utf8('ffconcat version 1.0\n'),
      foreign('it is a list of other files (ffconcat), not a recording'),
    ],
    ['text', utf8('Grüße, 世界\n'), foreign('it is a text file')],
    [
      'text cut in a character',
      utf8('x'.repeat(4094) + '世').subarray(0, 4096),
      foreign('it is a text file'),
    ],
    ['pdf', bytes('%PDF-1.4\n%\xe2\xe3'), foreign('it is a PDF document')],
    ['zip', bytes('PK\x03\x04\x14\0'), foreign('it is a zip archive or an office document')],
    ['program', bytes('\x7fELF\x02\x01'), foreign('it is a program')],
    ['zeros', new Uint8Array(4096), foreign('it holds nothing but zeros')],
    ['noise', bytes('\x93\x01\xfe\x80\x00'), unknown],
    ['nothing', new Uint8Array(), unknown],
  ])('knows %s', (_, header, expected) => {
    expect(fileSignature(header)).toEqual(expected);
  });
});
