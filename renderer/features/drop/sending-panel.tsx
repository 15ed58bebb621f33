import { useStore } from 'zustand';
import { useApp } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { countText, percentText, roughSizeText } from '../../words/numbers.ts';
import { useLocale, useWords } from '../../words/words.tsx';
import { sendingOf } from './sending.ts';
import s from './sending-panel.module.css';

/** Stands above the convoy bar while a browser sends files to the host. */
export function SendingPanel() {
  const sending = useStore(sendingOf(useApp()));
  const words = useWords().app;
  const locale = useLocale();
  if (sending === null) return null;
  const { files, sent, total, stop } = sending;
  const share = total === 0 ? null : sent / total;
  const title = words.sending(files, countText(files, locale));
  return (
    <div className={s.panel}>
      <div className={s.line}>
        <b className={s.title}>{title}</b>
        <span className={s.amount}>
          {words.sendingAmount(roughSizeText(sent, locale), roughSizeText(total, locale))}
        </span>
        <Button variant="plain" size="small" onClick={stop}>
          {words.stopSending}
        </Button>
      </div>
      <ProgressBar value={share} label={title} valueText={percentText(share ?? 0, locale)} />
    </div>
  );
}
