import { useEffect, useState } from 'react';
import { familyNames } from '../../../shared/plan/hardware/hardware-encoders.ts';
import { CallFailed } from '../../bridge/bridge.ts';
import type { App } from '../../store/store.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { useLocale, useWords } from '../../words/words.tsx';
import { changeSettings } from './change-settings.ts';
import type { SettingEntry } from './entry.ts';
import { PictureTools, ToolRow } from './tool-row.tsx';
import { MissingList, ToolMatrix } from './tool-matrix.tsx';
import { GraphicsChip } from './hardware-part.tsx';
import { toolReport } from './tool-report.ts';
import { usable } from './tool-table.ts';
import { useToolDrag } from './use-tool-drag.ts';
import s from './tools.module.css';

function Tools() {
  const app = useApp();
  const words = useWords().settings;
  const w = words.tools;
  const locale = useLocale();
  const view = useAppState((state) => state.tools);
  const hello = useAppState((state) => state.hello);
  const [busy, setBusy] = useState(false);
  const [typing, setTyping] = useState<string | null>(null);

  useEffect(() => {
    if (app.store.getState().tools === null) void askTools(app, 'tools:list').catch(tell);
  }, [app]);

  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (failure) {
      tell(failure);
    } finally {
      setBusy(false);
    }
  };
  /** Puts a tool first, or takes the chosen one away, and looks again at what there is. */
  const use = (ffmpegPath: string | null) =>
    run(async () => {
      const refused = await changeSettings(app, { ffmpegPath });
      if (refused !== null) throw new CallFailed(refused);
      await askTools(app, 'tools:test');
    });
  const add = async () => {
    if (hello?.abilities.choose !== true) {
      setTyping(typing === null ? '' : null);
      return;
    }
    await run(async () => {
      const { paths } = await app.bridge.call('shell:choose', { what: 'ffmpeg' });
      const [path] = paths;
      if (path !== undefined) await use(path);
    });
  };

  const working = view === null ? [] : usable(view);
  const drag = useToolDrag(working, (path) => void use(path));

  if (view === null) return <p className={s.quiet}>{w.looking}</p>;
  const inOrder = [...working, ...view.tools.filter((tool) => tool.problem !== null)];
  return (
    <div className={s.tools}>
      <ul className={s.box}>
        {inOrder.map((tool, at) => (
          <ToolRow
            key={tool.path}
            tool={tool}
            busy={busy}
            drag={at < working.length && working.length > 1 && !busy ? drag.rowAt(at) : null}
            line={drag.line === at ? 'above' : drag.line === at + 1 ? 'below' : null}
            onUse={() => void use(tool.path)}
            onForget={() => void use(null)}
          />
        ))}
        <PictureTools view={view} />
      </ul>
      {inOrder.length === 0 && <p className={s.quiet}>{w.none}</p>}
      <div className={s.actions}>
        <Button
          icon={<Icon name="plus" />}
          disabled={busy}
          aria-expanded={hello?.abilities.choose === true ? undefined : typing !== null}
          onClick={() => void add()}
        >
          {w.add}
        </Button>
        <Button
          icon={<Icon name="retry" />}
          disabled={busy}
          onClick={() => void run(() => askTools(app, 'tools:test'))}
        >
          {busy ? w.testing : w.test}
        </Button>
        <CopyButton className={s.end} label={w.report} getText={() => toolReport(view, hello, words, locale)}>
          {w.report}
        </CopyButton>
      </div>
      {typing !== null && (
        <form
          className={s.path}
          onSubmit={(event) => {
            event.preventDefault();
            if (typing.trim() === '') return;
            setTyping(null);
            void use(typing.trim());
          }}
        >
          <Field label={w.addPath} hint={w.addPathHint} layout="stack">
            <TextField value={typing} onChange={setTyping} />
          </Field>
          <Button type="submit">{w.useFirst}</Button>
        </form>
      )}
      <ToolMatrix view={view} />
      <MissingList view={view} />
    </div>
  );
}

async function askTools(app: App, name: 'tools:list' | 'tools:test'): Promise<void> {
  app.store.setState({ tools: await app.bridge.call(name, null) });
}

function tell(failure: unknown): void {
  if (!(failure instanceof CallFailed)) throw failure;
  toast({ text: failure.error.message, second: failure.error.hint, tone: 'bad' });
}

export const toolsEntries: readonly SettingEntry[] = [
  {
    id: 'tools',
    page: 'tools',
    label: (w) => w.pages.tools,
    also: (w) => ['ffmpeg', 'libvips', 'libheif', w.tools.add, w.tools.test, w.tools.report, w.tools.canDo],
    Control: Tools,
  },
  {
    id: 'hardware',
    page: 'tools',
    label: (w) => w.hardware,
    also: (w) => [w.tools.chip, ...Object.values(familyNames)],
    Control: GraphicsChip,
  },
];
