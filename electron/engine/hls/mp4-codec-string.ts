import { type Box, BoxError, FieldReader, findBox, needBox } from './mp4-boxes.ts';

/**
 * The CODECS words of RFC 6381 and ISO/IEC 14496-15 annex E, read from the sample description, so that a playlist
 * declares what is in the file and not what was asked of an encoder.
 */

/**
 * `avc1.64001f`, `hvc1.1.6.L93.90`, `mp4a.40.2` …
 *
 * @param entry the sample entry, its body at the fields that all entries share
 */
export function codecString(buffer: Buffer, entry: Box): string {
  switch (entry.type) {
    case 'avc1':
    case 'avc3':
      return `${entry.type}.${avc(buffer, needBox(buffer, visualParts(entry), 'avcC'))}`;
    case 'hvc1':
    case 'hev1':
      return `${entry.type}.${hevc(buffer, needBox(buffer, visualParts(entry), 'hvcC'))}`;
    case 'mp4a':
      return `mp4a.${mpeg4Audio(buffer, entry)}`;
    default:
      throw new BoxError(`it holds ${entry.type.replace(/[^\x20-\x7e]/g, '?')}, which HLS does not`);
  }
}

/** Boxes of a VisualSampleEntry lie behind 78 bytes of fields. */
const visualParts = (entry: Box): Pick<Box, 'body' | 'end'> => ({ body: entry.body + 78, end: entry.end });
/** Those of an AudioSampleEntry behind 28. */
const audioParts = (entry: Box): Pick<Box, 'body' | 'end'> => ({ body: entry.body + 28, end: entry.end });

const hex = (n: number): string => n.toString(16).padStart(2, '0');

/** Profile, constraints and level: the three bytes behind the version of avcC. */
function avc(buffer: Buffer, avcC: Box): string {
  const field = new FieldReader(buffer, avcC);
  field.skip(1);
  return [field.u8(), field.u8(), field.u8()].map(hex).join('');
}

function hevc(buffer: Buffer, hvcC: Box): string {
  const field = new FieldReader(buffer, hvcC);
  field.skip(1);
  const profile = field.u8();
  const space = ['', 'A', 'B', 'C'][profile >> 6] ?? '';
  const tier = (profile & 0x20) === 0 ? 'L' : 'H';
  const compatibility = reversed(field.u32());
  const constraints = [...field.bytes(6)];
  const level = field.u8();
  while (constraints.at(-1) === 0) constraints.pop();
  return [
    `${space}${profile & 0x1f}`,
    compatibility.toString(16).toUpperCase(),
    `${tier}${level}`,
    ...constraints.map((byte) => byte.toString(16).toUpperCase()),
  ].join('.');
}

/** The 32 compatibility flags count from the other end in the word. */
function reversed(flags: number): number {
  let result = 0;
  for (let bit = 0; bit < 32; bit++) result = ((result << 1) | ((flags >>> bit) & 1)) >>> 0;
  return result;
}

/** Object type and, for MPEG-4 audio, the kind of AAC: descriptors of ISO/IEC 14496-1, 7.2.6. */
function mpeg4Audio(buffer: Buffer, entry: Box): string {
  const esds = findBox(buffer, audioParts(entry), 'esds');
  if (esds === null) throw new BoxError('its sound has no esds box');
  const field = new FieldReader(buffer, esds);
  field.full();
  descriptor(field, 3);
  field.skip(2);
  const flags = field.u8();
  if ((flags & 0x80) !== 0) field.skip(2);
  if ((flags & 0x40) !== 0) field.skip(field.u8());
  if ((flags & 0x20) !== 0) field.skip(2);
  descriptor(field, 4);
  const objectType = field.u8();
  if (objectType !== 0x40) return hex(objectType);
  field.skip(12);
  descriptor(field, 5);
  const first = field.u8();
  const kind = first >> 3;
  return `40.${kind === 31 ? 32 + (((first & 7) << 3) | (field.u8() >> 5)) : kind}`;
}

/** Tag and length; the length has seven bits a byte and at most four bytes. */
function descriptor(field: FieldReader, tag: number): void {
  if (field.u8() !== tag) throw new BoxError('the description of its sound cannot be read');
  for (let n = 0; n < 4; n++) if ((field.u8() & 0x80) === 0) return;
  throw new BoxError('the description of its sound cannot be read');
}
