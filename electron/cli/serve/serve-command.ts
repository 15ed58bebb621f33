import path from 'node:path';
import type { EventOf } from '../../../shared/ipc/contract.ts';
import type { EventName } from '../../../shared/ipc/names.ts';
import { type Holder, openControl } from '../../control/index.ts';
import type { RunningServer } from '../../server/index.ts';
import type { Given } from '../flag-spec.ts';
import { allGood, codeOfStop } from '../exit-code.ts';
import { HeldElsewhere, openOwnQueue } from '../queue/open-queue.ts';
import { printable } from '../print/printable.ts';
import { readRunFlags } from '../run-flags.ts';
import { readServeFlags, type ServeFlags } from './serve-flags.ts';
import { browserOpener, sentFilesFolder } from './served-places.ts';
import type { StopReason, Surroundings } from '../surroundings.ts';
import { trashFor } from '../trash.ts';
import { withEngine } from '../with-engine.ts';

/** `convoy serve`: the window for a browser, until something asks to stop. The address goes to standard output. */
export async function serveCommand(door: Surroundings, given: Given): Promise<number> {
  const run = readRunFlags(given, door.cwd);
  const flags = readServeFlags(given, door);
  const allow = flags.allow ?? [door.home];
  const output = flags.output ?? sentFilesFolder(door.home, flags.allow);
  return await withEngine(
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
          trash: trashFor(door) !== null,
          version: door.version,
          ...(flags.api ? { api: { token: flags.apiToken } } : {}),
        }),
      );
      const control = await openControl({
        ...{ engine, state: flags.state, home: door.home },
        holder: { what: 'server', pid: process.pid, url: server.url },
        told: (name, event) => tellWindows(server, name, event),
        log: (line) => door.stderr.write(`convoy: ${printable(line)}\n`),
      });
      try {
        door.stdout.write(`${server.url}\n`);
        door.stderr.write(aboutLines(allow, output));
        if (server.apiUrl !== null) door.stderr.write(apiLines(server.apiUrl, flags));
        await showInBrowser(door, flags, server);
        return codeOfStop(await new Promise<StopReason>((resolve) => interruption.onStop(resolve)));
      } finally {
        await control.close();
        await server.close();
      }
    },
    { watchRules: 'stored', downloads: output },
    (choice) => openOwnQueue(door, flags.state, choice, otherWay),
  ).catch(async (error: unknown) => {
    const url = error instanceof HeldElsewhere && flags.open ? error.holder.url : null;
    if (url === null) throw error;
    // What was wanted is there already.
    door.stderr.write('convoy: Another `convoy serve` works on this queue; this is its window.\n');
    door.stdout.write(`${url}\n`);
    await showInBrowser(door, flags, { url });
    return allGood;
  });
}

/** What a person can do whose queue is held by somebody else. */
function otherWay({ what, url }: Holder): string {
  const through = '`convoy queue` and `convoy presets` work through it.';
  const another = 'To serve another queue, name its folder with --state.';
  if (what === 'server' && url !== null) return `Its window is at ${url} ; ${through} ${another}`;
  return `${through} To serve its window to a browser, end it first. ${another}`;
}

/** What the command line changed through the control socket; rows and the queue are told by the engine anyway. */
function tellWindows<K extends EventName>(server: RunningServer, name: K, event: EventOf<K>): void {
  if (name === 'presets:changed' || name === 'settings:changed' || name === 'tools:changed')
    server.broadcast(name, event);
}

function aboutLines(allow: readonly string[], output: string): string {
  return [
    `Files below ${allow.map(printable).join(' and ')} can be used.`,
    `Results of files that a browser sends go to ${printable(output)}.`,
    'The address above lets in whoever has it. Ctrl-C ends the server.',
    '',
  ].join('\n');
}

/** The token itself stays out of what terminals and logs keep. */
function apiLines(url: string, { apiToken, state }: ServeFlags): string {
  const token =
    apiToken === undefined || apiToken === ''
      ? `in ${printable(path.join(state, 'api-token'))}`
      : 'in CONVOY_API_TOKEN';
  return `The job API is at ${url}/jobs ; its token is ${token}.\n`;
}

async function showInBrowser(
  door: Surroundings,
  flags: ServeFlags,
  server: Pick<RunningServer, 'url'>,
): Promise<void> {
  if (!flags.open) return;
  const { file, args } = browserOpener(door.platform, server.url);
  if (await door.startProgram(file, args)) return;
  door.stderr.write('convoy: The browser could not be opened. Open the address above yourself.\n');
}
