import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BoxError, boxHeader, childBoxes } from '../../../electron/engine/hls/mp4-boxes.ts';
import { codecString } from '../../../electron/engine/hls/mp4-codec-string.ts';
import { type FragmentIndex, indexFragments } from '../../../electron/engine/hls/mp4-fragments.ts';
import { tempDir } from '../../support/media.ts';

type Part = Buffer | number[];
const bytes = (part: Part): Buffer => (Buffer.isBuffer(part) ? part : Buffer.from(part));
const u32 = (...values: number[]): Buffer =>
  Buffer.concat(
    values.map((value) => {
      const word = Buffer.alloc(4);
      word.writeUInt32BE(value);
      return word;
    }),
  );
const box = (type: string, ...parts: Part[]): Buffer => {
  const body = Buffer.concat(parts.map(bytes));
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body]);
};
const zeros = (n: number): Buffer => Buffer.alloc(n);

const avcC = box('avcC', [1, 0x64, 0x00, 0x1f, 0xff]);
const picture = (...children: Buffer[]): Buffer =>
  box('avc1', zeros(24), [1, 0x40, 0, 0xf0], zeros(50), ...children);

/** Timescale 1000; 40 units a sample unless a fragment says otherwise; an empty edit of half a second. */
const moov = box(
  'moov',
  box('mvhd', zeros(12), u32(1000), zeros(80)),
  box(
    'trak',
    box('edts', box('elst', u32(0, 2, 500, 0xffffffff, 0x10000, 0, 80, 0x10000))),
    box(
      'mdia',
      box('mdhd', zeros(12), u32(1000), zeros(8)),
      box('hdlr', zeros(8), Buffer.from('vide'), zeros(12)),
      box('minf', box('stbl', box('stsd', u32(0, 1), picture(avcC)))),
    ),
  ),
  box('mvex', box('trex', u32(0, 1, 1, 40, 100, 0x10000))),
);
const moof = (time: number, ...trun: Buffer[]): Buffer =>
  box(
    'moof',
    box('mfhd', u32(0, 1)),
    box('traf', box('tfhd', u32(0x020000, 1)), box('tfdt', u32(0x01000000, 0, time)), ...trun),
  );
/** Two samples of 100 bytes; the first is a key frame. */
const plainRun = box('trun', u32(0x000005, 2, 120, 0x02000000));
/** Three samples with durations, sizes and flags of their own; the first is none. */
const fullRun = box('trun', u32(0x000701, 3, 160, 40, 10, 0x10000, 41, 20, 0x10000, 42, 30, 0));
const mdat = (n: number): Buffer => box('mdat', zeros(n));
const whole = [
  box('ftyp', Buffer.from('iso5')),
  moov,
  moof(0, plainRun),
  mdat(200),
  moof(80, fullRun),
  mdat(60),
  box('mfra', zeros(9)),
];

describe('a fragmented MP4', () => {
  const read = async (dir: string, ...parts: Buffer[]): Promise<FragmentIndex> => {
    const file = path.join(dir, 'in.mp4');
    await writeFile(file, Buffer.concat(parts));
    return indexFragments(file);
  };

  it('is described by its headers', async (t) => {
    const [ftyp = zeros(0), , first = zeros(0), , second = zeros(0)] = whole;
    const start = ftyp.length + moov.length;
    expect(await read(tempDir(t), ...whole)).toEqual({
      type: 'video',
      timescale: 1000,
      codec: 'avc1.64001f',
      width: 320,
      height: 240,
      emptyEdit: 0.5,
      head: [
        { offset: 0, bytes: ftyp.length },
        { offset: ftyp.length, bytes: moov.length },
      ],
      fragments: [
        { offset: start, bytes: first.length + 208, start: 0, duration: 80, sync: true, firstSampleEnd: 220 },
        {
          offset: start + first.length + 208,
          bytes: second.length + 68,
          start: 80,
          duration: 123,
          sync: false,
          firstSampleEnd: 170,
        },
      ],
    });
  });

  it('reads sizes of 64 bits and of zero', async (t) => {
    const wide = Buffer.concat([u32(1), Buffer.from('mdat'), u32(0, 216), zeros(200)]);
    const rest = Buffer.concat([u32(0), Buffer.from('mdat'), zeros(300)]);
    const { fragments } = await read(tempDir(t), moov, moof(0, plainRun), wide, moof(80, plainRun), rest);
    expect(fragments.map((fragment) => fragment.bytes - moof(0, plainRun).length)).toEqual([216, 308]);
  });

  it.each([
    ['no head', [moof(0, plainRun), mdat(200)], 'a fragment comes before the head'],
    ['no fragments', [moov], 'it has no fragments'],
    ['a fragment without media', [moov, moof(0, plainRun)], 'its last fragment has no media'],
    [
      'two heads of fragments',
      [moov, moof(0, plainRun), moof(0, plainRun), mdat(200)],
      'a fragment has no media',
    ],
    ['media of no fragment', [moov, mdat(1)], 'its media does not belong to a fragment'],
    [
      'a sample outside its fragment',
      [moov, moof(0, plainRun), mdat(20)],
      'a sample lies outside its fragment',
    ],
    ['a cut', [moov, moof(0, plainRun), mdat(200).subarray(0, 100)], 'box “mdat” at byte 503 is cut off'],
    ['a cut header', [moov, moof(0, plainRun).subarray(0, 5)], 'it ends inside a box header'],
    ['a size below its header', [moov, u32(4), Buffer.from('mdat')], 'is smaller than its header'],
    ['an impossible size', [moov, u32(1), Buffer.from('mdat'), u32(0xffffffff, 0)], 'is impossibly large'],
    [
      'samples without room',
      [moov, moof(0, box('trun', u32(0x301, 0xffffffff, 0, 1, 1))), mdat(9)],
      'more samples than it has room for',
    ],
    [
      'absolute offsets',
      [
        moov,
        box('moof', box('traf', box('tfhd', u32(1, 1, 0, 0)), box('tfdt', u32(0, 0)), plainRun)),
        mdat(9),
      ],
      'cannot be moved',
    ],
    [
      'time that runs back',
      [moov, moof(80, plainRun), mdat(200), moof(0, plainRun), mdat(200)],
      'its fragments are out of order',
    ],
    ['two tracks', [box('moov', box('trak'), box('trak'))], 'it has 2 tracks instead of one'],
  ] as const)('with %s is refused', async (_, parts, message) => {
    const dir = tempDir({ onTestFinished });
    await expect(read(dir, ...parts)).rejects.toThrow(message);
    await expect(read(dir, ...parts)).rejects.toBeInstanceOf(BoxError);
  });

  it('of any bytes is read or refused, and never hangs', async (t) => {
    const dir = tempDir(t);
    const good = Buffer.concat(whole);
    const change = fc.record({ at: fc.nat(good.length - 1), to: fc.nat(255) });
    const damaged = fc
      .tuple(fc.array(change, { minLength: 1, maxLength: 6 }), fc.nat(good.length))
      .map(([changes, end]) => {
        const copy = Buffer.from(good);
        for (const { at, to } of changes) copy[at] = to;
        return copy.subarray(0, end);
      });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          damaged,
          fc.uint8Array().map((data) => Buffer.from(data)),
        ),
        async (data) => {
          const outcome = await read(dir, data).catch((error: unknown) => error);
          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(BoxError);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('boxes', () => {
  it('are read from a range', () => {
    const buffer = Buffer.concat([box('abcd', [1, 2]), box('efgh')]);
    expect(childBoxes(buffer, 0, buffer.length)).toEqual([
      { type: 'abcd', start: 0, body: 8, end: 10 },
      { type: 'efgh', start: 10, body: 18, end: 18 },
    ]);
    expect(() => childBoxes(buffer, 0, buffer.length - 1)).toThrow(BoxError);
    expect(boxHeader(box('abcd', [1]), 100, 200)).toEqual({ type: 'abcd', start: 100, body: 108, end: 109 });
  });
});

describe('CODECS', () => {
  const codec = (entry: Buffer): string => {
    const [first] = childBoxes(entry, 0, entry.length);
    return first === undefined ? '' : codecString(entry, first);
  };
  const hvcC = (...head: number[]): Buffer => box('hvcC', [1, ...head], zeros(10));
  const hevc = (child: Buffer): Buffer => box('hvc1', zeros(78), child);
  const esds = (objectType: number, ...config: number[]): Buffer =>
    box('esds', u32(0), [3, 0x80, 0x80, 0x80, 34, 0, 1, 0], [4, 20, objectType], zeros(12), [
      5,
      config.length,
      ...config,
    ]);

  it.each([
    ['H.264 High 3.1', picture(avcC), 'avc1.64001f'],
    ['HEVC Main 3.1', hevc(hvcC(0x01, 0x60, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 93)), 'hvc1.1.6.L93.90'],
    [
      'HEVC Main 10, high tier',
      hevc(hvcC(0x22, 0x20, 0, 0, 0, 0xb0, 0, 8, 0, 0, 0, 153)),
      'hvc1.2.4.H153.B0.0.8',
    ],
    ['AAC-LC', box('mp4a', zeros(28), esds(0x40, 0x11, 0x90)), 'mp4a.40.2'],
    ['an escaped AAC', box('mp4a', zeros(28), esds(0x40, 0xf9, 0x40)), 'mp4a.40.42'],
    ['MP3', box('mp4a', zeros(28), esds(0x6b)), 'mp4a.6b'],
  ])('of %s', (_, entry, expected) => {
    expect(codec(entry)).toBe(expected);
  });

  it('of something else is refused', () => {
    expect(() => codec(box('vp09', zeros(100)))).toThrow('it holds vp09, which HLS does not');
    expect(() => codec(box('avc1', zeros(20)))).toThrow(BoxError);
  });
});
