import { randomBytes } from 'node:crypto';
import { type Server, type Socket, createServer } from 'node:net';
import path from 'node:path';
import { type Calls, createCalls } from '../calls/index.ts';
import type { EventOf } from '../../shared/ipc/contract.ts';
import type { EventName } from '../../shared/ipc/names.ts';
import type { Engine } from '../engine/index.ts';
import {
  newNonce,
  type Place,
  placesFor,
  preparePlace,
  removePrivateFolder,
  removeSocket,
  thisSystem,
} from './addresses.ts';
import { type Client, serveClient } from './client-connection.ts';
import { readControlFile, removeControlFile, writeControlFile } from './control-file.ts';
import { type Holder, lineOf } from './messages.ts';

export interface ControlDeps {
  readonly engine: Engine;
  /** Folder of the queue; this process holds its lock. */
  readonly state: string;
  readonly holder: Holder;
  readonly home: string;
  /** The calls that a window of this process has; others are made when somebody asks for the first time. */
  readonly calls?: Pick<Calls, 'handlers'>;
  /** Hears the events of calls that were made here. */
  readonly told?: <K extends EventName>(name: K, event: EventOf<K>) => void;
  readonly log: (line: string) => void;
}

export interface Control {
  /** Where it listens; null when that was possible nowhere. */
  readonly address: string | null;
  /** Tells subscribers of the contract's events. */
  broadcast<K extends EventName>(name: K, event: EventOf<K>): void;
  /** Lets everybody go. To be called before the engine is closed. */
  close(): Promise<void>;
}

/** Connections at once; a program that opens more is out of order. */
const mostClients = 32;

/**
 * Lets other programs of the same person speak to the engine that holds a queue. Never rejects: a queue that nobody
 * can reach is worked on all the same, with a line in the log.
 */
export async function openControl(deps: ControlDeps): Promise<Control> {
  const { engine, state, holder, log } = deps;
  const token = randomBytes(32).toString('base64url');
  const clients = new Set<Client>();
  let own: Calls | null = null;
  const broadcast: Control['broadcast'] = (name, event) => {
    if (![...clients].some((client) => client.hearsWindow())) return;
    const line = lineOf({ event: name, data: event });
    for (const client of clients) if (client.hearsWindow()) client.send(line);
  };
  const contract = (): Calls['handlers'] => {
    if (deps.calls !== undefined) return deps.calls.handlers;
    own ??= createCalls({
      engine,
      // Whoever can read the token may read the files too: it is the same person.
      allowedRoots: null,
      home: deps.home,
      ahead: false,
      broadcast: (name, event) => {
        broadcast(name, event);
        deps.told?.(name, event);
      },
    });
    return own.handlers;
  };

  const serve = (socket: Socket): void => {
    if (clients.size >= mostClients) {
      socket.destroy();
      return;
    }
    const client = serveClient({ socket, token, holder, engine, contract });
    clients.add(client);
    socket.once('close', () => clients.delete(client));
  };

  const server = createServer(serve);
  const address = await listen(server, state, log);
  server.on('error', (error) => log(`the control socket: ${String(error)}`));
  if (address !== null) {
    try {
      const relative = path.relative(state, address);
      const inside = path.dirname(address) === state;
      writeControlFile(state, {
        convoy_control: 1,
        address: inside ? relative : address,
        token,
        pid: holder.pid,
        what: holder.what,
      });
    } catch (error) {
      log(`nobody can be told where the control socket is: ${String(error)}`);
    }
  }

  return {
    address,
    broadcast,
    async close() {
      own?.close();
      removeControlFile(state, token);
      if (address === null) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const client of clients) client.end();
      await closed;
      removeSocket(address);
      removePrivateFolder(address);
    },
  };
}

/** Listens at the first place that works; null when none does. */
async function listen(server: Server, state: string, log: (line: string) => void): Promise<string | null> {
  const before = readControlFile(state);
  if (before !== null && path.isAbsolute(before.address) && process.platform !== 'win32') {
    removeSocket(before.address);
    removePrivateFolder(before.address);
  }
  for (const place of placesFor(state, thisSystem(), newNonce())) {
    try {
      return await listenAt(server, place);
    } catch (error) {
      log(`nobody can listen at ${placeName(place)}: ${String(error)}`);
    }
  }
  return null;
}

const placeName = (place: Place): string => (place.kind === 'private_folder' ? place.below : place.path);

function listenAt(server: Server, place: Place): Promise<string> {
  const address = preparePlace(place);
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => {
      removePrivateFolder(address);
      reject(error);
    };
    server.once('error', failed);
    // The socket is made within `listen`: from its first moment on, nobody else may connect.
    const mask = process.umask(0o177);
    try {
      server.listen({ path: address }, () => {
        server.off('error', failed);
        resolve(address);
      });
    } finally {
      process.umask(mask);
    }
  });
}
