import path from 'node:path';

/** @typedef {import('../../shared/model/job.ts').Job} Job */
/** @typedef {{ input: string, output: string, done: string, before: string, after: string, time: string }} Row */

/** @param {number} bytes */
const size = (bytes) => {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 999_500 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
};

/** @param {unknown} value @param {string} key */
const member = (value, key) =>
  typeof value === 'object' && value !== null
    ? /** @type {Record<string, unknown>} */ (value)[key]
    : undefined;

/**
 * What became of one job, as a row of words.
 * @param {Job} job
 * @param {string} folder paths are shown relative to it
 * @param {number} inputBytes
 * @returns {Row}
 */
export function jobRow(job, folder, inputBytes) {
  const [, , encode, publish] = job.tasks;
  const files = /** @type {{ bytes: number }[] | undefined} */ (member(publish?.output, 'files')) ?? [];
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const relative = (/** @type {string} */ file) => path.relative(folder, file).split(path.sep).join('/');
  const input = Array.isArray(job.input) ? (job.input[0] ?? '') : job.input;
  const succeeded = job.status === 'succeeded';
  return {
    input: relative(input),
    output: succeeded && job.output !== null ? relative(job.output) : '',
    done: succeeded ? String(member(encode?.output, 'plan') ?? '') : job.status,
    before: size(inputBytes),
    after: succeeded ? size(bytes) : '',
    time:
      job.started_at === null || job.finished_at === null
        ? ''
        : `${((job.finished_at - job.started_at) / 1000).toFixed(1)} s`,
  };
}

/** @param {Row[]} rows */
export function printTable(rows) {
  const head = {
    input: 'input',
    output: 'output',
    done: 'done',
    before: 'before',
    after: 'after',
    time: 'time',
  };
  const columns = /** @type {(keyof Row)[]} */ (Object.keys(head));
  const all = [head, ...rows];
  const width = Object.fromEntries(
    columns.map((column) => [column, Math.max(...all.map((row) => row[column].length))]),
  );
  const right = new Set(['before', 'after', 'time']);
  for (const row of all) {
    const cells = columns.map((column) =>
      right.has(column) ? row[column].padStart(width[column] ?? 0) : row[column].padEnd(width[column] ?? 0),
    );
    console.log(cells.join('  ').trimEnd());
    if (row === head) console.log(columns.map((column) => '─'.repeat(width[column] ?? 0)).join('  '));
  }
}
