import { describe, expect, it } from 'vitest';
import { FfprobePackets, parseFfprobe } from '../../../electron/engine/probe/ffprobe-json.ts';
import { lastKeyframe } from '../../../electron/engine/probe/keyframe.ts';
import { hasProtectedEntry } from '../../../electron/engine/probe/mp4-encryption.ts';
import { looksLikeTarga } from '../../../electron/engine/probe/targa.ts';
import { packetSpan } from '../../../electron/engine/probe/verify-probe.ts';

describe('lastKeyframe', () => {
  const packets = (list: readonly object[]): FfprobePackets =>
    parseFfprobe(FfprobePackets, JSON.stringify({ packets: list })) ?? { packets: [] };

  it('takes the last key frame that is shown in time', () => {
    const list = packets([
      { pts_time: '0.000000', dts_time: '-0.08', flags: 'K__' },
      { pts_time: '0.040000', flags: '___' },
      { pts_time: '2.000000', flags: 'K_' },
      { pts_time: '4.000000', flags: 'K_' },
    ]);
    expect([3.9, 4, 1, -1].map((latest) => lastKeyframe(list, latest))).toEqual([2, 4, 0, null]);
  });

  it('falls back to decoding times, and passes over packets without any', () => {
    const list = packets([{ pts_time: 'N/A', dts_time: '2.0', flags: 'K_' }, { flags: 'K_' }]);
    expect(lastKeyframe(list, 3)).toBe(2);
  });
});

describe('packetSpan', () => {
  it('goes from the first packet to the end of the last', () => {
    expect(packetSpan('0.025000,0.026000,\n\n0.051000,0.026000\n4.400000,0.023220\n')).toBe(4.39822);
  });

  it('reads the ends of a long text', () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `${(i * 0.02).toFixed(6)},0.020000`);
    expect(packetSpan(lines.join('\n'))).toBe(2000);
  });

  it('knows nothing without packets', () => {
    expect([packetSpan(''), packetSpan('N/A,N/A\n')]).toEqual([null, null]);
  });
});

describe('hasProtectedEntry', () => {
  it('wants sinf with frma in it', () => {
    const box = (text: string): Buffer => Buffer.from(text, 'latin1');
    expect([
      hasProtectedEntry(box('....encv....\0\0\0\x50sinf\0\0\0\x0cfrmaavc1')),
      hasProtectedEntry(box('a title with sinf and frma in it')),
      hasProtectedEntry(box('')),
    ]).toEqual([true, false, false]);
  });
});

describe('looksLikeTarga', () => {
  it('takes a header and no text', () => {
    const header = new Uint8Array(18);
    header.set([0, 0, 2], 0);
    header.set([64, 0, 48, 0, 24], 12);
    const text = new TextEncoder().encode('ffconcat version 1.0\nfile x\n');
    expect([header, text, new Uint8Array(18), header.subarray(0, 10)].map(looksLikeTarga)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
