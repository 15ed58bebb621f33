import type { EventOf, Output } from '../../shared/ipc/contract.ts';
import type { Row, RowPatch } from '../../shared/ipc/row.ts';
import type { RowTable } from './app-state.ts';
import { applyPatches, tableOf } from './apply-patches.ts';
import { pacedFrames } from './paced-frames.ts';
import type { App } from './store.ts';
import { showRows } from './view-actions.ts';

/**
 * Keeps the rows of the store as the engine has them: a snapshot in pages, then patches. Patches that come while pages
 * are on their way are kept and laid on top: each states what a row is, so laying one on a page that holds it already
 * changes nothing. The store changes once a frame at most, and less often while each change is dear.
 */
export interface RowFeed {
  /** Pages everything again. Rejects when a page is refused; false when a later load or `stop` took over. */
  load(): Promise<boolean>;
  stop(): void;
}

type Batch = EventOf<'rows:patched'>;

const pageSize = 500;
/** How often a snapshot is taken again that patches do not fit on. */
const attempts = 3;

/** `onLost` is told when rows that a gap made necessary could not be read. */
export function followRows(app: App, onLost: (reason: unknown) => void): RowFeed {
  const { bridge, store } = app;
  let run = 0;
  let loading = false;
  /** Patches up to here were in the snapshot, however late they come. */
  let contained = 0;
  let waiting: Batch[] = [];
  const frames = pacedFrames(apply);

  const off = bridge.on('rows:patched', (batch) => {
    waiting.push(batch);
    if (!loading) frames.ask();
  });

  function apply(): void {
    if (loading) return;
    const table = caughtUp(store.getState().rows, waiting, contained);
    waiting = [];
    if (table === 'gap') load().catch(onLost);
    else showRows(app, table);
  }

  async function load(): Promise<boolean> {
    run += 1;
    const mine = run;
    loading = true;
    try {
      for (let attempt = 1; ; attempt += 1) {
        // What has come so far is in the pages that are asked for now.
        waiting = [];
        const pages = await allPages(mine);
        if (pages === null) return false;
        const table = caughtUp(tableOf(pages.rows, pages.first), waiting, pages.first);
        if (table === 'gap') {
          if (attempt < attempts) continue;
          throw new Error('changes of the list were lost again and again');
        }
        // A row that moved from a later page to an earlier one in between is on neither.
        const short = table.revision === pages.last && table.order.length !== pages.total;
        if (short && attempt < attempts) continue;
        contained = pages.first;
        waiting = [];
        showRows(app, table);
        store.setState({ loaded: true });
        return true;
      }
    } finally {
      if (mine === run) loading = false;
    }
  }

  async function allPages(mine: number): Promise<Pages | null> {
    const rows: Row[] = [];
    let after: string | null = null;
    let first: number | null = null;
    for (;;) {
      const page: Output<'queue:page'> = await bridge.call('queue:page', { after, limit: pageSize });
      if (mine !== run) return null;
      rows.push(...page.rows);
      after = page.rows.at(-1)?.id ?? null;
      if (!page.more || after === null)
        return { rows, first: first ?? page.revision, last: page.revision, total: page.total };
      if (first === null && !store.getState().loaded) showRows(app, tableOf(rows, page.revision));
      first ??= page.revision;
    }
  }

  return {
    load,
    stop() {
      run += 1;
      off();
      frames.callOff();
    },
  };
}

interface Pages {
  readonly rows: readonly Row[];
  /** Revisions of the first and of the last page. */
  readonly first: number;
  readonly last: number;
  readonly total: number;
}

/**
 * The table with all batches laid on it, as one, because each laying copies the table; those that it holds already are
 * passed over.
 */
function caughtUp(table: RowTable, batches: readonly Batch[], contained: number): RowTable | 'gap' {
  const patches: RowPatch[] = [];
  let { revision } = table;
  for (const batch of batches) {
    if (batch.revision <= contained) continue;
    if (batch.revision !== revision + 1) return 'gap';
    revision = batch.revision;
    for (const patch of batch.patches) patches.push(patch);
  }
  if (revision === table.revision) return table;
  return applyPatches({ ...table, revision: revision - 1 }, { revision, patches });
}
