import path from 'node:path';
import type { EngineHandlers } from '../../shared/ipc/contract.ts';
import type { WatchDraft } from '../../shared/model/watch.ts';
import { type WatchDoor, folderOfRule, literalOutput, outputOfRule } from '../engine/index.ts';
import type { AllowedPlaces } from './allowed-places.ts';
import { valueOf } from './library-calls.ts';

/** Folders that convert by themselves. */

type WatchCalls = Pick<EngineHandlers, Extract<keyof EngineHandlers, `watch:${string}`>>;

export interface WatchDeps {
  readonly watch: WatchDoor;
  readonly places: AllowedPlaces;
}

export function createWatchCalls({ watch, places }: WatchDeps): WatchCalls {
  return {
    'watch:list': () => [...watch.rules()],
    'watch:save': async ({ rule }) => {
      await checkPlaces(places, rule);
      return valueOf(await watch.save(rule, await places.within()));
    },
    'watch:remove': async ({ id }) => valueOf(await watch.remove(id)),
    'watch:files': (query) => {
      // One more than is asked for says whether there are more.
      const files = watch.files({ ...query, limit: query.limit + 1 });
      return { files: files.slice(0, query.limit), more: files.length > query.limit };
    },
    'watch:test': async ({ rule }) => {
      await checkPlaces(places, rule);
      return valueOf(await watch.test(rule));
    },
    'watch:rescan': async ({ id }) => valueOf(await watch.rescan(id)),
    'watch:again': async ({ ruleId, path: file }) => valueOf(await watch.again(ruleId, file)),
  };
}

/** Every folder of a rule must be one that may be used. Throws `invalid_input` and `invalid_option`. */
async function checkPlaces(places: AllowedPlaces, rule: WatchDraft): Promise<void> {
  if (places.roots === null) return;
  const { folder, output, doneFolder, failedFolder, originals } = rule;
  await places.checkInput(folder);
  const asOutput = (named: string): string => literalOutput(folderOfRule(rule, named)) + path.sep;
  if (output !== null) await places.checkOutput(outputOfRule(rule, output), 'output');
  if (originals === 'move') await places.checkOutput(asOutput(doneFolder), 'doneFolder');
  if (failedFolder !== null) await places.checkOutput(asOutput(failedFolder), 'failedFolder');
}
