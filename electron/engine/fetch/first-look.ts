import { type ConvoyError, convoyError } from '../../../shared/model/error.ts';
import { classOfBytes } from '../inputs/media-class.ts';

/** First bytes that are looked at. */
export const headBytes = 4096;

/**
 * What is wrong with a download that begins so, whatever its name promises: pages, data and text are no media, and a
 * person who copied the address of a page wants to know that. Null = the probe judges.
 *
 * @param type media type that the server says; believed only where the bytes agree
 */
export function firstLook(head: Uint8Array, type: string, file: string): ConvoyError | null {
  if (head.length === 0) return notMedia(file, 'there is nothing in it');
  if (classOfBytes(head) !== null) return null;
  const text = textOf(head);
  if (text === null) return null;
  const start = text.replace(/^(?:\s|<!--[^]*?-->|<\?xml[^>]*>)+/, '');
  if (pageStart.test(start) || (type === 'text/html' && start.startsWith('<'))) {
    return notMedia(
      file,
      'the address leads to a web page, and not to a file',
      'Open the page, and copy the address of the file itself.',
    );
  }
  if (start.startsWith('#EXTM3U') || /^<MPD[\s>]/.test(start)) {
    return notMedia(file, 'the address leads to a playlist, and not to a file', 'Use the address of a file.');
  }
  if (/^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(type) || isJson(start)) {
    return notMedia(file, 'the address leads to data, and not to a file', 'Use the address of a file.');
  }
  // Some pictures are written as text: PBM, PGM and PPM, XPM, Radiance.
  if (type.startsWith('text/') && !/^(?:P[1-7]\s|\/\* XPM|#\?R)/.test(text)) {
    return notMedia(file, 'the address leads to a text, and not to a picture, sound or video');
  }
  return null;
}

const notMedia = (file: string, reason: string, hint = 'Check the address.'): ConvoyError =>
  convoyError('input_unsupported', { file, reason, hint });

const pageStart =
  /^<(?:!doctype\s+html|html|head|body|title|meta|script|style|link|div|p|h[1-6]|table)[\s>]/i;

const isJson = (text: string): boolean => /^(?:\{\s*(?:"|\}\s*$)|\[\s*(?:[{["\]\d]|\]\s*$))/.test(text);

/** As text; null when there are bytes that no text has. A character may be cut at the end. */
function textOf(head: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    // eslint-disable-next-line no-control-regex -- control characters are what tells text from everything else
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}
