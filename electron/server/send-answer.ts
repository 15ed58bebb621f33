import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { textOf } from './api/answers.ts';

/**
 * Writes an answer of the job API to its connection by itself: its text is at hand, and read back out of a stream it
 * would cost more than the rest of the answer. Everything else is given back as it is.
 */
export function sendAnswer(answer: Response, outgoing: ServerResponse): Response {
  const text = textOf(answer);
  if (text === undefined || outgoing.headersSent || outgoing.destroyed) return answer;
  outgoing.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    'content-length': Buffer.byteLength(text),
  });
  outgoing.end(text);
  return RESPONSE_ALREADY_SENT;
}
