import { openDatabase } from '../../electron/engine/store/database.ts';

/** Binds a value of every JavaScript type, in a process of its own: libsql would end this one for a wrong one. */
const database = openDatabase(':memory:');
database.exec('create table t (n integer, v any) strict');
const values: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['true', true],
  ['false', false],
  ['int', 42],
  ['float', 1.5],
  ['negative zero', -0],
  ['NaN', NaN],
  ['infinity', -Infinity],
  ['bigint', 9_007_199_254_740_993n],
  ['string', 'é\u0000😀'],
  ['empty', ''],
  ['buffer', Buffer.from([0, 255])],
  ['bytes', new Uint8Array([1])],
  ['array buffer', new ArrayBuffer(1)],
  ['date', new Date(7)],
  ['no date', new Date(NaN)],
  ['object', { a: 1 }],
  ['array', [1]],
  ['map', new Map()],
  ['function', () => 1],
  ['symbol', Symbol('s')],
  ['regexp', /x/],
  ['error', new Error('x')],
  ['promise', Promise.resolve(1)],
];
for (const [n, [name, value]] of values.entries()) {
  let said: string;
  try {
    database.run('insert into t (n, v) values (?, ?)', [n, value]);
    const stored = database.get('select typeof(v) as type from t where n = ?', [n]);
    said = String(stored?.['type']);
  } catch (error) {
    said = error instanceof Error ? error.name : String(error);
  }
  process.stdout.write(`${name}: ${said}\n`);
}
// Alone, and as the only parameter: the forms in which libsql takes an object for named parameters.
for (const value of [Buffer.from([1]), new Date(7), true]) {
  database.run('insert into t (v) values (?)', [value]);
}
process.stdout.write('alive\n');
