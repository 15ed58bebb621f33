import { followProcess, spawnOptions, startProcess, type ChildProcess, type Launch } from './run-tool.ts';

/**
 * fluent-ffmpeg 2.1.3 as a way to start ffmpeg, and no more than that. Its own ways to find a binary, check
 * capabilities and build arguments keep state for the whole process, run ffprobe unasked and split values at spaces,
 * so each command has them replaced on the instance; the plan's arguments go through as they are. The process that it
 * starts is followed by the same code as any other.
 *
 * The names are private. The version is pinned, a conformance suite runs over both runners, and when a name is gone
 * the plain runner takes over.
 */
interface FluentCommand {
  on(event: 'end' | 'error', listener: () => void): this;
  output(target: string): this;
  run(): void;
  _getFfmpegPath(done: (error: null, path: string) => void): void;
  _checkCapabilities(done: (error: null) => void): void;
  availableEncoders(done: (error: null, encoders: object) => void): void;
  _getArguments(): string[];
  _spawnFfmpeg(args: string[], options: object, onChild: OnChild, onEnd: OnEnd): void;
}
/** Its second and third arguments are rings of lines, which only fluent-ffmpeg itself uses. */
type OnChild = (child: ChildProcess, stdout: unknown, stderr: unknown) => void;
type OnEnd = (error: Error | null | undefined, stdout?: unknown, stderr?: unknown) => void;

/** The class of fluent-ffmpeg, as far as it is used here. */
export interface FluentClass {
  new (options: { readonly stdoutLines: number }): FluentCommand;
  readonly prototype: FluentCommand;
}

const neededNames = [
  'on',
  'output',
  'run',
  '_getFfmpegPath',
  '_checkCapabilities',
  'availableEncoders',
  '_getArguments',
  '_spawnFfmpeg',
] as const satisfies readonly (keyof FluentCommand)[];

/** Loads fluent-ffmpeg and gives its launch, or null when a name that is needed is gone. */
export async function loadFluentLaunch(): Promise<Launch | null> {
  const { default: fluent } = await import('fluent-ffmpeg');
  return fluentLaunch(fluent as unknown as FluentClass);
}

/** A launch through the given class, or null when it lacks a name that the launch needs. */
export function fluentLaunch(Fluent: FluentClass): Launch | null {
  // The types promise the names; another version of the package does not.
  const prototype: Partial<FluentCommand> = Fluent.prototype;
  if (!neededNames.every((name) => typeof prototype[name] === 'function')) return null;

  return (start) =>
    new Promise((resolve) => {
      // It keeps lines of its own; one is the least that it can be told to keep.
      const command = new Fluent({ stdoutLines: 1 });
      const spawnFfmpeg = command._spawnFfmpeg.bind(command);
      let followed = false;
      /** Whatever goes wrong before there is a process: the plain way starts it, or says why it cannot be started. */
      const startPlainly = (): void => {
        if (!followed) resolve(startProcess(start));
        followed = true;
      };

      command._getFfmpegPath = (done) => {
        done(null, start.file);
      };
      command._checkCapabilities = (done) => {
        done(null);
      };
      command.availableEncoders = (done) => {
        done(null, {});
      };
      command._getArguments = () => [...start.args];
      command._spawnFfmpeg = (args, _options, onChild, onEnd) => {
        // It was stopped before it began.
        if (start.stop.reason !== null) {
          startPlainly();
          return;
        }
        try {
          spawnFfmpeg(
            args,
            // These reach `spawn` as they are. `captureStdout` would make it collect the progress text.
            { ...spawnOptions(start), captureStdout: false },
            (child, stdout, stderr) => {
              followed = true;
              resolve(followProcess(child, start));
              onChild(child, stdout, stderr);
            },
            (error, stdout, stderr) => {
              // Without rings the process could not be started, and its own handler would throw in the event loop.
              if (stderr === undefined) startPlainly();
              else onEnd(error, stdout, stderr);
            },
          );
        } catch {
          startPlainly();
        }
      };

      // Without a listener an "error" event would be thrown. The facts come from the process itself.
      command.on('end', () => undefined);
      command.on('error', startPlainly);
      try {
        // Asked for by `run`, never used: the arguments name the outputs.
        command.output('convoy');
        command.run();
      } catch {
        startPlainly();
      }
    });
}
