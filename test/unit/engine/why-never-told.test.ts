import { describe, expect, it } from 'vitest';
import { whyNeverTold } from '../../../electron/engine/fetch/tell-address.ts';
import { testEngine } from '../../support/run-jobs.ts';

const resolvesTo = (...addresses: string[]) =>
  whyNeverTold('https://hooks.example/x', () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))),
  );
const nobody = (): Promise<never> => Promise.reject(new Error('no name is to be asked for'));
const because = 'is in a private network, and not on the internet';

describe('an address would never be told', () => {
  it.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '[::1]', '[fe80::1]', '2130706433', '0x7f.1'])(
    'at %s',
    async (host) => {
      expect(await whyNeverTold(`http://${host}:81/hook`, nobody)).toContain(because);
    },
  );

  it('when its name leads to private addresses alone', async () => {
    expect(await resolvesTo('192.168.1.1', 'fd00::1')).toBe(`hooks.example ${because}`);
    expect(await resolvesTo('192.168.1.1', '93.184.216.34')).toBeNull();
  });

  it('not because its name is not known at the moment', async () => {
    expect(await resolvesTo()).toBeNull();
    expect(await whyNeverTold('https://hooks.example/', nobody)).toBeNull();
  });
});

it('the engine says what it was told before what the settings say', async () => {
  const told = testEngine(null, { allowPrivateAddresses: true });
  const usual = testEngine(null);
  expect([told.api.allowsPrivate(), usual.api.allowsPrivate()]).toEqual([true, false]);
  await usual.library.changeSettings({ allowPrivateAddresses: true });
  expect(usual.api.allowsPrivate()).toBe(true);
  await Promise.all([told.close(), usual.close()]);
});
