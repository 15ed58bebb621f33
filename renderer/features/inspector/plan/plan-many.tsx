import type { Output } from '../../../../shared/ipc/contract.ts';
import { isRemote } from '../../../store/row-state.ts';
import { useAppState } from '../../../store/store.ts';
import { Icon } from '../../../ui/icon.tsx';
import { MiddleCut } from '../../../ui/middle-cut.tsx';
import { homePath } from '../../../words/home-path.ts';
import { countText, roughSizeText } from '../../../words/numbers.ts';
import { todoText } from '../../../words/times.ts';
import { useLocale, useWords } from '../../../words/words.tsx';
import { isInBucket } from '../../../store/bucket-place.ts';
import { bucketText } from '../options/group-summary.ts';
import { spaceNeeds } from './plan-lines.ts';
import { BigLine } from './plan-figures.tsx';
import { CompareButton, PlanRow } from './plan-section.tsx';
import { planSizeText } from './plan-size.ts';
import s from './plan.module.css';
import { useSession } from '../session.ts';
import { useSaveTarget } from '../save/use-save-target.ts';

/** What will happen to many files, added up. */
export function PlanMany({
  totals,
  stale,
}: {
  readonly totals: Output<'jobs:totals'> | null;
  readonly stale: boolean;
}) {
  const { inspector: w, units } = useWords();
  const locale = useLocale();
  const { rows, view } = useSession();
  const home = useAppState((state) => state.hello?.home ?? null);
  const lanes = useAppState((state) => state.queue.lanes);
  const count = countText(rows.length, locale);
  const files = (n: number): string => w.plan.files(n, countText(n, locale));
  const seen = rows.find((row) => row.media !== null && row.media.class !== 'audio' && !isRemote(row));
  const still = rows.every((row) => row.kind === 'image');
  const target = useSaveTarget();
  const [volume, second] = totals?.volumes ?? [];
  // What goes to a bucket only waits on this computer.
  const here = volume === undefined || second !== undefined ? null : homePath(volume.folder, home);
  const output = isInBucket(view?.output) ? view.output : null;
  const place = target === null ? here : target === undefined ? null : bucketText(target, output, w);
  const more = target === null ? (volume?.folders ?? 1) - 1 : 0;
  return (
    <section className={s.plan} aria-label={w.plan.label} aria-busy={stale}>
      <h3 className={s.title}>
        {w.plan.titleMany(count)}
        {seen !== undefined && <CompareButton id={seen.id} />}
      </h3>
      {totals === null ? (
        <p className={s.big}>{w.plan.planning}</p>
      ) : (
        <div>
          <BigLine
            size={totals.high > 0 ? planSizeText(totals.low, totals.high, locale, units) : w.plan.unknownSize}
            before={totals.bytesIn}
            after={totals.high > 0 ? (totals.low + totals.high) / 2 : null}
            time={totals.seconds === null ? null : todoText(totals.seconds, locale, units)}
          />
          <dl className={s.lines}>
            {totals.encode > 0 && (
              <PlanRow label={w.plan.lines.encode}>
                <span className={s.item}>
                  {w.plan.atATime(
                    files(totals.encode),
                    Math.min(totals.encode, still ? lanes.still : lanes.video),
                  )}
                </span>
              </PlanRow>
            )}
            {totals.copy > 0 && (
              <PlanRow label={w.plan.lines.copy}>
                <span className={s.item}>{files(totals.copy)}</span>
              </PlanRow>
            )}
            {totals.unplanned > 0 && (
              <PlanRow label={w.plan.lines.unplanned}>
                <span className={s.item}>{files(totals.unplanned)}</span>
              </PlanRow>
            )}
            {totals.refused > 0 && (
              <PlanRow label={w.plan.lines.refused}>
                <span className={s.item}>
                  <Icon name="warn" size="s" className={s.warnMark} />
                  {w.plan.refusedFiles(files(totals.refused))}
                </span>
              </PlanRow>
            )}
            {spaceNeeds(totals.volumes).map(({ folder, needs, free, short }) => (
              <PlanRow key={folder} label={w.plan.lines.space}>
                <span className={s.item}>
                  {short && <Icon name="warn" size="s" className={s.warnMark} />}
                  <span>
                    {w.plan.needs(
                      roughSizeText(needs, locale),
                      roughSizeText(free, locale),
                      homePath(folder, home),
                    )}
                  </span>
                </span>
              </PlanRow>
            ))}
            {place !== null && (
              <PlanRow label={w.plan.lines.saves_to}>
                <span className={s.item}>
                  <MiddleCut text={place} />
                </span>
                {more > 0 && (
                  <span className={s.item}>{w.plan.moreFolders(more, countText(more, locale))}</span>
                )}
              </PlanRow>
            )}
          </dl>
        </div>
      )}
    </section>
  );
}
