import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../../electron/engine/store/open-store.ts';
import { createSeal } from '../../../../electron/server/api/sealed.ts';
import { createWebhooks } from '../../../../electron/server/api/webhooks.ts';
import type { Message } from '../../../../electron/engine/index.ts';
import { fail } from '../../../../shared/model/error.ts';
import type { Job } from '../../../../shared/model/job.ts';
import { tempDir } from '../../../support/media.ts';

/** Addresses that are told of jobs which end, or go, or end on a full disk; a real store, and nobody on the other side. */
function hooksOver(t: Parameters<typeof tempDir>[0]) {
  const state = tempDir(t);
  const store = openStore(path.join(state, 'queue.db'), () => undefined);
  const jobs = new Map<string, Pick<Job, 'id' | 'status' | 'finished_at'>>();
  const listeners = new Set<(id: string) => void>();
  const sent: string[] = [];
  let arrived: (() => void) | null = null;
  let isFull = false;
  const hooks = createWebhooks({
    api: {
      ...store.api,
      keep(...given) {
        if (isFull) throw fail('disk_full', { file: 'the queue' });
        store.api.keep(...given);
      },
    },
    live: {
      find: (id) => (jobs.get(id) as Job | undefined) ?? null,
      onOver(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    seal: createSeal(state),
    token: () => 'token',
    allowPrivate: () => true,
    said: (_form, id) => ({ id }),
    send({ body }: Message) {
      sent.push(body);
      arrived?.();
      return Promise.resolve(200);
    },
    whyNever: () => Promise.resolve(null),
  });
  t.onTestFinished(() => {
    hooks.close();
    store.close();
  });
  const over = (id: string): void => listeners.forEach((listener) => listener(id));
  return {
    hooks,
    sent,
    fill: () => (isFull = true),
    begin: (id: string) => void jobs.set(id, { id, status: 'queued', finished_at: null }),
    end: (id: string): void => {
      jobs.set(id, { id, status: 'succeeded', finished_at: 1 });
      over(id);
    },
    remove: (id: string): void => {
      jobs.delete(id);
      over(id);
    },
    arrival: () =>
      new Promise<void>((resolve, reject) => {
        if (sent.length > 0) resolve();
        arrived = resolve;
        setTimeout(() => reject(new Error('nobody was told')), 5000).unref();
      }),
  };
}

describe('a webhook', () => {
  const webhook = { url: 'http://127.0.0.1:1/hook' };

  it('of several jobs is sent when one has ended and the rest was removed', async (t) => {
    const { hooks, sent, begin, end, remove, arrival } = hooksOver(t);
    begin('a');
    begin('b');
    hooks.add({ id: 'group', webhook, jobs: ['a', 'b'], form: 'files' });
    end('a');
    expect(sent).toEqual([]);
    remove('b');
    await arrival();
    expect(sent).toEqual(['{"id":"group"}']);
  });

  it('is sent from a full disk too, which takes nothing from whoever ends the job', async (t) => {
    const { hooks, sent, begin, end, fill, arrival } = hooksOver(t);
    begin('a');
    hooks.add({ id: 'group', webhook, jobs: ['a'], form: 'files' });
    fill();
    expect(() => end('a')).not.toThrow();
    await arrival();
    expect(sent).toEqual(['{"id":"group"}']);
  });
});
