import type { Job } from '../../../shared/model/job.ts';
import { type JobNews, type LiveJobs, isOver } from './live-jobs.ts';

/**
 * A job as a stream of events (WHATWG HTML, 9.2): `job` with the whole job at every change of its state, `progress` in
 * between, and `end` with the job when it is over; then the stream ends. Only `job` and `end` have an id, so what a
 * client says it heard last is a state, and it is told where things stand if that is another one by now.
 */

/** Milliseconds between two signs of life, and after which a client comes back by itself. */
const aliveMs = 15_000;
const againMs = 2_000;
/** Events that wait for a client that does not read; then progress is left out. */
const mostWaiting = 64;

export const eventId = (job: Pick<Job, 'updated_at' | 'status' | 'attempt'>): string =>
  `${job.attempt}-${job.updated_at}-${job.status}`;

function eventText(name: string, data: unknown, id: string | null): string {
  return `${id === null ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/**
 * The stream of a job that is there. Null = the client heard the end already, and there is nothing more to say.
 *
 * @param last what the client heard last
 */
export function jobEvents(
  live: LiveJobs,
  job: Job,
  last: string | null,
  closed: () => void,
): Response | null {
  if (isOver(job) && last === eventId(job)) {
    closed();
    return null;
  }
  const text = new TextEncoder();
  let stop: () => void = () => undefined;
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let lastId = last;
        let over = false;
        const send = (what: string): void => controller.enqueue(text.encode(what));
        const alive = setInterval(() => send(':\n\n'), aliveMs);
        alive.unref();
        const unwatch = live.watch(job.id, hear);
        const end = (): void => {
          if (over) return;
          over = true;
          clearInterval(alive);
          unwatch();
          closed();
        };
        stop = end;
        const tell = (state: Job): void => {
          const id = eventId(state);
          if (!isOver(state)) {
            if (id !== lastId) send(eventText('job', state, id));
            lastId = id;
            return;
          }
          send(eventText('end', state, id));
          end();
          controller.close();
        };
        function hear(news: JobNews): void {
          if (over) return;
          if (news.what === 'state') tell(news.job);
          else if (news.what === 'progress') {
            if ((controller.desiredSize ?? 0) < -mostWaiting) return;
            const { progress, speed, eta, bytes, transfer } = news.progress;
            send(eventText('progress', { progress, speed, eta, bytes, transfer }, null));
          } else {
            end();
            controller.close();
          }
        }
        send(`retry: ${againMs}\n\n`);
        // It may have changed since it was looked up.
        tell(live.find(job.id) ?? job);
      },
      cancel: () => stop(),
    },
    { highWaterMark: 16 },
  );
  return new Response(stream, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' },
  });
}
