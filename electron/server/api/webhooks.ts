import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ConvoyFailure, fail } from '../../../shared/model/error.ts';
import type { Job } from '../../../shared/model/job.ts';
import type { ApiDoor, Message } from '../../engine/index.ts';
import { type LiveJobs, isOver } from './live-jobs.ts';
import type { Seal } from './sealed.ts';
import { hookHeaders, isSettled, waitBefore } from './webhook-message.ts';

/** Addresses that are told when a job is over, once each, with patience when they do not answer. */
export interface Webhooks {
  /** Throws `invalid_option`, naming the field, for an address that cannot be told, or never would be. */
  check(webhook: Webhook, field?: string): Promise<void>;
  /** Remembers it, together with its jobs, which are added next. */
  add(hook: NewHook): void;
  /** The request that it belongs to came to nothing. */
  drop(id: string): void;
  close(): void;
}

/** As a request names it. */
export const Webhook = z.strictObject({
  /** http or https. */
  url: z.string().min(1).max(2048),
  /** Key of the signature; the token of the API when absent. */
  secret: z.string().min(1).max(256).optional(),
});
export type Webhook = z.infer<typeof Webhook>;

export interface NewHook {
  /** Of the job, or of the group of jobs. */
  readonly id: string;
  readonly webhook: Webhook;
  readonly jobs: readonly string[];
  /** Which answer it carries. */
  readonly form: HookForm;
}
const hookForms = ['job', 'files', 'media'] as const;
export type HookForm = (typeof hookForms)[number];

export interface WebhookDeps {
  readonly api: Pick<ApiDoor, 'records' | 'keep' | 'keepWithJobs' | 'forget'>;
  readonly live: Pick<LiveJobs, 'find' | 'onOver'>;
  readonly seal: Seal;
  readonly token: () => string;
  /** Addresses of this computer and of its network may be told. */
  readonly allowPrivate: () => boolean;
  /** What is said of a group; null when nobody knows it. */
  readonly said: (form: Exclude<HookForm, 'job'>, id: string) => unknown;
  readonly send: (message: Message) => Promise<number>;
  /** Why an address would never be told by the rule that downloads have, as a clause; null = nothing speaks against it. */
  readonly whyNever: (url: string) => Promise<string | null>;
  readonly now?: () => number;
}

const Kept = z.strictObject({
  delivery: z.string(),
  jobs: z.array(z.string()),
  form: z.enum(hookForms),
  sealed: z.string(),
  tries: z.int(),
  /** Unix milliseconds of the next try; null = its jobs are not over. */
  due: z.int().nullable(),
});
type Kept = z.infer<typeof Kept>;

const together = 8;
const timeoutMs = 15_000;
/** A timer does not go further. */
const longestTimer = 2 ** 31 - 1;

/** Throws `invalid_option`, naming the field, for an address that cannot be told. */
export function checkWebhook({ url }: Webhook, field = 'webhook.url'): void {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const bad = (reason: string): Error => fail('invalid_option', { field, reason });
  if (parsed === null || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) {
    throw bad('it is not an address that starts with https:// or http://');
  }
  if (parsed.username !== '' || parsed.password !== '')
    throw bad('an address with a password is not accepted');
}

function unlessFull(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof ConvoyFailure && error.error.kind === 'disk_full')) throw error;
  }
}

export function createWebhooks(deps: WebhookDeps): Webhooks {
  const { api, live, seal } = deps;
  const now = deps.now ?? Date.now;
  const hooks = new Map<string, Kept>();
  const ofJob = new Map<string, Set<string>>();
  const timers = new Map<string, NodeJS.Timeout>();
  const waiting: string[] = [];
  const ending = new AbortController();
  const isEnding = (): boolean => ending.signal.aborted;
  let sending = 0;

  /** What has been tried counts, also where it cannot be written: then the next start tries once more. */
  const keep = (id: string, hook: Kept): void => {
    hooks.set(id, hook);
    unlessFull(() => api.keep('hook', id, hook, null));
  };
  const know = (id: string, hook: Kept): void => {
    hooks.set(id, hook);
    for (const job of hook.jobs) ofJob.set(job, (ofJob.get(job) ?? new Set()).add(id));
  };
  const forget = (id: string): void => {
    const hook = hooks.get(id);
    clearTimeout(timers.get(id));
    timers.delete(id);
    hooks.delete(id);
    for (const job of hook?.jobs ?? []) {
      const ids = ofJob.get(job);
      ids?.delete(id);
      if (ids?.size === 0) ofJob.delete(job);
    }
    unlessFull(() => api.forget('hook', id));
  };

  /** Its jobs that are there still. */
  const jobsOf = ({ jobs }: Kept): readonly Job[] => jobs.flatMap((id) => live.find(id) ?? []);

  function schedule(id: string, hook: Kept): void {
    if (hook.due === null || isEnding()) return;
    clearTimeout(timers.get(id));
    const wait = Math.min(Math.max(0, hook.due - now()), longestTimer);
    const timer = setTimeout(() => {
      timers.delete(id);
      waiting.push(id);
      pump();
    }, wait);
    timer.unref();
    timers.set(id, timer);
  }

  function pump(): void {
    while (sending < together) {
      const id = waiting.shift();
      if (id === undefined) return;
      sending += 1;
      void deliver(id)
        .catch(() => undefined)
        .finally(() => {
          sending -= 1;
          pump();
        });
    }
  }

  async function deliver(id: string): Promise<void> {
    const hook = hooks.get(id);
    if (hook === undefined || isEnding()) return;
    const webhook = Webhook.safeParse(seal.open(hook.sealed));
    const message = webhook.success ? messageOf(id, hook) : null;
    // Its jobs are gone, or the key that it was sealed with.
    if (!webhook.success || message === null) {
      forget(id);
      return;
    }
    const { url, secret } = webhook.data;
    const { event, body } = message;
    const status = await deps
      .send({
        url,
        body,
        headers: hookHeaders({
          ...{ id: hook.delivery, event, body },
          secret: secret ?? deps.token(),
          now: now(),
        }),
        allowPrivate: deps.allowPrivate(),
        timeoutMs,
        signal: ending.signal,
      })
      .catch(() => 0);
    // It may have been dropped meanwhile; a message that the end of the server broke off did not fail.
    if (isEnding() || !hooks.has(id)) return;
    const wait = isSettled(status) ? null : waitBefore(hook.tries + 1);
    if (wait === null) {
      forget(id);
      return;
    }
    const next = { ...hook, tries: hook.tries + 1, due: now() + wait };
    keep(id, next);
    schedule(id, next);
  }

  function messageOf(id: string, hook: Kept): { readonly event: string; readonly body: string } | null {
    const jobs = jobsOf(hook);
    const [first] = jobs;
    if (first === undefined) return null;
    const status = jobs.find((job) => job.status !== 'succeeded')?.status ?? 'succeeded';
    const event = `job.${status}`;
    if (hook.form !== 'job') {
      const said = deps.said(hook.form, id);
      return said === null ? null : { event, body: JSON.stringify(said) };
    }
    return {
      event,
      body: JSON.stringify({ id: hook.delivery, event, created_at: first.finished_at ?? now(), job: first }),
    };
  }

  /** All of its jobs are over, or gone. */
  function endIfOver(id: string): void {
    const hook = hooks.get(id);
    if (hook === undefined || hook.due !== null || !jobsOf(hook).every(isOver)) return;
    const due = { ...hook, due: now() + (waitBefore(0) ?? 0) };
    keep(id, due);
    schedule(id, due);
  }

  const unsubscribe = live.onOver((job) => {
    for (const id of [...(ofJob.get(job) ?? [])]) {
      // Of jobs that are all gone there is nothing to tell; they may be brought back until the next start forgets them.
      const hook = hooks.get(id);
      if (hook !== undefined && jobsOf(hook).length > 0) endIfOver(id);
    }
  });
  for (const { id, value } of api.records('hook')) {
    const hook = Kept.safeParse(value);
    if (!hook.success) continue;
    know(id, hook.data);
    if (hook.data.due === null) endIfOver(id);
    else schedule(id, hook.data);
  }

  return {
    async check(webhook, field = 'webhook.url') {
      checkWebhook(webhook, field);
      const reason = deps.allowPrivate() ? null : await deps.whyNever(webhook.url);
      if (reason !== null) throw fail('invalid_option', { field, reason });
    },
    add({ id, webhook, jobs, form }) {
      const hook: Kept = {
        ...{ delivery: randomUUID(), jobs: [...jobs], form, tries: 0, due: null },
        sealed: seal.seal(webhook),
      };
      know(id, hook);
      api.keepWithJobs('hook', id, hook, null);
    },
    drop: forget,
    close() {
      ending.abort();
      unsubscribe();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
