import type { Engine, EngineDeps } from '../engine/index.ts';
import type { RunningServer, ServerDeps } from '../server/index.ts';

/** An output of the process: a terminal tells its size, a file or a pipe has none. */
export type Output = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** Signals that ask the command line to stop. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** What the command line chooses of an engine; where the still worker lies is known to `main.ts` alone. */
export type EngineChoice = Omit<EngineDeps, 'stillWorkerPath'>;

/** All that the command line takes from the process around it, so that tests can stand in for the process. */
export interface Surroundings {
  /** Arguments without the interpreter and the script. */
  readonly args: readonly string[];
  /** Absolute path that relative names are resolved against. */
  readonly cwd: string;
  readonly version: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The person's home folder. */
  readonly home: string;
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: Output;
  readonly stderr: Output;
  /** True when `stderr` may be coloured: a terminal that can, and NO_COLOR is not set. */
  readonly colours: boolean;
  /** True when the terminal cannot move its cursor (`TERM=dumb`). */
  readonly dumb: boolean;
  /** Loads and makes the engine: costs far more than reading arguments, so it happens once they are right. */
  readonly openEngine: (choice: EngineChoice) => Promise<Engine>;
  /** Loads and starts the loopback server; where the window lies is known to `main.ts` alone. */
  readonly startServer: (deps: Omit<ServerDeps, 'rendererDir'>) => Promise<RunningServer>;
  /** Starts a program of the person's own; false when that is not possible. */
  readonly startProgram: (file: string, args: readonly string[]) => Promise<boolean>;
  /** Hears signals; returns the way to stop hearing. */
  readonly onSignal: (listener: (signal: StopSignal) => void) => () => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Ends the process now, without waiting for anything. */
  readonly exitNow: (code: number) => void;
}

/**
 * Why the work has to stop: a signal, a reader that closed the pipe (`| head -1`), or an output that cannot be written
 * for another reason, such as a full disk under `> jobs.jsonl`.
 */
export type StopReason = StopSignal | 'closed_pipe' | 'broken_output';
