// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { noConnections } from '../../../../renderer/store/connections-state.ts';
import type { WatchRule } from '../../../../shared/model/watch.ts';
import { aView as aConnection } from '../../../support/connection-views.ts';
import { aView } from './rules.ts';
import { roomForLists } from '../room-for-lists.ts';
import { showWatch } from './show-watch.tsx';

roomForLists();

const connections = {
  ...noConnections,
  views: [aConnection(1, { name: 'media', bucket: 'media-prod', prefix: 'films' })],
};
const panel = () => within(screen.getByRole('complementary'));
const target = () => panel().getByRole('combobox', { name: 'Save on' });
const place = () => panel().getByRole<HTMLInputElement>('textbox', { name: 'Place in the bucket' });
const fill = (text: string) => {
  const input = place();
  act(() => input.focus());
  fireEvent.change(input, { target: { value: text } });
  act(() => input.blur());
};

/** The editor of one rule. */
async function opened(rule: Partial<WatchRule> = {}, known = connections) {
  const made = showWatch({ rules: [aView(1, rule)], state: { connections: known } });
  await made.user.click(screen.getByRole('button', { name: /^Camera import/ }));
  const choose = async (name: string) => {
    target().focus();
    await made.user.keyboard('{Enter}');
    await made.user.click(await screen.findByRole('option', { name }));
  };
  const save = async () => {
    await made.user.click(panel().getByRole('button', { name: 'Save' }));
    const { connection, output } = made.bridge.inputsOf('watch:save').at(-1)?.rule ?? {};
    return { connection, output };
  };
  return { ...made, choose, save };
}

describe('where the results of a rule go', () => {
  it('is a connection, and a place in its bucket', async () => {
    const { choose, save } = await opened({ output: '/home/ada/Out/' });
    expect(target().textContent).toContain('This computer');
    await choose('media');
    expect(place().placeholder).toBe('films');
    expect(await save()).toEqual({ connection: 'media', output: null });
    fill('/videos/{name}.{ext}');
    expect(await save()).toEqual({ connection: 'media', output: 's3://media-prod/videos/{name}.{ext}' });
    expect(place().value).toBe('videos/{name}.{ext}');
    fill('');
    expect(await save()).toEqual({ connection: 'media', output: null });
  });

  it('is this computer again, without the place in the bucket', async () => {
    const { choose, save } = await opened({ connection: 'media', output: 's3://media-prod/a/' });
    expect(place().value).toBe('a/');
    await choose('This computer');
    expect(panel().queryByRole('textbox', { name: 'Place in the bucket' })).toBeNull();
    expect(await save()).toEqual({ connection: null, output: null });
  });

  it('says that its connection is gone, and keeps its place', async () => {
    await opened({ connection: 'old', output: 's3://old-bucket/a/' });
    expect(target().textContent).toContain('old (removed)');
    expect(place().value).toBe('a/');
  });

  it('is no choice before there is a connection', async () => {
    await opened({}, { ...noConnections, views: [] });
    expect(panel().queryByRole('combobox', { name: 'Save on' })).toBeNull();
  });
});
