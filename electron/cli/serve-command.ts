import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fail } from '../../shared/model/error.ts';
import type { RunningServer } from '../server/index.ts';
import type { Given } from './commands.ts';
import { codeOfStop } from './exit-code.ts';
import { printable } from './printable.ts';
import { readRunFlags } from './run-flags.ts';
import { readServeFlags, type ServeFlags } from './serve-flags.ts';
import { browserOpener, sentFilesFolder, stateFileName } from './state-folder.ts';
import type { StopReason, Surroundings } from './surroundings.ts';
import { withEngine } from './with-engine.ts';

/** `convoy serve`: the window for a browser, until something asks to stop. The address goes to standard output. */
export async function serveCommand(door: Surroundings, given: Given): Promise<number> {
  const run = readRunFlags(given, door.cwd);
  const flags = readServeFlags(given, door);
  const allow = flags.allow ?? [door.home];
  const output = flags.output ?? sentFilesFolder(door.home, flags.allow);
  makeStateFolder(flags.state);
  return withEngine(
    door,
    run,
    async (engine, interruption) => {
      if (run.debug) {
        engine.subscribe((event) => {
          if (event.type === 'log') door.stderr.write(`${printable(event.line)}\n`);
        });
      }
      const server = await interruption.unlessStopped(
        door.startServer({
          engine,
          port: flags.port,
          allow,
          output,
          home: door.home,
          uploadsPlace: flags.state,
          version: door.version,
        }),
      );
      try {
        door.stdout.write(`${server.url}\n`);
        door.stderr.write(aboutLines(allow, output));
        await showInBrowser(door, flags, server);
        return codeOfStop(await new Promise<StopReason>((resolve) => interruption.onStop(resolve)));
      } finally {
        await server.close();
      }
    },
    { stateFile: path.join(flags.state, stateFileName) },
  );
}

function aboutLines(allow: readonly string[], output: string): string {
  return [
    `Files below ${allow.map(printable).join(' and ')} can be used.`,
    `Results of files that a browser sends go to ${printable(output)}.`,
    'The address above lets in whoever has it. Ctrl-C ends the server.',
    '',
  ].join('\n');
}

async function showInBrowser(door: Surroundings, flags: ServeFlags, server: RunningServer): Promise<void> {
  if (!flags.open) return;
  const { file, args } = browserOpener(door.platform, server.url);
  if (await door.startProgram(file, args)) return;
  door.stderr.write('convoy: The browser could not be opened. Open the address above yourself.\n');
}

/** Nobody else on this computer needs to see the queue. */
function makeStateFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw fail('output_unwritable', {
      file: path.basename(folder),
      reason: 'the folder for the queue cannot be made',
      hint: 'Name another one with --state.',
      detail: String(error),
    });
  }
}
