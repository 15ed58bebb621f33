// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { convoyError } from '../../../../shared/model/error.ts';
import type { ConnectionView } from '../../../../shared/model/connection.ts';
import { CallFailed } from '../../../../renderer/bridge/bridge.ts';
import { ConnectionSide, ConnectionsPage } from '../../../../renderer/features/connections/index.ts';
import type { AppState } from '../../../../renderer/store/app-state.ts';
import { noConnections } from '../../../../renderer/store/connections-state.ts';
import { LiveRegion } from '../../../../renderer/ui/live-region.tsx';
import type { FakeAnswers } from '../../../support/fake-bridge.ts';
import { webHello, windowOf } from '../window-of.tsx';
import { aConnection, aView, connectionId, now } from '../../../support/connection-views.ts';

const key = { accessKeyId: 'AKIA1234', secretAccessKey: 'very-secret', sessionToken: null };

/** The place with its editor, on an engine in memory that keeps connections as they are saved. */
function show(
  views: readonly ConnectionView[],
  { answers = {}, state = {} }: { readonly answers?: FakeAnswers; readonly state?: Partial<AppState> } = {},
) {
  const made = windowOf(
    <>
      <ConnectionsPage />
      <ConnectionSide />
      <LiveRegion />
    </>,
    {
      state: { place: { name: 'connections' }, connections: { ...noConnections, views }, ...state },
      answers: {
        'connections:list': [...views],
        'connections:test': { at: now, seconds: 0.42, error: null },
        'connections:save': ({ connection: { secret, id, ...rest } }) => ({
          connection: aConnection(9, { ...rest, id: id ?? connectionId(9) }),
          kept: secret === null ? 'outside' : 'keychain',
        }),
        ...answers,
      },
    },
  );
  return { ...made, user: userEvent.setup() };
}

const side = () => within(screen.getByRole('complementary'));
const field = (name: string) => side().getByRole<HTMLInputElement>('textbox', { name });
const press = (user: UserEvent, name: string) => user.click(side().getByRole('button', { name }));

async function choose(user: UserEvent, label: string, option: string): Promise<void> {
  await user.click(side().getByRole('combobox', { name: label }));
  await user.click(await screen.findByRole('option', { name: option }));
}

async function fill(user: UserEvent, name: string, text: string): Promise<void> {
  await user.clear(field(name));
  if (text !== '') await user.type(field(name), text.replaceAll(/[[{]/g, '$&$&'));
}

describe('the place', () => {
  it('says what connections are as long as there is none', async () => {
    const { user } = show([]);
    expect(screen.getByRole('heading', { name: 'Results can go to S3' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'New connection' }));
    expect(screen.getByRole('complementary', { name: 'New connection' })).toBeTruthy();
    expect(document.activeElement).toBe(field('Name'));
  });

  it('says of each where it leads, whether it worked, and where its keys are', () => {
    show([
      aView(1, { check: { at: Date.now(), seconds: 0.4, error: null } }),
      aView(
        2,
        {
          endpoint: 'http://nas.local:9000',
          prefix: 'videos',
          check: { at: Date.now(), seconds: 1, error: convoyError('upload_denied', { file: 'x' }) },
        },
        'plain',
      ),
      aView(3, {}, 'missing'),
    ]);
    const names = within(screen.getByRole('list', { name: 'Connections' }))
      .getAllByRole('button', { name: /^media-/ })
      .map((one) => one.getAttribute('aria-label')?.replace(/\d\d:\d\d/, 'hh:mm'));
    expect(names).toEqual([
      'media-1, Amazon S3, us-east-1, bucket-1, Worked today hh:mm, Keys in the keychain',
      'media-2, nas.local:9000, bucket-2/videos, Failed today hh:mm, Keys in a file',
      'media-3, Amazon S3, us-east-1, bucket-3, Not tested yet, No keys here',
    ]);
  });

  it('asks before a connection goes', async () => {
    const { user, bridge } = show([aView(1)]);
    await user.click(screen.getByRole('button', { name: 'More for “media-1”' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Remove…' }));
    const asked = await screen.findByRole('alertdialog', { name: 'Remove “media-1”?' });
    expect(bridge.inputsOf('connections:remove')).toEqual([]);
    await user.click(within(asked).getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(bridge.inputsOf('connections:remove')).toEqual([{ id: connectionId(1) }]));
    expect(await screen.findByText('“media-1” was removed')).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Results can go to S3' })).toBeTruthy();
  });
});

describe('a new connection', () => {
  it('starts from a service, says what is missing, and is saved whole', async () => {
    const { user, bridge } = show([]);
    await user.click(screen.getByRole('button', { name: 'New connection' }));
    await press(user, 'Save');
    expect(bridge.inputsOf('connections:save')).toEqual([]);
    expect(side().getByText('Give it a name.')).toBeTruthy();
    expect(side().getByText('Name the bucket.')).toBeTruthy();
    expect(side().getByText(/^Give the access key and the secret key/)).toBeTruthy();

    await fill(user, 'Name', 'media-prod');
    await choose(user, 'Service', 'Cloudflare R2');
    expect(side().getByText('Put your account in the place of the dots.')).toBeTruthy();
    await fill(user, 'Address', 'https://abc.r2.cloudflarestorage.com');
    await fill(user, 'Bucket', 'media');
    await fill(user, 'Access key', key.accessKeyId);
    const secret = side().getByLabelText<HTMLInputElement>('Secret key', { selector: 'input' });
    expect(secret.type).toBe('password');
    await user.type(secret, key.secretAccessKey);
    await press(user, 'Save');
    await waitFor(() =>
      expect(bridge.inputsOf('connections:save')).toEqual([
        {
          connection: {
            ...{ id: null, name: 'media-prod', bucket: 'media', prefix: '' },
            endpoint: 'https://abc.r2.cloudflarestorage.com',
            ...{ region: 'auto', pathStyle: true, storageClass: null, acl: null, cacheControl: null },
            ...{ encryption: null, publicUrl: null, linkSeconds: 604_800 },
            credentials: { from: 'keychain' },
            secret: key,
          },
        },
      ]),
    );
    // What was saved is not shown again.
    expect(await side().findByText('Saved in the keychain')).toBeTruthy();
    expect(document.body.innerHTML).not.toContain(key.secretAccessKey);
  });

  it('has no keychain in a browser, and says where its keys come from instead', async () => {
    const { user } = show([], { state: { hello: webHello } });
    await user.click(screen.getByRole('button', { name: 'New connection' }));
    await fill(user, 'Name', 'media - prod');
    expect(side().getByText(/CONVOY_S3_MEDIA___PROD_ACCESS_KEY_ID/)).toBeTruthy();
    await user.click(side().getByRole('combobox', { name: 'Where they are' }));
    const kept = await screen.findByRole('option', { name: /^Kept by Convoy/ });
    expect(kept.getAttribute('aria-disabled')).toBe('true');
    expect(kept.textContent).toContain('A browser has no keychain.');
  });

  it('shows at its field what the engine refuses', async () => {
    const { user } = show([], {
      state: { hello: webHello },
      answers: {
        'connections:save': () => {
          throw new CallFailed({
            ...convoyError('conflict', { reason: 'there is a connection of this name' }),
            option: 'name',
          });
        },
      },
    });
    await user.click(screen.getByRole('button', { name: 'New connection' }));
    await fill(user, 'Name', 'media-1');
    await fill(user, 'Bucket', 'media');
    await press(user, 'Save');
    await waitFor(() => expect(field('Name').getAttribute('aria-invalid')).toBe('true'));
    expect(side().getByText(/there is a connection of this name/i)).toBeTruthy();
  });
});

describe('a saved connection', () => {
  it('is tested as it stands in the editor', async () => {
    const { user, bridge } = show([aView(1)]);
    await user.click(screen.getByRole('button', { name: /^media-1,/ }));
    await fill(user, 'Folder', 'films');
    await press(user, 'Test');
    expect(await side().findByText(/^Wrote and removed a small file in 0\.4.s$/)).toBeTruthy();
    expect(bridge.inputsOf('connections:test')[0]?.connection).toMatchObject({
      ...{ id: connectionId(1), prefix: 'films', secret: null },
    });
    // What the test said was said of another one.
    await fill(user, 'Folder', 'films/2026');
    expect(side().queryByText(/^Wrote and removed/)).toBeNull();
  });

  it('says why a test failed and what to do', async () => {
    const error = convoyError('upload_denied', {
      file: 'media-1',
      reason: 'the key may not write there',
      hint: 'Give it the right to write.',
    });
    const { user } = show([aView(1)], {
      answers: { 'connections:test': { at: now, seconds: 0.2, error } },
    });
    await user.click(screen.getByRole('button', { name: /^media-1,/ }));
    await press(user, 'Test');
    expect(await side().findByText(/the key may not write there/)).toBeTruthy();
    expect(side().getByText('Give it the right to write.')).toBeTruthy();
  });

  it('replaces keys that it never shows, and can keep the saved ones after all', async () => {
    const { user, bridge } = show([aView(1, {}, 'plain')]);
    await user.click(screen.getByRole('button', { name: /^media-1,/ }));
    expect(side().getByText(/This system has no keychain that Convoy can use/)).toBeTruthy();
    await press(user, 'Replace…');
    await fill(user, 'Access key', 'AKIA');
    await press(user, 'Keep the saved ones');
    expect(side().getByText('Saved in a file')).toBeTruthy();
    await fill(user, 'Folder', 'a');
    await press(user, 'Save');
    await waitFor(() => expect(bridge.inputsOf('connections:save')).toHaveLength(1));
    expect(bridge.inputsOf('connections:save')[0]?.connection.secret).toBeNull();
  });

  it('asks before changes are lost', async () => {
    const { user } = show([aView(1), aView(2)]);
    await user.click(screen.getByRole('button', { name: /^media-1,/ }));
    await fill(user, 'Bucket', 'other-bucket');
    await user.click(screen.getByRole('button', { name: /^media-2,/ }));
    const asked = await screen.findByRole('alertdialog', { name: 'Save the changes to “media-1”?' });
    await user.click(within(asked).getByRole('button', { name: 'Do not save' }));
    await waitFor(() => expect(field('Bucket').value).toBe('bucket-2'));
  });
});
