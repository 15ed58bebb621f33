import type { Capabilities } from '../model/capabilities.ts';
import type { Warning } from '../model/error.ts';
import type { Kind } from '../model/options.ts';
import type { PlanLane, Settings } from '../model/settings.ts';
import type { HardwareUse } from './hardware/hardware-encoders.ts';
import type { MeasuredAttempt, SizeLimit } from './limit/attempt.ts';

/**
 * What was decided for one job, as plain data: which tool runs with which arguments, what the result must look like,
 * what is lost. A plan names no path; inputs, scratch files and the result are tokens that the engine binds to
 * absolute paths when it runs the step, so that the same plan can be shown, stored and compared in tests.
 */

/** An argument: literal text, or a path that is known only when the step runs. */
export type Token =
  | string
  /** The n-th input of the job, bound as `file:/abs/path`. */
  | { readonly input: number }
  /** A file in the job's scratch folder, bound as `file:/abs/…/name`. */
  | { readonly scratch: string }
  /** The result, bound as `file:/abs/….part`. */
  | { readonly output: true };

/** Arguments that belong together; one group a line when the command is shown. */
export type ArgGroup = readonly Token[];

/** How far a step is can be told from media time or from frames. */
export interface StepProgress {
  /** Seconds of media that the step writes, or null when unknown. */
  readonly duration: number | null;
  /** Frames that the step writes: the fallback while x264's lookahead still reports time 0. */
  readonly frames: number | null;
  /** Share of the job's time relative to its other steps. */
  readonly weight: number;
}

/** One run of ffmpeg. */
export interface FfmpegStep {
  readonly tool: 'ffmpeg';
  /** What the step does, as a short verb phrase for logs: "convert", "find colours". */
  readonly label: string;
  readonly args: readonly ArgGroup[];
  /**
   * The same step with the seek behind the input: slower, and right where a seek before it starts on a packet that
   * the decoder cannot start from. Run when the first second of decoding reports errors. Null when nothing seeks.
   */
  readonly slowSeek: readonly ArgGroup[] | null;
  /**
   * True when a filter reads its whole input before the first frame comes out (palettegen) or the encoder keeps all
   * until the end (animated webp): silence is then no sign of a stall.
   */
  readonly quiet?: boolean;
  /** Runs inside the scratch folder: encoders name the files between two passes relative to where they run. */
  readonly inScratch?: true;
  readonly progress: StepProgress;
}

/**
 * The pages of an animated webp, which ffmpeg cannot read, as an APNG with exact times in the scratch
 * folder; the ffmpeg step that follows reads it.
 */
export interface FramesStep {
  readonly tool: 'frames';
  readonly label: string;
  readonly to: { readonly scratch: string };
  /** Seconds from which and up to which frames are wanted; null = to the end. */
  readonly start: number;
  readonly end: number | null;
  readonly progress: StepProgress;
}

/** One picture (or animation) through libvips. */
export interface StillStep {
  readonly tool: 'still';
  readonly label: string;
  readonly from: { readonly input: number } | { readonly scratch: string };
  readonly recipe: StillRecipe;
  readonly progress: StepProgress;
}

/** Cutting fragmented MP4 files into HLS segments and playlists. */
export interface PackageStep {
  readonly tool: 'package';
  readonly label: string;
  readonly hls: HlsPackage;
  readonly progress: StepProgress;
}

export type Step = FfmpegStep | FramesStep | StillStep | PackageStep;

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A box inside another. */
export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/**
 * How a displayed picture becomes the asked one: scale, then crop or pad. Null members do nothing. The same numbers
 * drive ffmpeg's filters and libvips.
 */
export interface FrameGeometry {
  readonly source: Size;
  readonly scale: Size | null;
  readonly crop: Box | null;
  /** The box is the whole canvas; x and y say where the picture lies on it; the colour is `#rrggbb` or `transparent`. */
  readonly pad: (Box & { readonly colour: string }) | null;
  readonly output: Size;
  readonly enlarges: boolean;
}

/** What the still worker does; everything in it is data that crosses a process boundary. */
export interface StillRecipe {
  /** libheif decodes what libvips cannot open; the rest of the recipe is the same. */
  readonly reader: 'libvips' | 'libheif';
  /** Page to take from a picture with several, from 0; null = all of them (an animation stays one). */
  readonly page: number | null;
  /** Turn by EXIF orientation before anything else. */
  readonly autoOrient: boolean;
  readonly geometry: FrameGeometry;
  /** Colour under transparent pixels when the format has no alpha, `#rrggbb`; null = keep alpha. */
  readonly flatten: string | null;
  /** Density in dots per inch at which vector input is drawn, so that it is sharp at the asked size. */
  readonly density: number | null;
  readonly encode: StillEncode;
  /** A size that the file may not exceed; the worker looks for the best picture that fits. */
  readonly limit?: StillLimit | undefined;
}

/** How a still is made to fit: ever lower qualities, then ever smaller frames. */
export interface StillLimit {
  readonly bytes: number;
  /** Encoder settings from the best that is tried to the lowest that still looks right; the first is the recipe's. */
  readonly ladder: readonly [StillEncode, ...StillEncode[]];
  /** Name of the input, for messages. */
  readonly file: string;
}

/** Encoder settings in sharp's terms, decided by the planner. */
export type StillEncode =
  | { readonly format: 'jpeg'; readonly quality: number; readonly chroma: '4:2:0' | '4:4:4' }
  /** `palette` is libimagequant's quality, 1 to 100: as many colours as it takes, at most 256; null = full colour. */
  | { readonly format: 'png'; readonly palette: number | null }
  | { readonly format: 'webp'; readonly quality: number; readonly lossless: boolean; readonly effort: number }
  | {
      readonly format: 'avif';
      readonly quality: number;
      readonly lossless: boolean;
      readonly effort: number;
      readonly chroma: '4:2:0' | '4:4:4';
    }
  | { readonly format: 'tiff'; readonly compression: 'deflate' | 'jpeg'; readonly quality: number }
  | { readonly format: 'gif'; readonly palette: number; readonly dither: number };

/** What the packager makes of the scratch files of one HLS run. */
export interface HlsPackage {
  /** Seconds a segment aims at; it holds whole fragments (GOPs). */
  readonly segmentSeconds: number;
  readonly renditions: readonly HlsRendition[];
  readonly audio: readonly HlsAudio[];
}

/** One rung of the ladder. */
export interface HlsRendition {
  /** Folder of the rung, from our own words only: `1080p`. */
  readonly name: string;
  readonly scratch: string;
  readonly width: number;
  readonly height: number;
  /** Frames per second for the master playlist. */
  readonly frameRate: number;
  /** Bits per second that the encoder was capped at. */
  readonly maxrate: number;
  /** SDR, PQ or HLG for VIDEO-RANGE. */
  readonly videoRange: 'SDR' | 'PQ' | 'HLG';
}

/** One audio track of the group that all rungs share. */
export interface HlsAudio {
  readonly name: string;
  readonly scratch: string;
  readonly language: string | null;
  /** Name shown to a listener. */
  readonly title: string;
  readonly channels: number;
  readonly isDefault: boolean;
}

/** What happens to one stream of the input. */
export interface StreamDecision {
  readonly type: 'video' | 'audio' | 'subtitle' | 'picture';
  /** Index in the input. */
  readonly index: number;
  readonly action: 'copy' | 'encode' | 'drop';
  /** Codec of the source and of the result (null when dropped), ffmpeg's names. */
  readonly from: string;
  readonly to: string | null;
  /** Why it is not copied, or why it is dropped, in a few words. */
  readonly reason: string | null;
}

/** What the finished file must hold before it may be published. */
export interface Expectation {
  readonly streams: readonly ExpectedStream[];
  /** Seconds of the longest media stream; null = not checked (a still). */
  readonly duration: number | null;
  /** Seconds it may differ: max(0.5 s, 1 %, one GOP after a key frame cut). */
  readonly tolerance: number;
  /** Bytes that the file may have, when a limit was asked. */
  readonly mostBytes?: number;
}
export interface ExpectedStream {
  readonly type: 'video' | 'audio' | 'subtitle' | 'picture';
  /** Codec names that are right, ffprobe's or the still format; usually one. */
  readonly codec: string;
  readonly width: number | null;
  readonly height: number | null;
}

/** What kind of thing is published. */
export interface ResultForm {
  readonly form: 'file' | 'folder';
  /** Extension without the dot; a folder has none. */
  readonly ext: string;
  /** Format word of the contract: mp4, webp, hls … */
  readonly format: string;
  readonly mime: string;
  readonly size: Size | null;
}

/** Range in bytes, honest about what is not known; both equal when it is exact. */
export interface Estimate {
  readonly low: number;
  readonly high: number;
}

export interface Plan {
  readonly kind: Kind;
  readonly mode: 'copy' | 'encode' | 'mixed';
  readonly lane: PlanLane;
  readonly streams: readonly StreamDecision[];
  /** At least one; the last one makes the result. */
  readonly steps: readonly [...Step[], Step];
  readonly result: ResultForm;
  readonly expect: Expectation;
  readonly warnings: readonly Warning[];
  readonly estimate: Estimate | null;
  /** One line for people: "h264 copied, sound to AAC". */
  readonly note: string;
  /** A hard limit for the size, with what is tried first; absent when none was asked. */
  readonly limit?: SizeLimit;
  /** What became of the wish to encode on the graphics chip; absent without the wish, or when no video is encoded. */
  readonly hardware?: HardwareUse;
}

/** What a planner may know besides the facts and the options. */
export interface PlanContext {
  readonly settings: Settings;
  /** The ffmpeg that will run the plan. */
  readonly capabilities: Capabilities;
  /** Name of the first input, for messages. */
  readonly inputName: string;
  /** The asked size comes from a preset: a smaller picture keeps its own. HLS never enlarges anyway. */
  readonly neverEnlarge?: boolean;
  /** What was tried before for a size limit, and how large it came out, oldest first. */
  readonly attempts?: readonly MeasuredAttempt[];
}
