import { statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { tools } from '../support/found-tools.ts';
import { clip, tempDir } from '../support/media.ts';
import { mayMount, mounted } from '../support/mounted.ts';
import { testEngine } from '../support/run-jobs.ts';

/** What a person does to a queue whose disk is full: it is refused as that, or done, and no job is forgotten by it. */

it.runIf(mayMount)(
  'a file that cannot be held or taken out waits for its turn as before',
  async (t) => {
    const place = mounted(t, '-t', 'tmpfs', '-o', 'size=2m', 'tmpfs');
    if (place === null) return t.skip('nothing can be mounted here');
    const lines: string[] = [];
    const engine = testEngine(tools.bundled, { stateFile: path.join(place, 'queue.db') });
    t.onTestFinished(() => engine.close());
    engine.subscribe((event) => {
      if (event.type === 'log' && event.id === null) lines.push(event.line);
    });
    await engine.queue.pause('after');
    const output = path.join(tempDir(t), '{name}.{ext}');
    const request = { input: await clip('wav'), kind: 'audio', output } as const;
    const [job, other] = await engine.add([{ request }, { request }]);
    if (job === undefined || other === undefined) throw new Error('no job was added');
    const ballast = path.join(place, 'ballast');
    const { bavail, bsize } = statfsSync(place);
    writeFileSync(ballast, Buffer.alloc(bavail * bsize));

    const full: unknown = expect.objectContaining({
      error: expect.objectContaining({ kind: 'disk_full' }) as unknown,
    });
    expect(() => engine.queue.hold([job.id])).toThrow(full);
    await expect(engine.queue.remove([job.id])).rejects.toEqual(full);
    // What becomes of a job counts nevertheless, and that it cannot be written is told.
    await engine.cancel([other.id]);
    await vi.waitFor(() =>
      expect(lines).toContainEqual(expect.stringContaining('changes of the queue cannot be written')),
    );

    writeFileSync(ballast, '');
    engine.queue.resume();
    await engine.idle();
    expect([job, other].map(({ id }) => engine.job(id)?.status)).toEqual(['succeeded', 'cancelled']);
    return undefined;
  },
  60_000,
);
