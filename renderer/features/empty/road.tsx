import { classes } from '../../ui/classes.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import s from './road.module.css';

/** Three lanes, three vehicles; the one in the middle leads and rolls in once. */
export function Road() {
  return (
    <div className={s.road} aria-hidden="true">
      <Lane icon="image" />
      <Lane icon="video" leads />
      <Lane icon="audio" />
    </div>
  );
}

function Lane({ icon, leads = false }: { readonly icon: IconName; readonly leads?: boolean }) {
  return (
    <div className={s.lane}>
      <span className={classes(s.vehicle, leads && s.leads)}>
        <span className={s.load}>
          <Icon name={icon} />
        </span>
        <span className={s.cab} />
      </span>
    </div>
  );
}
