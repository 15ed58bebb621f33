/**
 * Reads what ffmpeg and ffprobe print about themselves. The texts are meant for people and differ a little between
 * builds, so only the columns that have stood still since 2012 are used. Seen: builds of 2018, 2022 (Debian) and 2023.
 */

/** Who a binary says it is. */
export interface ToolVersion {
  readonly program: 'ffmpeg' | 'ffprobe';
  /** As printed: `5.1.9-0+deb12u1`, `N-47683-g0e8eb07980-static`, `n7.1`. */
  readonly version: string;
  /** Major version of libavcodec, or null when the text does not tell. */
  readonly libavcodec: number | null;
}

/** Parses `-version`; null when the text is not that of ffmpeg or ffprobe. */
export function parseVersion(text: string): ToolVersion | null {
  const first = /^(ffmpeg|ffprobe) version (\S+)/m.exec(text);
  if (first === null) return null;
  const [, program, version] = first;
  // "libavcodec     58. 42.100 / 58. 42.100": what it was built with, then what was loaded. The loaded one counts.
  const library = /^\s*libavcodec\s+\d+\.\s*\d+\.\s*\d+\s*\/\s*(\d+)\./m.exec(text);
  return {
    program: program === 'ffprobe' ? 'ffprobe' : 'ffmpeg',
    version: version ?? '',
    libavcodec: library?.[1] === undefined ? null : Number(library[1]),
  };
}

/** A line of a listing: flags, then a name, then what people read. */
function names(text: string, line: RegExp): string[] {
  const found = new Set<string>();
  for (const row of text.split(/\r?\n/)) {
    const name = line.exec(row)?.[1];
    if (name !== undefined) for (const one of name.split(',')) found.add(one);
  }
  return [...found];
}

/** Names in `-encoders` or `-decoders`: ` V....D libx264  …`. The legend has ` = ` where a codec has its name. */
export function parseCodecs(text: string): string[] {
  return names(text, /^ [VASD][A-Z.]{5} ([^\s=]\S*)/);
}

/** Names in `-muxers`: `  E matroska  …`; a name with commas counts as several. */
export function parseMuxers(text: string): string[] {
  return names(text, /^ [D ]E[d ]? ([^\s=]\S*)/);
}

/** Names in `-demuxers`: ` D  mov,mp4,m4a,3gp,3g2,mj2  …`; a name with commas counts as several. */
export function parseDemuxers(text: string): string[] {
  return names(text, /^ D[E ][d ]? ([^\s=]\S*)/);
}

/** Names in `-filters`: ` T.C scale  V->V  …`. */
export function parseFilters(text: string): string[] {
  return names(text, /^ [T.][S.][C.]? +(\S+) +\S*->\S*/);
}
