import { useApp } from '../../../store/store.ts';
import { Field } from '../../../ui/field.tsx';
import { SelectField, type SelectOption } from '../../../ui/select-field.tsx';
import { formatWord, resultCodecWord } from '../../../words/media-words.ts';
import { useWords } from '../../../words/words.tsx';
import { openLink } from '../actions.ts';
import s from '../inspector.module.css';
import { type Offered, offeredCodecs, offeredFormats } from './offered.ts';
import { useSession } from '../session.ts';
import { useNotes } from '../use-notes.ts';
import { useOption } from './use-option.ts';
import { useRun } from '../details/use-run.ts';

/** Format and, where there is a choice, codec: side by side. */
export function FormatRow() {
  const { kind, tools, fieldId } = useSession();
  const w = useWords().inspector;
  const format = useOption('format');
  const codec = useOption('codec');
  const notes = useNotes();
  if (kind === null) return null;
  const showsFormat = kind !== 'adaptive_video';
  const showsCodec = codec.use.use !== 'hidden';
  if (!showsFormat && !showsCodec) return null;
  const formats = offeredFormats(kind, tools);
  const codecs = offeredCodecs(kind, format.value, tools);
  const missing =
    (showsFormat ? remedyOfValue(formats, format.value) : null) ??
    (showsCodec ? remedyOfValue(codecs, codec.value) : null);
  const mix = [
    format.mix((one) => formatWord(String(one))),
    codec.mix((one) => resultCodecWord(String(one))),
  ];
  return (
    <Field
      label={showsFormat ? w.options.format : w.options.codec}
      htmlFor={fieldId(showsFormat ? 'format' : 'codec')}
      error={notes.problem('format') ?? notes.problem('codec')}
      reason={missing === null ? undefined : <Missing remedy={missing} />}
      hint={mix.filter((line) => line !== '').join(w.values.join)}
    >
      <div className={showsFormat && showsCodec ? s.pair : undefined}>
        {showsFormat && (
          <SelectField
            value={typeof format.value === 'string' ? format.value : null}
            options={formats.map((one) => choice(one, formatWord))}
            onChange={(value) => format.set(value)}
            mixed={format.mixed}
            disabled={format.disabled}
            ariaLabel={w.options.format}
            id={fieldId('format')}
          />
        )}
        {showsCodec && (
          <SelectField
            value={typeof codec.value === 'string' ? codec.value : null}
            options={codecs.map((one) => choice(one, resultCodecWord))}
            onChange={(value) => codec.set(value)}
            mixed={codec.mixed}
            disabled={codec.disabled}
            ariaLabel={w.options.codec}
            id={fieldId('codec')}
          />
        )}
      </div>
    </Field>
  );
}

const choice = ({ value, remedy }: Offered, name: (value: string) => string): SelectOption => ({
  value,
  label: name(value),
  ...(remedy === null ? {} : { disabled: true, reason: remedy }),
});

const remedyOfValue = (offered: readonly Offered[], value: unknown): string | null =>
  offered.find((one) => one.value === value)?.remedy ?? null;

/** What no tool can do, and the way to one that can. */
function Missing({ remedy }: { readonly remedy: string }) {
  const app = useApp();
  const run = useRun();
  const w = useWords().inspector;
  return (
    <>
      {remedy}{' '}
      <button type="button" className={s.link} onClick={() => void run(() => openLink(app, 'get_ffmpeg'))}>
        {w.off.getOne}
      </button>
    </>
  );
}
