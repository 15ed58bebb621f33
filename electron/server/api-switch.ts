import type { ApiView } from '../../shared/ipc/api-calls.ts';
import type { AppSettings } from '../../shared/model/app-settings.ts';
import type { ConvoyError } from '../../shared/model/error.ts';
import { type ApiSwitch, toConvoyError } from '../calls/index.ts';
import type { Engine } from '../engine/index.ts';
import { type ApiToken, createApiToken } from './api/api-token.ts';
import type { RunningApi } from './start-api-server.ts';

/** The job API of the app: on and off as the settings say, from one moment to the next. */
export interface SettingsSwitch extends ApiSwitch {
  /** Makes it as the settings say. Settles when it is so, or has failed. */
  follow(settings: AppSettings): Promise<void>;
  close(): Promise<void>;
}

export interface SettingsSwitchDeps {
  readonly engine: Engine;
  /** Folder of ours; absolute. */
  readonly state: string;
  /** The person's home folder. */
  readonly home: string;
  /** Where results go whose inputs were sent, unless the settings say; absolute. */
  readonly downloads: string;
  readonly version: string;
  /** `CONVOY_API_TOKEN`. */
  readonly token: string | undefined;
  /** Tells that the view is another one. */
  readonly changed: () => void;
}

export function createSettingsSwitch(deps: SettingsSwitchDeps): SettingsSwitch {
  const { engine, state, home, downloads, version, changed } = deps;
  let token: ApiToken | null = null;
  let running: { readonly server: RunningApi; readonly choice: string } | null = null;
  let error: ConvoyError | null = null;
  let folders: readonly string[] = [];
  let last: Promise<void> = Promise.resolve();
  let closed = false;

  async function stop(): Promise<void> {
    const { server } = running ?? {};
    running = null;
    await server?.close();
  }

  async function apply({ api, outputFolder }: AppSettings): Promise<void> {
    const choice = JSON.stringify([api, outputFolder]);
    if (closed || (running === null ? !api.on && error === null : running.choice === choice)) return;
    await stop();
    error = null;
    folders = [];
    if (api.on) {
      folders = api.allow.length === 0 ? [home] : api.allow;
      try {
        // Most people never switch it on, and the app starts without it.
        const { startApiServer } = await import('./start-api-server.ts');
        token ??= createApiToken({ state, fromEnvironment: deps.token });
        const output = outputFolder ?? downloads;
        const server = await startApiServer({
          ...{ engine, token, state, version, output },
          ...{ port: api.port, allow: folders },
        });
        running = { server, choice };
      } catch (thrown) {
        error = toConvoyError(thrown);
      }
    }
    changed();
  }

  const view = (): ApiView => ({
    decidedBy: 'setting',
    state: running !== null ? 'running' : error === null ? 'off' : 'failed',
    url: running?.server.url ?? null,
    token: token?.current() ?? null,
    tokenFrom: token?.from ?? 'file',
    folders: [...folders],
    error,
  });

  return {
    view,
    renew() {
      token?.renew();
      changed();
      return view();
    },
    follow(settings) {
      last = last.then(() => apply(settings)).catch(() => undefined);
      return last;
    },
    async close() {
      closed = true;
      await last;
      await stop();
    },
  };
}
