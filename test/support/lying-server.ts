import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

/** A web server on this computer that answers as it is told, which need not be the truth. */
export interface LyingServer {
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  readonly origin: string;
  readonly port: number;
  /** What was asked for, in order. */
  readonly asked: readonly Asked[];
}

export interface Asked {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
}

/** Answers a request; `n` counts them from 0. Gets the request as far as it is known. */
export type Answering = (response: http.ServerResponse, n: number, asked: Asked) => void;

interface Ending {
  onTestFinished(end: () => void): void;
}

/** Runs until the test is over, and breaks off what it still sends then. */
export async function lyingServer(
  t: Ending,
  answer: Answering,
  secure: { readonly key: string; readonly cert: string } | null = null,
): Promise<LyingServer> {
  const asked: Asked[] = [];
  const hear: http.RequestListener = ({ url = '', headers }, response) => {
    const one = { path: url, headers };
    asked.push(one);
    // Whoever asked may go away while we answer.
    response.on('error', () => undefined);
    answer(response, asked.length - 1, one);
  };
  const server = secure === null ? http.createServer(hear) : https.createServer(secure, hear);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `${secure === null ? 'http' : 'https'}://127.0.0.1:${port}`, port, asked };
}

/** Where a range begins that was asked for; 0 for the whole. */
export const startOf = ({ headers }: Asked): number =>
  Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? '0');

/** Answers as a good server does: the whole, or the rest from where it was asked for when it is still the same. */
export function goodAnswer(content: Buffer, etag = '"one"', type = 'video/mp4'): Answering {
  return (response, _, asked) => {
    const same = asked.headers['if-range'] === undefined || asked.headers['if-range'] === etag;
    const start = same ? startOf(asked) : 0;
    const rest = content.subarray(start);
    const range =
      start === 0 ? {} : { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` };
    response.writeHead(start === 0 ? 200 : 206, {
      'content-type': type,
      'content-length': rest.length,
      etag,
      ...range,
    });
    response.end(rest);
  };
}

/** Sends the headers of a whole content, some of its bytes, and breaks off. */
export function breakOff(
  response: http.ServerResponse,
  content: Buffer,
  after: number,
  etag = '"one"',
): void {
  response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': content.length, etag });
  response.write(content.subarray(0, after), () => setTimeout(() => response.destroy(), 50));
}
