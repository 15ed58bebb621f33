import type { JobRecord } from '../job-record.ts';
import type { JobStore } from '../ports.ts';

/** Jobs in memory, in the order they came: for the command line, whose queue ends with it. */
export function createMemoryStore(): JobStore {
  const jobs = new Map<string, JobRecord>();
  return {
    insert(records) {
      for (const record of records) jobs.set(record.id, record);
    },
    update(record) {
      if (!jobs.has(record.id)) throw new Error(`no job ${record.id} to update`);
      jobs.set(record.id, record);
    },
    get: (id) => jobs.get(id) ?? null,
    page({ after, limit }) {
      const page: JobRecord[] = [];
      let passed = after === undefined;
      for (const job of jobs.values()) {
        if (passed) page.push(job);
        else if (job.id === after) passed = true;
        if (page.length === limit) break;
      }
      return page;
    },
    remove(ids) {
      for (const id of ids) jobs.delete(id);
    },
    count: () => jobs.size,
  };
}
