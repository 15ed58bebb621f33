/**
 * True when a file's first bytes are the header of a Targa picture. The format has no magic number, so every field is
 * checked that has few values (Truevision TGA specification 2.0, field 2 to 5): kind of palette, kind of picture, size,
 * bits of a pixel. No text passes: its second byte would have to be 0 or 1.
 */
export function looksLikeTarga(header: Uint8Array): boolean {
  if (header.length < 18) return false;
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const palette = view.getUint8(1);
  const kind = view.getUint8(2);
  const bits = view.getUint8(16);
  return (
    palette <= 1 &&
    [1, 2, 3, 9, 10, 11].includes(kind) &&
    view.getUint16(12, true) > 0 &&
    view.getUint16(14, true) > 0 &&
    [8, 15, 16, 24, 32].includes(bits)
  );
}
