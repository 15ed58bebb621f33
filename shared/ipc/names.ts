/**
 * The names of all calls and events, without their schemas: a sandboxed preload is one small file and needs no more.
 * `contract.ts` gives each its schema and does not compile when the two differ.
 */

/** Answered by the engine's side: the same under Electron and on the loopback server. */
export const engineCallNames = [
  'queue:add',
  'queue:page',
  'queue:state',
  'queue:start',
  'queue:pause',
  'queue:resume',
  'queue:clear_finished',
  'jobs:get',
  'jobs:plan',
  'jobs:totals',
  'jobs:edit',
  'jobs:cancel',
  'jobs:retry',
  'jobs:hold',
  'jobs:release',
  'jobs:remove',
  'jobs:restore',
  'jobs:move',
  'jobs:prioritize',
  'jobs:log',
  'jobs:export',
  'jobs:command',
  'compare:render',
  'compare:original',
  'compare:cancel',
  'presets:list',
  'presets:save',
  'presets:remove',
  'presets:import',
  'presets:export',
  'settings:get',
  'settings:change',
  'settings:example',
  'tools:list',
  'tools:test',
  'files:browse',
  'watch:list',
  'watch:save',
  'watch:remove',
  'watch:files',
  'watch:test',
  'watch:rescan',
  'watch:again',
  'history:page',
  'history:totals',
  'history:remove',
  'history:run_again',
  'jobs:import',
  'batches:look',
  'batches:undo',
  'connections:list',
  'connections:save',
  'connections:remove',
  'connections:test',
  'jobs:link',
  'api:get',
  'api:new_token',
] as const;
export type EngineCallName = (typeof engineCallNames)[number];

/** Answered by the shell around the window: Electron's main process, or the loopback server as far as it can. */
export const shellCallNames = [
  'shell:hello',
  'shell:choose',
  'shell:open',
  'shell:show',
  'shell:show_watched',
  'shell:show_full_disk',
  'shell:drag_result',
  'shell:copy',
  'shell:link',
  'shell:open_link',
  'shell:save_text',
  'shell:cancel_when_done',
] as const;
export type ShellCallName = (typeof shellCallNames)[number];

export const callNames = [...engineCallNames, ...shellCallNames] as const;
export type CallName = (typeof callNames)[number];

export const eventNames = [
  'rows:patched',
  'queue:changed',
  'presets:changed',
  'settings:changed',
  'tools:changed',
  'watch:changed',
  'watch:seen',
  'history:changed',
  'connections:changed',
  'api:changed',
  'engine:changed',
  'shell:asked',
] as const;
export type EventName = (typeof eventNames)[number];
