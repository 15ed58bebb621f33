/**
 * The text with everything taken out that a terminal would obey: control characters are shown as their pictures
 * (␊ for a line feed), marks that turn the direction of writing as �. File names and tool output come from strangers.
 */
export function printable(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- control characters are what is looked for
      .replace(/[\u0000-\u001f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)))
      .replace(/\u007f/g, '\u2421')
      .replace(/[\u0080-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
  );
}
