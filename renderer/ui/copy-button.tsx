import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useApp } from '../store/store.ts';
import { useWords } from '../words/words.tsx';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import { announce } from './live-region.tsx';
import { toast } from './toast.tsx';

/** How long the check stands after copying. */
const shownMs = 1500;

interface CopyButtonBase {
  /** "Copy command": the name of the button, or its words when `children` are given. */
  readonly label: string;
  readonly children?: ReactNode;
  readonly className?: string | undefined;
}

export type CopyButtonProps = CopyButtonBase &
  ({ readonly text: string } | { readonly getText: () => Promise<string> | string });

/** Copies a text and says so. */
export function CopyButton(props: CopyButtonProps) {
  const app = useApp();
  const words = useWords().app.ui;
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    try {
      const text = 'text' in props ? props.text : await props.getText();
      await app.bridge.call('shell:copy', { text });
    } catch (error) {
      toast({ text: words.notCopied, second: error instanceof Error ? error.message : '', tone: 'bad' });
      return;
    }
    announce(words.copied, 'polite');
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), shownMs);
  };

  const icon = <Icon name={copied ? 'check' : 'copy'} />;
  if (props.children === undefined)
    return (
      <IconButton
        label={props.label}
        icon={icon}
        size="small"
        className={props.className}
        onClick={() => void copy()}
      />
    );
  return (
    <Button variant="plain" size="small" icon={icon} className={props.className} onClick={() => void copy()}>
      {props.children}
    </Button>
  );
}
