import { openConnection } from '../../../store/connections-actions.ts';
import { useApp, useAppState } from '../../../store/store.ts';
import { Field } from '../../../ui/field.tsx';
import { SelectField, type SelectOption } from '../../../ui/select-field.tsx';
import type { Words } from '../../../words/words.tsx';
import { useWords } from '../../../words/words.tsx';
import type { SaveTarget } from '../../../store/bucket-place.ts';
import { useSession } from '../session.ts';

/** This computer, or one of the connections. */
export function TargetRow({ target }: { readonly target: SaveTarget | null | undefined }) {
  const { editing, locked, fieldId } = useSession();
  const app = useApp();
  const w = useWords().inspector;
  const views = useAppState(({ connections }) => connections.views);
  const names = (views ?? []).map(({ connection }) => connection.name);
  return (
    <Field label={w.options.target} htmlFor={fieldId('target')}>
      <SelectField
        id={fieldId('target')}
        ariaLabel={w.options.target}
        mixed={target === undefined}
        disabled={locked}
        value={target === undefined ? null : valueOf(target)}
        options={[
          { value: here, label: w.values.here },
          ...names.map((name) => ({ value: ofName(name), label: name })),
          ...unlisted(target, views === null ? null : names, w),
          { value: make, label: w.values.newConnection },
        ]}
        onChange={(value) => {
          if (value === make) openConnection(app, null);
          else if (value === here) editing.change({ connection: null, output: null });
          else if (value.startsWith(named)) {
            // What a folder is called on this computer, or in another bucket, says nothing there.
            editing.change({ connection: value.slice(named.length), output: null });
          }
        }}
      />
    </Field>
  );
}

const here = 'here';
const make = 'new';
const named = 'connection:';
const ofName = (name: string): string => named + name;

function valueOf(target: SaveTarget | null): string {
  if (target === null) return here;
  return target.by === 'connection' ? ofName(target.name) : `bucket:${target.bucket}`;
}

/** A connection that is gone, and a bucket that was named without one, are still what the file says. */
function unlisted(
  target: SaveTarget | null | undefined,
  names: readonly string[] | null,
  w: Words['inspector'],
): readonly SelectOption[] {
  if (target === null || target === undefined) return [];
  if (target.by === 'address')
    return [{ value: valueOf(target), label: w.values.bucketAlone(target.bucket) }];
  if (names?.includes(target.name) === true) return [];
  return [
    { value: valueOf(target), label: names === null ? target.name : w.values.connectionGone(target.name) },
  ];
}
