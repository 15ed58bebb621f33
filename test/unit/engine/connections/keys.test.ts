import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../../shared/model/connection.ts';
import { profileProblem, profilesOf } from '../../../../electron/engine/connections/aws-profile.ts';
import {
  environmentKeys,
  environmentPrefix,
} from '../../../../electron/engine/connections/environment-keys.ts';
import { keysOf, keysOfEnvironment } from '../../../../electron/engine/connections/keys.ts';
import { noSecrets } from '../../../../electron/engine/connections/secret-store.ts';
import { tempDir } from '../../../support/media.ts';

const own = { CONVOY_S3_MEDIA_PROD_ACCESS_KEY_ID: 'OWN', CONVOY_S3_MEDIA_PROD_SECRET_ACCESS_KEY: 's' };
const aws = { AWS_ACCESS_KEY_ID: 'AWS', AWS_SECRET_ACCESS_KEY: 't', AWS_SESSION_TOKEN: 'u' };
const connection = (
  credentials: Connection['credentials'],
): Pick<Connection, 'id' | 'name' | 'credentials'> => ({
  ...{ id: 'conn_1', name: 'media-prod', credentials },
});

describe('keys in the environment', () => {
  it('have names made of the connection', () => {
    expect(environmentPrefix('media-prod 2é')).toBe('CONVOY_S3_MEDIA_PROD_2_');
    expect(environmentKeys(aws, 'AWS')).toEqual({
      accessKeyId: 'AWS',
      secretAccessKey: 't',
      sessionToken: 'u',
    });
    expect(environmentKeys({ AWS_ACCESS_KEY_ID: 'AWS' }, 'AWS')).toBeNull();
  });

  it('of the connection go before those of AWS', async (t) => {
    const home = tempDir(t);
    const of = (env: Record<string, string>): ReturnType<typeof keysOf> =>
      keysOf(connection({ from: 'environment' }), { env, home, secrets: noSecrets });
    expect(await of({ ...own, ...aws })).toEqual({
      ok: true,
      value: { accessKeyId: 'OWN', secretAccessKey: 's' },
    });
    expect(await of(aws)).toMatchObject({ ok: true, value: { accessKeyId: 'AWS', sessionToken: 'u' } });
    expect(await of({})).toMatchObject({
      ok: false,
      error: {
        kind: 'connection_missing',
        message: 'The connection “media-prod” cannot be used: its keys are not in the environment.',
        hint: expect.stringContaining('CONVOY_S3_MEDIA_PROD_ACCESS_KEY_ID') as string,
      },
    });
  });

  it('stand in for a keychain that is not there, those of AWS do not', async (t) => {
    const home = tempDir(t);
    const of = (env: Record<string, string>): ReturnType<typeof keysOf> =>
      keysOf(connection({ from: 'keychain' }), { env, home, secrets: noSecrets });
    expect(await of({ ...own, ...aws })).toMatchObject({ ok: true, value: { accessKeyId: 'OWN' } });
    expect(await of(aws)).toMatchObject({
      ok: false,
      error: { hint: expect.stringMatching(/^Start the app/) as string },
    });
  });
});

describe('profiles of the shared AWS config', () => {
  const config =
    '[default]\nregion = eu-west-1\n[profile work]\nsource_profile = base\nrole_arn=arn:aws:iam::1:role/x\n[profile browser]\nsso_session = s\n[profile machine]\ncredential_source = Ec2InstanceMetadata\n[profile circle]\nsource_profile = circle\n';
  const credentials = '# mine\n[base]\naws_access_key_id = A\naws_secret_access_key = b=c ; not this\n';
  const profiles = profilesOf(config, credentials);

  it('are read from both files', () => {
    expect([...profiles.keys()]).toEqual(['default', 'work', 'browser', 'machine', 'circle', 'base']);
    expect(profiles.get('base')?.get('aws_secret_access_key')).toBe('b=c');
    expect(profiles.get('default')?.get('region')).toBe('eu-west-1');
  });

  it.for([
    ['work', null],
    ['base', null],
    ['default', 'the profile “default” has no keys'],
    ['browser', 'the profile “browser” signs in through a browser, which Convoy does not do'],
    ['machine', 'the profile “machine” takes its keys from the machine it runs on, which Convoy does not do'],
    ['circle', 'the profile “circle” leads back to itself'],
    ['nobody', 'the shared AWS config has no profile “nobody”'],
  ] as const)('%s', ([name, problem]) => {
    expect(profileProblem(profiles, name)).toBe(problem);
  });

  it('give keys', async (t) => {
    const home = tempDir(t);
    mkdirSync(path.join(home, '.aws'));
    writeFileSync(path.join(home, '.aws', 'credentials'), credentials);
    const env = {
      AWS_SHARED_CREDENTIALS_FILE: path.join(home, '.aws', 'credentials'),
      AWS_CONFIG_FILE: path.join(home, 'none'),
    };
    const keys = await keysOf(connection({ from: 'profile', profile: 'base' }), {
      env,
      home,
      secrets: noSecrets,
    });
    if (!keys.ok || typeof keys.value !== 'function') throw new Error('no keys');
    expect(await keys.value()).toMatchObject({ accessKeyId: 'A', secretAccessKey: 'b=c' });
    expect(await keysOfEnvironment({ env, home, secrets: noSecrets }, 'b')).toMatchObject({
      ok: false,
      error: { kind: 'connection_missing' },
    });
  });
});
