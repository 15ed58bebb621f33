/** A name that the window proposes for a file, as one that every system takes and that leads nowhere else. */
export function safeFileName(name: string): string {
  const plain = name
    // eslint-disable-next-line no-control-regex -- these are what must not be in a name
    .replace(/[\u0000-\u001f<>:"/\\|?*]/g, '-')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 120);
  return plain === '' || /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(plain) ? `convoy-${plain}` : plain;
}
