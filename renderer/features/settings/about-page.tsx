import type { Input } from '../../../shared/ipc/contract.ts';
import { CallFailed } from '../../bridge/bridge.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words/words.tsx';
import type { SettingEntry } from './entry.ts';
import s from './settings.module.css';

const links = [
  { to: 'source', word: 'source' },
  { to: 'report', word: 'report' },
  { to: 'get_ffmpeg', word: 'getFfmpeg' },
] as const;

function About() {
  const app = useApp();
  const w = useWords().settings.about;
  const hello = useAppState((state) => state.hello);
  const offered = links.filter(({ to }) => to === 'get_ffmpeg' || hello?.links.includes(to) === true);
  const open = async (to: Input<'shell:link'>['to']) => {
    try {
      await app.bridge.call('shell:link', { to });
    } catch (failure) {
      if (!(failure instanceof CallFailed)) throw failure;
      toast({ text: failure.error.message, second: failure.error.hint, tone: 'bad' });
    }
  };
  return (
    <div className={s.about}>
      <h3>{w.name}</h3>
      <p>{w.line}</p>
      {hello !== null && (
        <p className={s.quiet} data-selectable="">
          {w.versionLine(w.version(hello.version), w.platform[hello.platform], w.host[hello.host])}
        </p>
      )}
      <p>{w.licence}</p>
      <p className={s.quiet}>{w.notices}</p>
      <div className={s.links}>
        {offered.map(({ to, word }) => (
          <Button key={to} icon={<Icon name="open" />} onClick={() => void open(to)}>
            {w[word]}
          </Button>
        ))}
      </div>
    </div>
  );
}

export const aboutEntries: readonly SettingEntry[] = [
  {
    id: 'about',
    page: 'about',
    label: (w) => w.pages.about,
    also: (w) => [w.about.licence, w.about.source, w.about.report],
    Control: About,
  },
];
