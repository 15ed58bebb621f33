import s from './sidebar.module.css';

/** Convoy's mark as it looks below 48 px: three plain bars, the middle one leading. */
export function Mark() {
  return (
    <svg className={s.mark} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect className={s.markGround} width="32" height="32" rx="7.5" />
      <rect className={s.markLane} x="5.5" y="7.2" width="12" height="4.4" rx="2.2" opacity=".72" />
      <rect className={s.markLane} x="9" y="13.8" width="17.5" height="4.4" rx="2.2" />
      <rect className={s.markLane} x="5.5" y="20.4" width="12" height="4.4" rx="2.2" opacity=".72" />
    </svg>
  );
}
