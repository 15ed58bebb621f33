import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ToolPair, tools } from './found-tools.ts';

/**
 * An ffmpeg that has an encoder of a graphics chip where there is no chip: a script that hands every run to the real
 * ffmpeg, with `h264_nvenc` and its options made into `libx264` and its own. Everything else is the real thing: the
 * listing, the trial, the filters, the result.
 */

/** What becomes of an encode of a file; a trial goes well always. */
export type ChipMood =
  | 'works'
  /** As a chip without a free session: it says so and ends. */
  | 'refuses'
  /** A driver that writes a picture of another size. */
  | 'writes_nonsense';

export interface ChipTool {
  readonly pair: ToolPair;
  readonly dir: string;
  /** From the next run on. */
  setMood(mood: ChipMood): void;
  /** What it was asked to encode with, one word a run, in order; runs that encode no video are left out. */
  runs(): readonly string[];
}

const moodFile = 'mood';
const logFile = 'runs.log';

/** Makes one in a folder; null without an ffmpeg of the system, as the built-in one is too old for such encoders. */
export function chipTool(dir: string): ChipTool | null {
  const { system } = tools;
  if (system === null) return null;
  const file = path.join(dir, 'ffmpeg');
  writeFileSync(file, script(system.ffmpeg, dir));
  chmodSync(file, 0o755);
  const setMood = (mood: ChipMood): void => writeFileSync(path.join(dir, moodFile), mood);
  setMood('works');
  writeFileSync(path.join(dir, logFile), '');
  return {
    ...{ dir, setMood },
    pair: { ...system, ffmpeg: file },
    runs: () => readFileSync(path.join(dir, logFile), 'utf8').split('\n').filter(Boolean),
  };
}

const script = (real: string, dir: string): string => `#!/bin/sh
real='${real}'
dir='${dir}'
chip=no
target=trial
before=
for word in "$@"; do
  case "$before $word" in
    *' -encoders')
      # Of all the encoders of chips it lists this one alone, whatever the real one was built with.
      "$real" "$@" | grep -v -E '_(nvenc|qsv|vaapi|amf|mf|videotoolbox) '
      echo ' V....D h264_nvenc           NVIDIA NVENC H.264 encoder (codec h264)'
      exit 0 ;;
    '-c:v:0 h264_nvenc') chip=yes ;;
    '-c:v:0 libx264') echo "software" >> "$dir/${logFile}" ;;
  esac
  case "$word" in file:*.part) target=file ;; esac
  before=$word
done
[ $chip = no ] && exec "$real" "$@"
mood=$(cat "$dir/${moodFile}")
[ $target = trial ] && mood=works
echo "chip $target" >> "$dir/${logFile}"
if [ "$mood" = refuses ]; then
  echo '[h264_nvenc @ 0x55d0] OpenEncodeSessionEx failed: out of memory (10): (no details)' >&2
  echo '[h264_nvenc @ 0x55d0] No capable devices found' >&2
  echo 'Error initializing output stream 0:0 -- Error while opening encoder for output stream #0:0 - maybe incorrect parameters such as bit_rate, rate, width or height' >&2
  exit 1
fi
left=$#
while [ $left -gt 0 ]; do
  word=$1
  shift
  left=$((left - 1))
  case "$word" in
    h264_nvenc) set -- "$@" libx264 ;;
    p5) set -- "$@" veryfast ;;
    -cq) set -- "$@" -crf ;;
    -rc | -tune | -b:v:0) shift; left=$((left - 1)) ;;
    -f)
      [ "$mood" = writes_nonsense ] && set -- "$@" -s:v:0 160x90
      set -- "$@" -f ;;
    *) set -- "$@" "$word" ;;
  esac
done
exec "$real" "$@"
`;
