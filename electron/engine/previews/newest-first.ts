import { fail } from '../../../shared/model/error.ts';

/**
 * Work for a list that scrolls: what was asked for last is done first, the same work is done once for all that ask for
 * it, and work that nobody waits for any more is dropped or stopped.
 */
export interface NewestFirst<T> {
  /**
   * The result of the work under a key. Rejects with what the work throws, and with `cancelled` as soon as the signal
   * aborts; the work itself is told to stop when the last one who waits has gone.
   */
  ask(key: string, work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Stops everything. Settles when nothing runs; what is asked for afterwards is cancelled. */
  readonly close: () => Promise<void>;
}

interface Task<T> {
  readonly key: string;
  readonly work: (signal: AbortSignal) => Promise<T>;
  readonly controller: AbortController;
  readonly outcome: Promise<T>;
  readonly settle: { readonly resolve: (value: T) => void; readonly reject: (error: unknown) => void };
  waiters: number;
}

/** @param size how much is done at once */
export function newestFirst<T>(size: number): NewestFirst<T> {
  const tasks = new Map<string, Task<T>>();
  /** The last one is the next. */
  const waiting: Task<T>[] = [];
  const running = new Set<Promise<void>>();
  let closed = false;

  function ask(key: string, work: Task<T>['work'], signal?: AbortSignal): Promise<T> {
    if (closed || signal?.aborted === true) return Promise.reject(fail('cancelled'));
    const task = tasks.get(key) ?? added(key, work);
    task.waiters++;
    const place = waiting.indexOf(task);
    if (place >= 0) waiting.push(...waiting.splice(place, 1));
    startNext();
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        reject(fail('cancelled'));
        task.waiters--;
        if (task.waiters === 0) drop(task);
      };
      signal?.addEventListener('abort', leave, { once: true });
      const heard = (): void => signal?.removeEventListener('abort', leave);
      task.outcome.finally(heard).then(resolve, reject);
    });
  }

  function added(key: string, work: Task<T>['work']): Task<T> {
    const { promise, ...settle } = withResolvers<T>();
    const task = { key, work, controller: new AbortController(), outcome: promise, settle, waiters: 0 };
    tasks.set(key, task);
    waiting.push(task);
    return task;
  }

  function startNext(): void {
    while (running.size < size) {
      const task = waiting.pop();
      if (task === undefined) return;
      const done: Promise<void> = task
        .work(task.controller.signal)
        .then(task.settle.resolve, task.settle.reject)
        .then(() => {
          running.delete(done);
          forget(task);
          startNext();
        });
      running.add(done);
    }
  }

  /** Nobody waits for it. Who asks for the same from now on is given a new start, not what is being stopped. */
  function drop(task: Task<T>): void {
    const place = waiting.indexOf(task);
    if (place >= 0) waiting.splice(place, 1);
    forget(task);
    task.controller.abort();
  }

  function forget(task: Task<T>): void {
    if (tasks.get(task.key) === task) tasks.delete(task.key);
  }

  async function close(): Promise<void> {
    closed = true;
    for (const task of waiting.splice(0)) task.settle.reject(fail('cancelled'));
    for (const task of tasks.values()) task.controller.abort();
    tasks.clear();
    await Promise.all(running);
  }

  return { ask, close };
}

/** `Promise.withResolvers`, which Node has from version 22 on. */
function withResolvers<T>(): { promise: Promise<T> } & Task<T>['settle'] {
  let settle: Task<T>['settle'] = { resolve: () => undefined, reject: () => undefined };
  const promise = new Promise<T>((resolve, reject) => (settle = { resolve, reject }));
  // It may settle when all who waited have left.
  promise.catch(() => undefined);
  return { promise, ...settle };
}
