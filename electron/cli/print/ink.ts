import { styleText } from 'node:util';

/** Colours by what they mean: amber = look, red = failed, petrol = moving. What is finished goes quiet. */
export interface Ink {
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly moving: (text: string) => string;
  readonly quiet: (text: string) => string;
}

type Style = Parameters<typeof styleText>[0];
const style =
  (format: Style) =>
  (text: string): string =>
    // Whether to colour was decided by the caller; Node would look at stdout, which may be a pipe.
    styleText(format, text, { validateStream: false });

const plain = (text: string): string => text;
const noInk: Ink = { good: plain, warn: plain, bad: plain, moving: plain, quiet: plain };

/** Colours for a terminal that may be coloured, none for all else. */
export function inkFor(colours: boolean): Ink {
  if (!colours) return noInk;
  return {
    good: style('green'),
    warn: style('yellow'),
    bad: style('red'),
    moving: style('cyan'),
    quiet: style('gray'),
  };
}
