import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createEngine } from '../../electron/engine/index.ts';
import { createApiToken } from '../../electron/server/api/api-token.ts';
import { startApiServer } from '../../electron/server/start-api-server.ts';

/**
 * So many jobs, one after the other: by the engine's own `add`, over HTTP, and over HTTP with a key each;
 * and so many requests to a server that does nothing. The ways take
 * turns, so that a computer that gets slower gets slower for all. Says the milliseconds of each as one line of JSON.
 */
const jobs = Number(process.argv[2]);
const stillWorkerPath = process.argv[3] ?? '';
const folder = mkdtempSync(path.join(os.tmpdir(), 'convoy-bench-'));
const state = path.join(folder, 'state');
mkdirSync(state);
const input = path.join(folder, 'photo.jpg');
writeFileSync(input, '');

const engine = createEngine({ stateFile: path.join(state, 'queue.db'), stillWorkerPath });
await engine.queue.pause('after');
const token = createApiToken({ state: null, fromEnvironment: undefined });
const server = await startApiServer({
  ...{ engine, token, state, port: 0, allow: [folder], output: folder, version: 'bench' },
});
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
// Each has a name of its own: to keep equal ones apart takes the longer the more there are.
let last = 0;
const request = () =>
  ({ kind: 'image', input, options: { format: 'webp' }, output: `${folder}/out/${last++}.webp` }) as const;

/** What HTTP costs by itself: a body as long is read, and an answer as long is given, by a server that does nothing. */
const answerOfAJob = JSON.stringify((await engine.add([{ request: request() }]))[0]);
const bare = http.createServer((asked, answer) => {
  asked.resume().on('end', () => {
    answer.writeHead(201, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': answerOfAJob.length,
    });
    answer.end(answerOfAJob);
  });
});
await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
const bareAddress = bare.address();
const bareUrl = `http://127.0.0.1:${typeof bareAddress === 'object' ? (bareAddress?.port ?? 0) : 0}`;

function post(key: string | null, url = server.url): Promise<void> {
  const body = Buffer.from(JSON.stringify(request()));
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token.current()}`,
      'content-type': 'application/json',
      'content-length': body.length,
      ...(key === null ? {} : { 'idempotency-key': key }),
    };
    const asked = http.request(`${url}/jobs`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => {
        if (answer.statusCode === 201) resolve();
        else reject(new Error(`answered with ${answer.statusCode}`));
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const ways = {
  add: () => engine.add([{ request: request() }]),
  bare: () => post(null, bareUrl),
  post: () => post(null),
  postWithKey: (n: number) => post(`key-${n}`),
} as const;
const spent = { add: 0, bare: 0, post: 0, postWithKey: 0 };
/** Of the processor, the client's share included: other programs do not count. */
const worked = { add: 0, bare: 0, post: 0, postWithKey: 0 };
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
for (let n = 0; n < jobs + 20; n += 1) {
  for (const way of ['add', 'bare', 'post', 'postWithKey'] as const) {
    const [before, cpu] = [performance.now(), cpuMs()];
    await ways[way](n);
    // The first ones pay for what is loaded with them.
    if (n < 20) continue;
    spent[way] += performance.now() - before;
    worked[way] += cpuMs() - cpu;
  }
}
agent.destroy();
bare.close();
await server.close();
await engine.close();
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify({ spent, worked })}\n`);
