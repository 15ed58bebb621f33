import { convoyError } from '../../../shared/model/error.ts';
import { writeFrames } from './apng-frames.ts';
import type { StillReply, StillRequest } from '../ports.ts';
import { aboutStills } from './still-about.ts';
import { convertStill, unpackHeic } from './still-convert.ts';
import { stillFailure } from './still-failure.ts';
import { type ReadyMessage, type ReplyMessage, RequestMessage } from './still-messages.ts';
import { probeStill } from './still-probe.ts';
import { workerPort } from './worker-port.ts';

/**
 * Entry of the worker process: one request at a time, one answer each. Decoders of strangers' files run here and
 * nowhere else, so that a crash costs this process and a hang can be killed.
 */

function answer({ id, request }: RequestMessage): Promise<ReplyMessage> {
  return perform(request).then(
    (reply): ReplyMessage => ({ id, spent: isSpent(), ok: true, reply }),
    (error: unknown): ReplyMessage => {
      const output = 'output' in request ? request.output : null;
      const input = 'input' in request ? request.input : 'libvips';
      return { id, spent: isSpent(), ok: false, error: stillFailure(error, input, output) };
    },
  );
}

/** Bytes of memory from which on a worker is replaced: WebAssembly's memory, for one, never shrinks. */
const spentBytes = 384 * 1024 * 1024;

function isSpent(): boolean {
  return process.memoryUsage.rss() > spentBytes;
}

async function perform(request: StillRequest): Promise<StillReply> {
  switch (request.do) {
    case 'about':
      return { do: 'about', ...(await aboutStills()) };
    case 'probe':
      return { do: 'probe', facts: await probeStill(request.input) };
    case 'convert':
      return convertStill(request.input, request.output, request.recipe);
    case 'unpack':
      return unpackHeic(request.input, request.output);
    case 'frames':
      return writeFrames(request.input, request.output, request.start, request.end);
  }
}

async function receive(message: unknown): Promise<ReplyMessage> {
  const parsed = RequestMessage.safeParse(message);
  if (parsed.success) return answer(parsed.data);
  const detail = parsed.error.message;
  return {
    id: numberOf(message),
    spent: true,
    ok: false,
    error: convoyError('internal', { reason: 'a still worker got a request it does not know', detail }),
  };
}

function numberOf(message: unknown): number {
  if (typeof message !== 'object' || message === null || !('id' in message)) return 0;
  return typeof message.id === 'number' ? message.id : 0;
}

const port = workerPort();
port.onMessage((message) => {
  void receive(message).then((reply) => port.post(reply));
});
// The engine is gone, however it ended: nobody waits for an answer.
port.onClose(() => process.exit(0));
// Ctrl-C goes to every process of the terminal; the engine decides what that means for us.
process.on('SIGINT', () => undefined);
port.post({ ready: true } satisfies ReadyMessage);
