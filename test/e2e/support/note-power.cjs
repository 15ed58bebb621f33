'use strict';
// Notes what would be asked of the system's power commands instead of asking them, and says that they are there. They
// refuse while `powerRefuses` is true.
const childProcess = require('node:child_process');
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');

const isPower = /** @param {unknown} file */ (file) => /(systemctl|loginctl|pmset)$/.test(String(file));

/** @type {typeof globalThis & { powerAsked?: string[], powerRefuses?: boolean }} */
const page = globalThis;
/** @type {string[]} */
const asked = (page.powerAsked = []);

const { existsSync } = fs;
fs.existsSync = (file) => isPower(file) || existsSync(file);

const { execFile } = childProcess;
Object.assign(childProcess, {
  execFile: /** @param {any[]} given */ (...given) => {
    const [program, args] = given;
    if (!isPower(program)) return Reflect.apply(execFile, childProcess, given);
    asked.push([program, ...args].join(' '));
    const done = given.at(-1);
    const refusal = page.powerRefuses === true ? new Error('Access denied') : null;
    if (typeof done === 'function') void Promise.resolve().then(() => done(refusal, '', ''));
    return undefined;
  },
});
syncBuiltinESMExports();
