import { TypeID } from 'typeid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { JobId, TaskId, newId } from '../../../shared/model/id.ts';

const many = 20_000;

describe('ids', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are TypeIDs of a UUIDv7 that says when they were made', () => {
    const before = Date.now();
    const uuids = Array.from({ length: 1000 }, () => TypeID.fromString(newId('job'), 'job').toUUID());
    const after = Date.now();
    for (const uuid of uuids) {
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      const ms = Number.parseInt(uuid.replace('-', '').slice(0, 12), 16);
      expect(ms).toBeGreaterThanOrEqual(before);
      expect(ms).toBeLessThanOrEqual(after + 1);
    }
    expect(JobId.safeParse(newId('job')).success).toBe(true);
    expect(TaskId.safeParse(newId('job')).success).toBe(false);
  });

  it('rise, whatever the clock does', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const made: string[] = [];
    for (const ms of [1_700_000_000_000, 1_700_000_000_001, 1_600_000_000_000]) {
      vi.setSystemTime(ms);
      for (let n = 0; n < many; n++) made.push(newId('task'));
    }
    expect(made).toEqual(made.toSorted());
    expect(new Set(made).size).toBe(made.length);
  });

  it('differ in their last 50 bits, so that two processes do not make the same one', () => {
    const ends = new Set(Array.from({ length: many }, () => newId('task').slice(-10)));
    expect(ends.size).toBe(many);
  });
});
