import { type KeyboardEvent, useRef } from 'react';
import { classes } from './classes.ts';
import { stepFrom } from './roving.ts';
import s from './tabs.module.css';

export interface TabsProps<T extends string> {
  readonly value: T;
  readonly tabs: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  readonly label: string;
  /** Id of the panel that the tabs change; its element has the role `tabpanel`. */
  readonly panelId?: string | undefined;
  readonly className?: string | undefined;
}

/** Pages of one panel: one tab stop, arrows change the page. */
export function Tabs<T extends string>({ value, tabs, onChange, label, panelId, className }: TabsProps<T>) {
  const buttons = useRef<(HTMLButtonElement | null)[]>([]);
  const key = (event: KeyboardEvent) => {
    const next = stepFrom(
      event,
      tabs.findIndex((tab) => tab.value === value),
      tabs.length,
      'row',
    );
    const tab = tabs[next];
    if (tab === undefined) return;
    event.preventDefault();
    buttons.current[next]?.focus();
    onChange(tab.value);
  };
  return (
    <div role="tablist" aria-label={label} className={classes(s.tabs, className)} onKeyDown={key}>
      {tabs.map((tab, at) => (
        <button
          key={tab.value}
          ref={(element) => {
            buttons.current[at] = element;
          }}
          type="button"
          role="tab"
          aria-selected={tab.value === value}
          aria-controls={panelId}
          tabIndex={tab.value === value ? 0 : -1}
          className={s.tab}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
