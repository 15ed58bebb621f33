/**
 * The two containers in which Windows and macOS want an app's icon. Both hold PNGs as they are: Windows since Vista,
 * macOS since 10.7.
 */

/**
 * An .ico of square PNGs, smallest first.
 *
 * @param {readonly { side: number, png: Buffer }[]} pictures sides of 1 to 256 pixels
 * @returns {Buffer}
 */
export function icoOf(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2); // an icon, not a cursor
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach(({ side, png }, n) => {
    const at = 6 + 16 * n;
    // A byte holds no 256, so 0 stands for it.
    head.writeUInt8(side % 256, at);
    head.writeUInt8(side % 256, at + 1);
    head.writeUInt16LE(1, at + 4); // planes
    head.writeUInt16LE(32, at + 6); // bits a pixel
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** Names of the PNG entries of an .icns, with the side of their picture in pixels. */
export const icnsEntries = /** @type {const} */ ([
  ['icp4', 16],
  ['ic11', 32], // 16 points, twice as dense
  ['icp5', 32],
  ['ic12', 64], // 32 points, twice as dense
  ['ic07', 128],
  ['ic13', 256], // 128 points, twice as dense
  ['ic08', 256],
  ['ic14', 512], // 256 points, twice as dense
  ['ic09', 512],
  ['ic10', 1024], // 512 points, twice as dense
]);

/**
 * An .icns with every entry of `icnsEntries`.
 *
 * @param {(side: number) => Buffer} pngOf
 * @returns {Buffer}
 */
export function icnsOf(pngOf) {
  const entries = icnsEntries.map(([name, side]) => block(name, pngOf(side)));
  return block('icns', Buffer.concat(entries));
}

/**
 * @param {string} name four letters
 * @param {Buffer} content
 */
function block(name, content) {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32BE(content.length + 8, 4);
  return Buffer.concat([head, content]);
}
