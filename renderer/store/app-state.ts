import type { Choice, EventOf, Output, Target, ToolsView } from '../../shared/ipc/contract.ts';
import type { Hello } from '../../shared/ipc/shell-calls.ts';
import type { UndoneBatch } from '../../shared/ipc/history-calls.ts';
import type { QueueState, Row } from '../../shared/ipc/row.ts';
import type { AppSettings } from '../../shared/model/app-settings.ts';
import type { Preset } from '../../shared/model/preset.ts';
import type { ConnectionsState } from './connections-state.ts';
import type { HistoryState } from './history-state.ts';
import type { WatchState } from './watch-state.ts';
import type { Selection } from './selection.ts';

/** Everything the window shows, as one plain value. Parts come from the engine; the rest is where the person is in it. */
export interface AppState {
  /** Null until the host has answered. */
  readonly hello: Hello | null;
  readonly rows: RowTable;
  /** True when the first snapshot is complete. */
  readonly loaded: boolean;
  readonly queue: QueueState;
  readonly engine: EventOf<'engine:changed'>;
  readonly settings: AppSettings;
  readonly presets: readonly Preset[];
  /** Null until the tools were asked for. */
  readonly tools: ToolsView | null;
  readonly watch: WatchState;
  readonly history: HistoryState;
  readonly connections: ConnectionsState;

  readonly place: Place;
  /** What the list shows. */
  readonly view: ListView;
  readonly selection: Selection;
  /** What the next files become; null = each the default of its own kind. */
  readonly next: Choice | null;
  /** Where the next files go while each becomes its own kind; null = as the settings say. A choice says it itself. */
  readonly nextTarget: Target | null;
  readonly inspector: { readonly open: boolean; readonly tab: 'options' | 'details'; readonly width: number };
  readonly dialog: Dialog | null;
}

/** Rows by id and in queue order. `revision` is that of the last patch that is in it. */
export interface RowTable {
  readonly byId: ReadonlyMap<string, Row>;
  readonly order: readonly string[];
  readonly revision: number;
}

export type Place =
  | { readonly name: 'queue' }
  | { readonly name: 'compare'; readonly id: string }
  | { readonly name: 'watch' }
  | { readonly name: 'history' }
  | { readonly name: 'connections' }
  | { readonly name: 'settings'; readonly page: SettingsPage };
export const settingsPages = [
  'general',
  'output',
  'originals',
  'lanes',
  'tools',
  'notifications',
  'network',
  'shortcuts',
  'about',
] as const;
export type SettingsPage = (typeof settingsPages)[number];

export const filters = ['all', 'active', 'waiting', 'finished', 'attention'] as const;
export type Filter = (typeof filters)[number];
export const sortKeys = ['queue', 'name', 'size', 'state', 'added'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface ListView {
  readonly filter: Filter;
  readonly search: string;
  readonly sort: SortKey;
  readonly descending: boolean;
  /** The rows of one drop stand together, below a head. */
  readonly grouped: boolean;
  /** Heads whose rows are folded away. */
  readonly folded: ReadonlySet<string>;
}

/** What the host's folders are browsed for: files to add, the folder of results, or a folder of the rule in the editor. */
export type BrowsedFor = 'files' | 'output_folder' | 'watch_folder' | 'watch_output';

export type Dialog =
  | { readonly name: 'presets'; readonly select: string | null }
  | { readonly name: 'preview'; readonly id: string }
  | { readonly name: 'save_preset'; readonly choice: Choice }
  | { readonly name: 'browse'; readonly for: BrowsedFor }
  /** Asks before a batch is taken back. */
  | { readonly name: 'undo_batch'; readonly batchId: string }
  /** Says which files stayed as they were. */
  | { readonly name: 'batch_undone'; readonly undone: UndoneBatch }
  /** Says what of a text is no job. */
  | { readonly name: 'jobs_refused'; readonly imported: Output<'jobs:import'> };
