import type { Output } from '../../../../shared/ipc/contract.ts';
import type { Row } from '../../../../shared/ipc/row.ts';
import { isHere, isRemote } from '../../../store/row-state.ts';
import { useApp, useAppState } from '../../../store/store.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useWords } from '../../../words/words.tsx';
import { openLink } from '../actions.ts';
import panel from '../inspector.module.css';
import { copyReport, fullReport } from '../failure/report.ts';
import { useRun } from './use-run.ts';

/** Where the files are, and a report: with the page for it, where the project names one. */
export function DetailsFoot({ row, job }: { readonly row: Row; readonly job: Output<'jobs:get'> | null }) {
  const app = useApp();
  const w = useWords().inspector;
  const show = useAppState((state) => state.hello?.abilities.show ?? false);
  const reports = useAppState((state) => state.hello?.links.includes('report') === true);
  const run = useRun();
  const result = show && row.status === 'succeeded' && isHere(row);
  const report = async () => {
    await copyReport(app, row, job, w.reportTitle);
    toast({ text: w.details.reported });
    await openLink(app, 'report');
  };
  const which = (side: 'input' | 'result') =>
    void run(() => app.bridge.call('shell:show', { id: row.id, which: side }));
  return (
    <div className={panel.foot}>
      {show && !isRemote(row) && (
        <Button icon={<Icon name="show" />} onClick={() => which('input')}>
          {w.details.showOriginal}
        </Button>
      )}
      {result && (
        <Button variant="plain" onClick={() => which('result')}>
          {w.details.showResult}
        </Button>
      )}
      <span className={panel.grow} />
      {reports ? (
        <Button variant="plain" onClick={() => void run(report)}>
          {w.details.report}
        </Button>
      ) : (
        <CopyButton label={w.fail.copy_report} getText={() => fullReport(app, row, job, w.reportTitle)}>
          {/* Beside two buttons there is no room for a third one's words in the narrow panel. */}
          {result ? undefined : w.fail.copy_report}
        </CopyButton>
      )}
    </div>
  );
}
