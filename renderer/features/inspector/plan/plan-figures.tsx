import type { Row } from '../../../../shared/ipc/row.ts';
import { savingText, sizeText } from '../../../words/numbers.ts';
import { takenText, todoText } from '../../../words/times.ts';
import { useLocale, useWords } from '../../../words/words.tsx';
import { planSizeText } from './plan-size.ts';
import s from './plan.module.css';

/** What a plan comes to. */
export function Figures({ row, brief }: { readonly row: Row; readonly brief: Row['plan'] }) {
  const { inspector: w, units } = useWords();
  const locale = useLocale();
  if (brief === null) return <p className={s.big}>{w.plan.planning}</p>;
  const { low, high, seconds } = brief;
  const middle = low === null || high === null ? null : (low + high) / 2;
  return (
    <BigLine
      size={low === null || high === null ? w.plan.unknownSize : planSizeText(low, high, locale, units)}
      before={row.bytesIn}
      after={middle}
      time={seconds === null ? null : todoText(seconds, locale, units)}
    />
  );
}

/** What a result came to. */
export function ResultFigures({ row }: { readonly row: Row }) {
  const { inspector: w, units } = useWords();
  const locale = useLocale();
  const took =
    row.startedAt === null || row.finishedAt === null ? null : (row.finishedAt - row.startedAt) / 1000;
  return (
    <BigLine
      size={row.bytesOut === null ? w.plan.unknownSize : sizeText(row.bytesOut, locale)}
      before={row.bytesIn}
      after={row.bytesOut}
      time={took === null ? null : takenText(took, locale, units)}
    />
  );
}

/** Size, what becomes of it, and the time. */
export function BigLine({
  size,
  before,
  after,
  time,
}: {
  readonly size: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly time: string | null;
}) {
  const { units } = useWords();
  const locale = useLocale();
  const saving = before === null || after === null ? null : savingText(before, after, locale, units);
  return (
    <p className={s.big}>
      {size}
      {saving !== null && (
        <span className={after !== null && before !== null && after < before ? s.good : s.even}>
          {saving}
        </span>
      )}
      {time !== null && <span className={s.time}>{time}</span>}
    </p>
  );
}
