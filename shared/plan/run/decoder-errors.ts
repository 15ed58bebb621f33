/**
 * Complaints of decoders that mean a damaged picture, seen after a seek to a packet that the decoder cannot start
 * from. Not among them: `mmco: unref short failure` and `co located POCs unavailable`, which also come with a perfect
 * picture after a seek into an open GOP.
 */
const damagedPicture: readonly RegExp[] = [
  // h264 and the codecs before it
  /\berror while decoding MB\b/,
  /\bconcealing \d+ DC\b/,
  /\bcabac decode of qscale diff failed\b/,
  /\b(left|top) block unavailable\b/,
  /\bnegative number of zero coeffs\b/,
  /\bgray chroma\b/,
  /\bReference \d+ >= \d+/,
  /\bdeblocking_filter_idc \d+ out of range\b/,
  /\bcorrupted macroblock\b/,
  /\b(reference picture missing|Missing reference picture)\b/,
  /\bnumber of reference frames \(.*\) exceeds max\b/,
  /\bno frame!/,
  /\b(ac-tex damaged|slice mismatch|invalid mb type|Error at MB)\b/,
  // h264 and hevc
  /\bInvalid NAL\b/,
  /\bError splitting the input into NAL units\b/,
  /\bnon-existing [SP]PS \d+ referenced\b/,
  /\b(PPS|SPS) id out of range\b/,
  /\bCould not find ref with POC\b/,
  /\bError constructing the frame RPS\b/,
  // vp8, vp9, av1
  /\bNot all references are available\b/,
  /\bInvalid frame marker\b/,
];

/** `[h264 @ 0x55c8] …`: a decoder speaks. Most containers have commas in their names and do not match. */
const speaker = /^\[(?<name>[A-Za-z0-9_]+) @ (?:0x)?[0-9a-fA-F]+\] (?<words>.*)$/;

/**
 * True when decoders complained in these lines in a way that means a damaged picture. Give it the lines that came
 * before the first second was written, of a run that seeks before its input: such a run with exit code 0 can still
 * hold a picture that is three quarters green, and has to be repeated with the seek behind the input.
 */
export function decoderErrorsAtStart(lines: readonly string[]): boolean {
  return lines.some((line) => {
    const words = speaker.exec(line)?.groups?.['words'];
    // 5.1.9 adds a line of its own: "file:/a/b.mp4: corrupt decoded frame in stream 0".
    if (words === undefined)
      return /: corrupt decoded frame in stream \d+$|^Error while decoding stream #/.test(line);
    return damagedPicture.some((pattern) => pattern.test(words));
  });
}
