import type { Output } from '../../../../shared/ipc/contract.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import type { App } from '../../../store/store.ts';

/** A report for the people who make Convoy: what was asked, what happened and what the tools said. */
function reportText(parts: {
  readonly title: string;
  readonly version: string;
  readonly platform: string;
  readonly row: Row;
  readonly job: Output<'jobs:get'> | null;
  readonly command: string;
  readonly log: readonly string[];
}): string {
  const { row, job } = parts;
  const error = job?.job.error ?? null;
  const sections: readonly (readonly [string, string])[] = [
    ['what', `${row.kind}, ${row.status}, attempt ${row.attempt}`],
    ['options', JSON.stringify(job?.options ?? {})],
    ['file', row.media === null ? 'not read' : JSON.stringify(row.media)],
    ['error', error === null ? 'none' : `${error.kind}: ${error.message}`],
    ['tool', error?.detail ?? ''],
    ['command', parts.command],
    ['log', parts.log.join('\n')],
  ];
  return [
    `${parts.title} · Convoy ${parts.version} · ${parts.platform}`,
    ...sections.filter(([, text]) => text !== '').map(([name, text]) => `\n[${name}]\n${text}`),
  ].join('\n');
}

/** Puts the report on the clipboard. */
export async function copyReport(...of: Parameters<typeof fullReport>): Promise<void> {
  const [app] = of;
  await app.bridge.call('shell:copy', { text: await fullReport(...of) });
}

/** The report with the log and the command, which are asked for. */
export async function fullReport(
  app: App,
  row: Row,
  job: Output<'jobs:get'> | null,
  title: string,
): Promise<string> {
  const { hello } = app.store.getState();
  const [log, command] = await Promise.all([
    app.bridge.call('jobs:log', { id: row.id, from: 0 }).catch(() => ({ lines: [], next: 0 })),
    app.bridge.call('jobs:command', { ids: [row.id] }).catch(() => ({ text: '' })),
  ]);
  return reportText({
    title,
    version: hello?.version ?? '',
    platform: hello?.platform ?? '',
    row,
    job,
    command: command.text,
    log: log.lines,
  });
}
