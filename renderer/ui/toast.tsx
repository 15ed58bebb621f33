import { Toaster, toast as sonner } from 'sonner';
import { useWords } from '../words/words.tsx';
import { Button, IconButton } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import s from './toast.module.css';

/** How long a toast stays; one with an error stays until it is closed. */
const shownMs = 6000;

export interface ToastWords {
  readonly text: string;
  readonly second?: string | undefined;
  readonly tone?: 'plain' | 'good' | 'warn' | 'bad' | undefined;
  readonly icon?: IconName | undefined;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

const icons: Readonly<Record<NonNullable<ToastWords['tone']>, IconName>> = {
  plain: 'info',
  good: 'check',
  warn: 'warn',
  bad: 'fail',
};

/** Says something at the bottom of the list. One at a time: a new one replaces the one before. */
export function toast(words: ToastWords): void {
  sonner.custom((id) => <ToastView words={words} onClose={() => sonner.dismiss(id)} />, {
    // Always the same id, so that there is never a second one.
    id: 'convoy',
    duration: words.tone === 'bad' ? Number.POSITIVE_INFINITY : shownMs,
    unstyled: true,
  });
}

/** Takes the toast away, when what it offers has been done another way. */
export function dismissToast(): void {
  sonner.dismiss('convoy');
}

export interface ToastViewProps {
  readonly words: ToastWords;
  readonly onClose: () => void;
}

export function ToastView({
  words: { text, second, tone = 'plain', icon, action },
  onClose,
}: ToastViewProps) {
  const ui = useWords().app.ui;
  return (
    <div className={s.toast} data-tone={tone}>
      <Icon name={icon ?? icons[tone]} />
      <span className={s.words}>
        {text}
        {second !== undefined && second !== '' && <small className={s.second}>{second}</small>}
      </span>
      {action !== undefined && (
        <Button
          variant="plain"
          size="small"
          className={s.action}
          onClick={() => {
            onClose();
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      {(action === undefined || tone === 'bad') && (
        <IconButton label={ui.close} size="small" icon={<Icon name="x" size="s" />} onClick={onClose} />
      )}
    </div>
  );
}

/** Where toasts appear; once in the window, inside the part that shows the list. */
export function Toasts() {
  const ui = useWords().app.ui;
  return (
    <Toaster
      className={s.toaster ?? ''}
      position="bottom-center"
      visibleToasts={1}
      containerAriaLabel={ui.notifications}
      toastOptions={{ className: s.item ?? '' }}
    />
  );
}
