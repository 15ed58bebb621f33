import type { ApiView } from '../../shared/ipc/api-calls.ts';
import type { EngineHandlers } from '../../shared/ipc/contract.ts';
import { fail } from '../../shared/model/error.ts';

/** The job API as its host runs it, or not. */
export interface ApiSwitch {
  view(): ApiView;
  /** Makes another token. Throws `conflict` when the environment says it. */
  renew(): ApiView;
}

const nowhere: ApiView = {
  ...{ decidedBy: 'command_line', state: 'off', url: null, token: null, tokenFrom: 'file', folders: [] },
  error: null,
};

/** @param api null = this host serves none */
export function createApiCalls(api: ApiSwitch | null): Pick<EngineHandlers, 'api:get' | 'api:new_token'> {
  return {
    'api:get': () => api?.view() ?? nowhere,
    'api:new_token': () => {
      if (api === null || api.view().token === null) {
        throw fail('conflict', { reason: 'the API is off', hint: 'Switch it on first.' });
      }
      return api.renew();
    },
  };
}
