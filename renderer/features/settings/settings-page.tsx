import { type KeyboardEvent, useRef, useState } from 'react';
import { type SettingsPage as PageName, settingsPages } from '../../store/app-state.ts';
import { useApp, useAppState } from '../../store/store.ts';
import { useCommand } from '../../keyboard/use-command.ts';
import { classes } from '../../ui/classes.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { stepFrom } from '../../ui/roving.ts';
import { useWords } from '../../words/words.tsx';
import { aboutEntries } from './about-page.tsx';
import { type SettingEntry, foundEntries } from './entry.ts';
import { generalEntries } from './general-page.tsx';
import { networkEntries } from './network-page.tsx';
import { lanesEntries } from './lanes-page.tsx';
import { notificationsEntries } from './notifications-page.tsx';
import { originalsEntries } from './originals-page.tsx';
import { outputEntries } from './output-page.tsx';
import { shortcutsEntries } from './shortcuts-page.tsx';
import { toolsEntries } from './tools-page.tsx';
import s from './settings.module.css';

/** Everything that can be set, page by page. */
export const settingEntries: readonly SettingEntry[] = [
  ...generalEntries,
  ...outputEntries,
  ...originalsEntries,
  ...lanesEntries,
  ...toolsEntries,
  ...notificationsEntries,
  ...networkEntries,
  ...shortcutsEntries,
  ...aboutEntries,
];

/** The settings: pages at the left, one page at the right, or what a search finds on all of them. */
export function SettingsPage() {
  const words = useWords().settings;
  const page = useAppState((state) => (state.place.name === 'settings' ? state.place.page : 'general'));
  const [search, setSearch] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useCommand('search', () => field.current?.focus());

  const found = foundEntries(settingEntries, search, words);
  const shown =
    search.trim() === '' ? [page] : settingsPages.filter((one) => found.some((e) => e.page === one));
  return (
    <div className={s.page}>
      <header className={s.bar}>
        <h1>{words.title}</h1>
        <SearchField
          value={search}
          onChange={setSearch}
          label={words.search}
          inputRef={field}
          className={s.search}
        />
      </header>
      <div className={s.split}>
        <Pages current={search.trim() === '' ? page : null} onChoose={() => setSearch('')} />
        <div
          key={search.trim() === '' ? page : ''}
          className={s.body}
          role="region"
          aria-label={words.title}
          // Scrolled with the keys where nothing in it takes them.
          tabIndex={0}
        >
          <div className={s.column}>
            {shown.map((one) => (
              <Section key={one} page={one} entries={found.filter((entry) => entry.page === one)} />
            ))}
            {shown.length === 0 && <p className={s.quiet}>{words.nothingFound(search)}</p>}
          </div>
        </div>
      </div>
    </div>
  );
}

function Pages({ current, onChoose }: { readonly current: PageName | null; readonly onChoose: () => void }) {
  const app = useApp();
  const words = useWords().settings;
  const list = useRef<HTMLElement>(null);
  const open = (page: PageName) => {
    onChoose();
    app.store.setState({ place: { name: 'settings', page } });
  };
  const key = (event: KeyboardEvent) => {
    const at = settingsPages.findIndex((page) => page === current);
    const to = settingsPages[stepFrom(event, at, settingsPages.length, 'both')];
    if (to === undefined) return;
    event.preventDefault();
    open(to);
    list.current?.querySelector<HTMLElement>(`[data-page="${to}"]`)?.focus();
  };
  return (
    <nav ref={list} className={s.pages} aria-label={words.pagesLabel} onKeyDown={key}>
      {settingsPages.map((page) => (
        <button
          key={page}
          type="button"
          data-page={page}
          aria-current={page === current ? 'page' : undefined}
          className={classes(s.pageLink, page === current && s.on)}
          onClick={() => open(page)}
        >
          {words.pages[page]}
        </button>
      ))}
    </nav>
  );
}

function Section({ page, entries }: { readonly page: PageName; readonly entries: readonly SettingEntry[] }) {
  const words = useWords().settings;
  const lead = words.leads[page];
  return (
    <section className={s.section} aria-label={words.pages[page]}>
      <h2>{words.pages[page]}</h2>
      {lead !== null && <p className={s.lead}>{lead}</p>}
      {entries.map(({ id, Control }) => (
        <div key={id} className={s.entry}>
          <Control />
        </div>
      ))}
    </section>
  );
}
