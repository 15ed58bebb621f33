import type { ConvoyError } from '../../shared/model/error.ts';
import { printable } from './print/printable.ts';

/**
 * An error as lines for a terminal: the sentence, the hint below it, and with `--debug` what the tool said.
 * The caller puts its own mark before the first line.
 */
export function errorLines(error: ConvoyError, debug: boolean): string[] {
  const detail = debug && error.detail !== null ? error.detail.trimEnd().split(/\r?\n/) : [];
  return [printable(error.message), ...[error.hint, ...detail].map((line) => `  ${printable(line)}`)];
}
