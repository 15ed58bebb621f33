import { useSyncExternalStore } from 'react';
import { createAnnouncer } from './announcer.ts';
import s from './live-region.module.css';

const announcer = createAnnouncer();

/**
 * Says something to those who do not see the window: states and results, never percentages. Polite messages are
 * merged so that at most one comes in three seconds; an assertive one comes at once and only once.
 */
export function announce(text: string, how: 'polite' | 'assertive' = 'polite'): void {
  announcer.say(text, how);
}

/** The two regions that screen readers listen to; once in the window. */
export function LiveRegion() {
  const said = useSyncExternalStore(announcer.subscribe, announcer.said);
  return (
    <div className={s.hidden}>
      <div aria-live="polite" aria-atomic="true" role="status">
        {said.polite}
      </div>
      <div aria-live="assertive" aria-atomic="true" role="alert">
        {said.assertive}
      </div>
    </div>
  );
}
