import { describe, expect, it } from 'vitest';
import { convoyError } from '../../../shared/model/error.ts';
import {
  classifyFailure,
  inputEndsEarly,
  runSucceeded,
  type RunOutcome,
} from '../../../shared/plan/run/failure.ts';

const facts = (over: Partial<RunOutcome> = {}): RunOutcome => ({
  exitCode: 1,
  signal: null,
  spawnError: null,
  stopped: 'no',
  stderrTail: [],
  ...over,
});
const inputs = ['/media/in.mp4'];
const outputs = ['file:/out/.convoy-job_1-1.part'];
const lines = (text: string): string[] => text.split(/[\r\n]+/).filter((line) => line !== '');

/** Kind and reason of a run that ended with exit code 1 and these lines. */
function judge(text: string, paths: { inputs: string[]; outputs: string[] } = { inputs, outputs }): string {
  const error = classifyFailure({ facts: facts({ stderrTail: lines(text) }), file: 'in.mp4', ...paths });
  return `${error.kind} | ${error.message}`;
}

/** The texts are what the 2018 build and 5.1.9 printed at `-v warning`, with the paths of this test. */
describe('classifyFailure by text', () => {
  it.each([
    [
      'the disk fills up while packets are written',
      `av_interleaved_write_frame(): No space left on device
    Last message repeated 6 times
Error writing trailer of file:/out/.convoy-job_1-1.part: No space left on device
Error closing file file:/out/.convoy-job_1-1.part: No space left on device`,
      'disk_full | There is no space left where “in.mp4” is being written.',
    ],
    [
      'the disk is full from the start',
      `Could not write header for output file #0 (incorrect codec parameters ?): No space left on device
Error initializing output stream 0:0 -- 
[aac @ 0x2bff7680] 2 frames left in the queue on closing`,
      'disk_full | There is no space left where “in.mp4” is being written.',
    ],
    [
      'the folder may not be written to',
      'file:/out/.convoy-job_1-1.part: Permission denied',
      'output_unwritable | “in.mp4” cannot be written: permission is denied.',
    ],
    [
      'the folder went away',
      'file:/out/.convoy-job_1-1.part: No such file or directory',
      'output_unwritable | “in.mp4” cannot be written: the folder is not there.',
    ],
    [
      'a folder has the name',
      'file:/out/.convoy-job_1-1.part: Is a directory',
      'output_unwritable | “in.mp4” cannot be written: there is a folder of that name.',
    ],
    [
      'the name is too long',
      'file:/out/.convoy-job_1-1.part: File name too long',
      'output_unwritable | “in.mp4” cannot be written: the name is too long for this disk.',
    ],
    [
      'FAT32 ends at 4 GB',
      'Error writing trailer of file:/out/.convoy-job_1-1.part: File too large',
      'output_unwritable | “in.mp4” cannot be written: the disk or the system does not allow files this large.',
    ],
    [
      'the input may not be read',
      'file:/media/in.mp4: Permission denied',
      'input_unreadable | “in.mp4” cannot be opened: permission is denied.',
    ],
    [
      'the input went away',
      'file:/media/in.mp4: No such file or directory',
      'input_not_found | “in.mp4” is not there: it was moved or removed meanwhile.',
    ],
    [
      'the input may not be read, as ffmpeg 7 says it',
      `[in#0 @ 0x5581c0] Error opening input: Permission denied
Error opening input file file:/media/in.mp4.
Error opening input files: Permission denied`,
      'input_unreadable | “in.mp4” cannot be opened: permission is denied.',
    ],
    [
      'the output may not be written, as ffmpeg 7 says it',
      `[out#0/mp4 @ 0x5581c0] Error opening output file:/out/.convoy-job_1-1.part: Permission denied
Error opening output file file:/out/.convoy-job_1-1.part.
Error opening output files: Permission denied`,
      'output_unwritable | “in.mp4” cannot be written: permission is denied.',
    ],
    [
      'a recording that was cut off before its index',
      `[mov,mp4,m4a,3gp,3g2,mj2 @ 0x35f4e280] moov atom not found
file:/media/in.mp4: Invalid data found when processing input`,
      'input_truncated | “in.mp4” is incomplete: its end is missing.',
    ],
    [
      'half a download',
      `[mov,mp4,m4a,3gp,3g2,mj2 @ 0x2b677280] stream 0, offset 0x787e: partial file
file:/media/in.mp4: Invalid data found when processing input`,
      'input_truncated | “in.mp4” is incomplete: its end is missing.',
    ],
    [
      'the start of a Matroska file, 2018',
      `[matroska,webm @ 0x30355280] Duplicate element
Truncating packet of size 200 to 2
[matroska,webm @ 0x30355280] Read error at pos. 205 (0xcd)
file:/media/in.mp4: End of file`,
      'input_truncated | “in.mp4” is incomplete: its end is missing.',
    ],
    [
      'the start of a Matroska file, 5.1.9',
      `[matroska,webm @ 0x55e4354f7240] File ended prematurely at pos. 300 (0x12c)
Truncating packet of size 200 to 1
file:/media/in.mp4: Input/output error`,
      'input_truncated | “in.mp4” is incomplete: its end is missing.',
    ],
    [
      'no EBML header',
      `[matroska,webm @ 0x2434b280] EBML header parsing failed
file:/media/in.mp4: Invalid data found when processing input`,
      'input_truncated | “in.mp4” is incomplete: its end is missing.',
    ],
    [
      'a text file named .mp4',
      `[mov,mp4,m4a,3gp,3g2,mj2 @ 0x1b882280] Format mov,mp4,m4a,3gp,3g2,mj2 detected only with low score of 1, misdetection possible!
[mov,mp4,m4a,3gp,3g2,mj2 @ 0x1b882280] moov atom not found
file:/media/in.mp4: Invalid data found when processing input`,
      'input_unsupported | “in.mp4” cannot be converted this way: it is not a media file, whatever its name says.',
    ],
    [
      'a playlist in disguise, 2018',
      `[hls,applehttp @ 0x336b1280] Format not on whitelist 'mov,mp4,matroska,wav,mp3,aac,avi,mpegts'
file:/media/in.mp4: Invalid argument`,
      'input_unsupported | “in.mp4” cannot be converted this way: it is a playlist that points at other files.',
    ],
    [
      'a playlist in disguise, 5.1.9',
      `[hls @ 0x5638dcbc8240] Format not on whitelist 'mov,mp4,matroska,wav,mp3,aac,avi,mpegts'
file:/media/in.mp4: Invalid argument`,
      'input_unsupported | “in.mp4” cannot be converted this way: it is a playlist that points at other files.',
    ],
    [
      'an address',
      "[http @ 0x285714c0] Protocol 'http' not on whitelist 'file'!",
      'input_unsupported | “in.mp4” cannot be converted this way: files of this type are not accepted.',
    ],
    [
      'something else',
      'file:/media/in.mp4: Invalid data found when processing input',
      'input_unsupported | “in.mp4” cannot be converted this way: it is damaged, or not what its name says.',
    ],
    [
      'a file of noise behind a good index',
      `[aac @ 0x219886c0] Reserved bit set.
Error while decoding stream #0:1: Invalid data found when processing input
Cannot determine format of input stream 0:0 after EOF
Error marking filters as finished`,
      'input_unsupported | “in.mp4” cannot be converted this way: what it holds cannot be decoded; it is probably damaged.',
    ],
    [
      'no video in it',
      `Stream map '0:v:0' matches no streams.
To ignore this, add a trailing '?' to the map.`,
      'input_unsupported | “in.mp4” cannot be converted this way: it holds no stream of the kind that is needed.',
    ],
    [
      'no video for a filter',
      "Stream specifier ':v:0' in filtergraph description [0:v:0]scale=10:10[o] matches no streams.",
      'input_unsupported | “in.mp4” cannot be converted this way: it holds no stream of the kind that is needed.',
    ],
    [
      'nothing to write',
      'Output file #0 does not contain any stream',
      'input_unsupported | “in.mp4” cannot be converted this way: it holds no stream of the kind that is needed.',
    ],
    [
      'no such encoder',
      "Unknown encoder 'libsvtav1'",
      'encoder_missing | The ffmpeg at hand cannot do this: it has no encoder libsvtav1.',
    ],
    [
      'no such option',
      `Unrecognized option 'fps_mode'.
Error splitting the argument list: Option not found`,
      'encoder_missing | The ffmpeg at hand cannot do this: it does not know the option -fps_mode.',
    ],
    [
      'no such filter',
      `[AVFilterGraph @ 0x34c51e00] No such filter: 'zscale'
Error reinitializing filters!`,
      'encoder_missing | The ffmpeg at hand cannot do this: it has no filter zscale.',
    ],
    [
      'no such muxer',
      `[NULL @ 0x2ef6c0c0] Requested output format 'avif' is not a suitable output format
file:/out/.convoy-job_1-1.part: Invalid argument`,
      'encoder_missing | The ffmpeg at hand cannot do this: it cannot write avif.',
    ],
    [
      'opus in mp4 on the 2018 build',
      `[mp4 @ 0x4275f100] opus in MP4 support is experimental, add '-strict -2' if you want to use it.
Could not write header for output file #0 (incorrect codec parameters ?): Experimental feature`,
      'encoder_missing | The ffmpeg at hand cannot do this: it lacks something that is needed.',
    ],
    [
      'no memory',
      `Error while filtering: Cannot allocate memory
Failed to inject frame into filter network: Cannot allocate memory`,
      'limits_exceeded | “in.mp4” is larger than Convoy accepts: there is not enough memory for it.',
    ],
    [
      'a picture beyond all limits',
      '[Parsed_scale_0 @ 0x3b90aac0] [IMGUTILS @ 0x7ffe1da27aa0] Picture size 40000x40000 is invalid',
      'limits_exceeded | “in.mp4” is larger than Convoy accepts: the picture is too large.',
    ],
    [
      'an encoder that refuses its settings',
      `x264 [error]: invalid preset 'nosuch'
Error initializing output stream 0:0 -- Error while opening encoder for output stream #0:0 - maybe incorrect parameters such as bit_rate, rate, width or height`,
      'encode_failed | “in.mp4” could not be converted: the encoder does not accept these settings.',
    ],
    [
      'h264 in webm',
      `[webm @ 0x12340100] Only VP8 or VP9 or AV1 video and Vorbis or Opus audio and WebVTT subtitles are supported for WebM.
Could not write header for output file #0 (incorrect codec parameters ?): Invalid argument`,
      'encode_failed | “in.mp4” could not be converted: the format cannot hold the streams that were put into it.',
    ],
    [
      'a stream of frames that breaks off',
      'standard input broke off: worker died',
      'encode_failed | “in.mp4” could not be converted: its frames could not be read to the end.',
    ],
    [
      'an mp3 that is found by guessing, and fails for another reason',
      `[mp3 @ 0x1b882280] Format mp3 detected only with low score of 1, misdetection possible!
Something new`,
      'encode_failed | “in.mp4” could not be converted.',
    ],
  ])('%s', (_, text, expected) => {
    expect(judge(text)).toBe(expected);
  });
});

describe('classifyFailure and the words of file names', () => {
  const plain =
    'input_unsupported | “in.mp4” cannot be converted this way: it is damaged, or not what its name says.';

  it.each([
    '/media/No space left on device.mp4',
    '/media/a: No space left on device',
    '/media/Error: moov atom not found.mov',
    "/media/it's 'Unknown encoder' \"Permission denied\".mp4",
    '/media/Error\nav_interleaved_write_frame(): No space left on device\r\n: Cannot allocate memory.mp4',
    '/media/bell\u0007: partial file',
    `/media/${'long '.repeat(300)}: Cannot allocate memory`,
  ])('%j decides nothing', (file) => {
    const printed = file.replace('\u0007', '?');
    const text = `Input #0, mov,mp4, from 'file:${printed}':
file:${printed}: corrupt input packet in stream 0
file:${printed}: Invalid data found when processing input`;
    expect(judge(text, { inputs: [file], outputs })).toBe(plain);
  });

  it('a path that the log cuts off decides nothing', () => {
    const file = `/media/${'long '.repeat(150)}moov atom not found/${'x'.repeat(400)}.mp4`;
    const text = `file:${file}: No such file or directory`.slice(0, 1023);
    expect(judge(text, { inputs: [file], outputs })).toBe('encode_failed | “in.mp4” could not be converted.');
  });

  it('neither do titles in a listing or in quotes', () => {
    const text = `  Metadata:
    title           : x: No space left on device
[mp4 @ 0x1] Tag 'x: Cannot allocate memory' is strange: moov atom not "File ended prematurely"
Something new`;
    expect(judge(text)).toBe('encode_failed | “in.mp4” could not be converted.');
  });

  it('a title in an output path does not make a disk full', () => {
    const out = '/out/No space left on device.mp4';
    expect(judge(`file:${out}: Permission denied`, { inputs, outputs: [out] })).toBe(
      'output_unwritable | “in.mp4” cannot be written: permission is denied.',
    );
  });
});

describe('classifyFailure by the end of the process', () => {
  const judgeFacts = (over: Partial<RunOutcome>): string => {
    const error = classifyFailure({ facts: facts(over), file: 'in.mp4', inputs, outputs });
    return `${error.kind} | ${error.message}`;
  };
  const spawnError = (code: string): Partial<RunOutcome> => ({
    exitCode: null,
    spawnError: { code, message: `spawn ${code}` },
  });

  it.each([
    [{ stopped: 'cancelled' }, 'cancelled | “in.mp4” was cancelled.'],
    [
      { stopped: 'stalled' },
      'encode_stalled | Converting “in.mp4” made no progress any more and was stopped.',
    ],
    [{ stopped: 'timed_out' }, 'timed_out | “in.mp4” took too long.'],
    [
      spawnError('ENOENT'),
      'tool_missing | A tool that Convoy needs cannot be started: ffmpeg is not there any more.',
    ],
    [
      spawnError('EACCES'),
      'tool_missing | A tool that Convoy needs cannot be started: ffmpeg may not be run.',
    ],
    [
      spawnError('EMFILE'),
      'encode_failed | “in.mp4” could not be converted: the system has no room for another process.',
    ],
    [
      spawnError('ENOEXEC'),
      'tool_missing | A tool that Convoy needs cannot be started: ffmpeg cannot be started (ENOEXEC).',
    ],
    [
      {
        exitCode: 127,
        stderrTail: ['/usr/bin/ffmpeg: error while loading shared libraries: libshine.so.3: failed to map'],
      },
      'tool_missing | A tool that Convoy needs cannot be started: ffmpeg does not run on this computer.',
    ],
    [
      { exitCode: null, signal: 'SIGKILL', stderrTail: ['file:/media/in.mp4: partial file'] },
      'encode_failed | “in.mp4” could not be converted: the system or somebody ended ffmpeg, perhaps because memory ran out.',
    ],
    [
      { exitCode: null, signal: 'SIGKILL', stderrTail: ['standard input broke off: gone'] },
      'encode_failed | “in.mp4” could not be converted: its frames could not be read to the end.',
    ],
    [
      { exitCode: null, signal: 'SIGSEGV' },
      'encode_failed | “in.mp4” could not be converted: ffmpeg crashed (SIGSEGV).',
    ],
    [
      { exitCode: 0xc0000005 },
      'encode_failed | “in.mp4” could not be converted: ffmpeg crashed (access violation).',
    ],
    [{ exitCode: 255 }, 'encode_failed | “in.mp4” could not be converted: ffmpeg was ended from outside.'],
    [{ exitCode: 1 }, 'encode_failed | “in.mp4” could not be converted.'],
  ] as const)('%j', (over, expected) => {
    expect(judgeFacts(over)).toBe(expected);
  });

  it('gives the whole error, with the last words as detail', () => {
    const stderrTail = Array.from({ length: 50 }, (_, i) => `line ${i}`);
    expect(classifyFailure({ facts: facts({ stderrTail }), file: 'in.mp4', inputs, outputs })).toEqual(
      convoyError('encode_failed', { file: 'in.mp4', detail: stderrTail.slice(10).join('\n') }),
    );
  });
});

describe('runSucceeded', () => {
  it.each([
    [{ exitCode: 0, stderrTail: ['[mp4 @ 0x1] a warning'] }, true],
    [{ exitCode: 1 }, false],
    [{ exitCode: 0, stopped: 'cancelled' as const }, false],
    // Both builds, a Matroska file on a full disk.
    [
      { exitCode: 0, stderrTail: ['Error writing trailer of file:/out/x.part: No space left on device'] },
      false,
    ],
  ])('%j: %s', (over, expected) => {
    expect(runSucceeded({ facts: facts(over), inputs, outputs })).toBe(expected);
  });

  it('is not misled by the name of an input', () => {
    const file = '/media/a\nError writing trailer of it.mp4';
    const stderrTail = lines(`file:${file}: corrupt input packet in stream 0`);
    expect(runSucceeded({ facts: facts({ exitCode: 0, stderrTail }), inputs: [file], outputs })).toBe(true);
  });
});

describe('inputEndsEarly', () => {
  it.each([
    ['[mov,mp4,m4a,3gp,3g2,mj2 @ 0x5650c0f67240] stream 0, offset 0x787e: partial file', true],
    ['[matroska,webm @ 0x55a7e6f80240] File ended prematurely', true],
    ['[matroska,webm @ 0x35825280] Read error', true],
    ['[matroska,webm @ 0x30355280] Read error at pos. 205 (0xcd)', true],
    ['Truncating packet of size 200 to 1', true],
    ['file:/media/in.mp4: corrupt input packet in stream 0', false],
    ['[h264 @ 0x5650c0fe0680] Error splitting the input into NAL units.', false],
    ["Input #0, mov, from 'file:/media/in.mp4: partial file':", false],
  ])('%s: %s', (line, expected) => {
    expect(inputEndsEarly({ facts: facts({ exitCode: 0, stderrTail: [line] }), inputs, outputs })).toBe(
      expected,
    );
  });
});
