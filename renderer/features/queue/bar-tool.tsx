import { Button } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import s from './queue-bar.module.css';

export interface BarToolProps {
  readonly icon: IconName;
  readonly word: string;
  readonly run: () => void;
}

/** A button of the bar for selected files; only its mark where there is little room. */
export function BarTool({ icon, word, run }: BarToolProps) {
  return (
    <Button size="small" icon={<Icon name={icon} size="s" />} className={s.tool} title={word} onClick={run}>
      <span className={s.word}>{word}</span>
    </Button>
  );
}
