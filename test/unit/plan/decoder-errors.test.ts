import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { decoderErrorsAtStart } from '../../../shared/plan/run/decoder-errors.ts';
import { describeTools } from '../../support/describe-tools.ts';
import { samplesDir } from '../../support/found-tools.ts';

describe('decoderErrorsAtStart', () => {
  it.each([
    '[h264 @ 0x2b736780] error while decoding MB 78 1, bytestream 2326',
    '[h264 @ 0x2b736780] cabac decode of qscale diff failed at 75 2',
    '[h264 @ 0x2b736780] gray chroma',
    '[h264 @ 0x2b736780] Reference 4 >= 4',
    '[h264 @ 0x2b736780] top block unavailable for requested intra mode -1',
    '[h264 @ 0x2b736780] left block unavailable for requested intra4x4 mode -1',
    '[h264 @ 0x2b736780] concealing 812 DC, 812 AC, 812 MV errors in P frame',
    '[h264 @ 0x2b736780] negative number of zero coeffs at 12 3',
    '[h264 @ 0x2b736780] no frame!',
    '[h264 @ 0x2b736780] non-existing PPS 0 referenced',
    '[h264 @ 0x2b736780] Missing reference picture, default is 0',
    '[h264 @ 0x2b736780] number of reference frames (0+4) exceeds max (3; probably corrupt input), discarding one',
    '[h264 @ 0x5650c0fe0680] Invalid NAL unit size (3292 > 2906).',
    'file:/a/b.mp4: corrupt decoded frame in stream 0',
    'Error while decoding stream #0:0: Invalid data found when processing input',
  ])('%s', (line) => {
    expect(decoderErrorsAtStart(['[h264 @ 0x1] frame num gap', line])).toBe(true);
  });

  it.each([
    // Both come with a perfect picture after a seek into an open GOP.
    '[h264 @ 0x2b736780] mmco: unref short failure',
    '[h264 @ 0x2b736780] co located POCs unavailable',
    '[NULL @ 0x21352280] Failed to parse extradata',
    '[mov,mp4,m4a,3gp,3g2,mj2 @ 0x5650c0f67240] stream 1, offset 0x76b2: partial file',
    'Output file is empty, nothing was encoded (check -ss / -t / -frames parameters if used)',
    "Input #0, mov, from 'file:/a/error while decoding MB 1 2, no frame!.mp4':",
    '    title           : no frame!',
  ])('not: %s', (line) => {
    expect(decoderErrorsAtStart([line])).toBe(false);
  });
});

describeTools('a seek to a packet that the decoder cannot start from', ({ ffmpeg }) => {
  const lines = async (name: string, ...args: readonly string[]): Promise<readonly string[]> => {
    const file = `file:${path.join(samplesDir ?? '', 'video', name)}`;
    const arg = args.map((word) => (word === '@' ? file : word));
    const common = ['-hide_banner', '-nostdin', '-v', 'warning'];
    const { stderr } = await promisify(execFile)(ffmpeg, [
      ...common,
      ...arg,
      '-frames:v',
      '1',
      '-f',
      'null',
      '-',
    ]);
    return stderr.split('\n');
  };
  const it_ = it.skipIf(samplesDir === null);

  it_('is heard (real media)', async () => {
    expect(decoderErrorsAtStart(await lines('cockatoo.mp4', '-ss', '5', '-i', '@'))).toBe(true);
  });
  it_('is not heard with the seek behind the input (real media)', async () => {
    expect(decoderErrorsAtStart(await lines('cockatoo.mp4', '-i', '@', '-ss', '5'))).toBe(false);
  });
  it_('is not heard in a healthy file (real media)', async () => {
    expect(decoderErrorsAtStart(await lines('bbb_2500ms.ts', '-ss', '1.3', '-i', '@'))).toBe(false);
  });
});
