import { useState } from 'react';
import { CallFailed } from '../../bridge/bridge.ts';
import { useApp } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words/words.tsx';
import { ApiFolders } from './api-folders.tsx';
import api from './api.module.css';
import s from './settings.module.css';
import { type ApiProps, useApi } from './use-api.ts';
import { useSettings } from './use-settings.ts';

/** The job API: whether it runs, where, with which token, and what it may touch. */
export function Api() {
  const view = useApi();
  return (
    <div className={api.part}>
      <Switch view={view} />
      <Address view={view} />
      {view?.decidedBy !== 'command_line' && <Port />}
      <Token view={view} />
      {(view?.decidedBy !== 'command_line' || view.state !== 'off') && <ApiFolders view={view} />}
    </div>
  );
}

/** With what keeps it from running. */
function Switch({ view }: ApiProps) {
  const w = useWords().settings.api;
  const [settings, change] = useSettings();
  const isFixed = view?.decidedBy === 'command_line';
  return (
    <Field
      label={w.on}
      className={s.field}
      hint={w.onHint}
      reason={isFixed ? w.byCommandLine : null}
      error={view?.error?.message}
    >
      <SwitchField
        label={w.on}
        checked={isFixed ? view.state !== 'off' : settings.api.on}
        disabled={view === null || isFixed}
        onChange={(on) => change({ api: { on } })}
      />
    </Field>
  );
}

function Address({ view }: ApiProps) {
  const w = useWords().settings.api;
  const url = view?.url ?? null;
  if (url === null) return null;
  return (
    <Field label={w.address} className={s.field}>
      <div className={api.line}>
        <code className={api.code}>{url}</code>
        <CopyButton text={url} label={w.copyAddress} />
      </div>
    </Field>
  );
}

function Port() {
  const w = useWords().settings.api;
  const [settings, change] = useSettings();
  const [draft, setDraft] = useState<string | null>(null);
  const isWrong = draft !== null && portOf(draft) === null;
  return (
    <Field label={w.port} className={s.field} error={isWrong ? w.portWrong : null}>
      <TextField
        ariaLabel={w.port}
        className={api.port}
        inputMode="numeric"
        value={draft ?? String(settings.api.port)}
        invalid={isWrong}
        onChange={setDraft}
        onCommit={(text) => {
          const port = portOf(text);
          if (port === null) return;
          setDraft(null);
          if (port !== settings.api.port) change({ api: { port } });
        }}
      />
    </Field>
  );
}

function portOf(text: string): number | null {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : null;
}

/** The token: hidden until somebody wants to see it. */
function Token({ view }: ApiProps) {
  const app = useApp();
  const w = useWords().settings.api;
  const [shown, setShown] = useState(false);
  const [asking, setAsking] = useState(false);
  const token = view?.token ?? null;
  if (view === null || token === null) return null;
  const replace = async () => {
    setAsking(false);
    try {
      await app.bridge.call('api:new_token', null);
      toast({ text: w.replaced, tone: 'good' });
    } catch (failure) {
      if (!(failure instanceof CallFailed)) throw failure;
      toast({ text: w.notDone, second: failure.error.message, tone: 'bad' });
    }
  };
  return (
    <Field
      label={w.token}
      className={s.field}
      hint={view.tokenFrom === 'environment' ? w.tokenEnvironment : w.tokenHint}
    >
      <div className={api.line}>
        <code className={api.code}>{shown ? token : w.tokenHidden}</code>
        <Button size="small" onClick={() => setShown(!shown)}>
          {shown ? w.hide : w.show}
        </Button>
        <CopyButton text={token} label={w.copyToken} />
        {view.tokenFrom === 'file' && (
          <Button size="small" onClick={() => setAsking(true)}>
            {w.replace}
          </Button>
        )}
      </div>
      {asking && (
        <Dialog
          open
          role="alertdialog"
          title={w.replaceTitle}
          onClose={() => setAsking(false)}
          foot={
            <>
              <Button data-first-stop="" onClick={() => setAsking(false)}>
                {w.replaceNo}
              </Button>
              <Button variant="danger" onClick={() => void replace()}>
                {w.replaceYes}
              </Button>
            </>
          }
        >
          <p>{w.replaceText}</p>
        </Dialog>
      )}
    </Field>
  );
}
