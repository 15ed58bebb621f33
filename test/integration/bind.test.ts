import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { buildChild } from '../support/build-child.ts';

const run = promisify(execFile);

it('every type of value is stored or refused, and none ends the process', async () => {
  const { stdout } = await run(process.execPath, [await buildChild('bind-child')], { timeout: 60_000 });
  expect(stdout).toMatchInlineSnapshot(`
    "undefined: TypeError
    null: null
    true: real
    false: real
    int: real
    float: real
    negative zero: real
    NaN: TypeError
    infinity: TypeError
    bigint: integer
    string: text
    empty: text
    buffer: blob
    bytes: TypeError
    array buffer: TypeError
    date: real
    no date: TypeError
    object: TypeError
    array: TypeError
    map: TypeError
    function: TypeError
    symbol: TypeError
    regexp: TypeError
    error: TypeError
    promise: TypeError
    alive
    "
  `);
});
