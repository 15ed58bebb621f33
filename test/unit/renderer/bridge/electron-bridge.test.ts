import { expect, test } from 'vitest';
import { type PreloadDoor, electronBridge } from '../../../../renderer/bridge/electron-bridge.ts';

const door = (answer: unknown): PreloadDoor => ({
  call: () => Promise.resolve(typeof answer === 'string' ? answer : JSON.stringify(answer)),
  on: (name, listener) => {
    listener(JSON.stringify({ name }));
    return () => undefined;
  },
  pathsOf: (files) => files.map((file) => (file.name === 'clipboard.png' ? '' : `/home/ada/${file.name}`)),
});

test('answers are values, refusals are thrown, nonsense is neither', async () => {
  const ok = electronBridge(
    door({
      ok: true,
      value: {
        paused: 'no',
        active: true,
        waits: null,
        lanes: { video: 1, still: 4, audio: 2, copy: 2, transfer: 3 },
      },
    }),
  );
  expect((await ok.call('queue:state', null)).active).toBe(true);
  const error = { kind: 'disk_full', message: 'The disk is full.', hint: 'Free some space.', detail: null };
  const refused = electronBridge(door({ ok: false, error }));
  await expect(refused.call('queue:resume', null)).rejects.toMatchObject({ name: 'CallFailed', error });
  await expect(electronBridge(door('hello')).call('queue:resume', null)).rejects.toMatchObject({
    error: { kind: 'internal' },
  });
});

test('while developing, a value that the contract does not know is refused', async () => {
  await expect(
    electronBridge(door({ ok: true, value: { active: 'yes' } })).call('queue:state', null),
  ).rejects.toThrow();
});

test('events are read before they are heard', () => {
  const heard: unknown[] = [];
  electronBridge(door(null)).on('tools:changed', (event) => heard.push(event));
  expect(heard).toEqual([{ name: 'tools:changed' }]);
});

test('files without a place on the disk have no path', () => {
  const files = ['a.mov', 'clipboard.png'].map((name) => new File([''], name));
  expect(electronBridge(door(null)).pathsOf(files)).toEqual(['/home/ada/a.mov']);
});

test('media addresses', () => {
  const bridge = electronBridge(door(null));
  expect(bridge.mediaUrl({ what: 'file', id: 'job_1', of: 'result' })).toBe(
    'media://convoy/file/job_1/result',
  );
  expect(bridge.mediaUrl({ what: 'compare', key: 'a/b' })).toBe('media://convoy/compare/a%2Fb');
});
