import { useState } from 'react';
import { useAppState } from '../../../store/store.ts';
import { Field } from '../../../ui/field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useWords } from '../../../words/words.tsx';
import {
  type BucketPlace,
  type SaveTarget,
  bucketOutput,
  bucketPlaceOf,
  shownFolder,
  typedFolder,
} from '../../../store/bucket-place.ts';
import { NameField, problemText } from './name-field.tsx';
import { folderProblem } from './save-place.ts';
import { useSession } from '../session.ts';

/** Folder and name in a bucket. */
export function BucketFields({ target }: { readonly target: SaveTarget }) {
  const { view, editing, locked, fieldId } = useSession();
  const w = useWords().inspector;
  const template = useAppState((state) => state.settings.nameTemplate);
  const views = useAppState(({ connections }) => connections.views);
  const [typed, setTyped] = useState<string | null>(null);
  if (view === null) return null;

  const found = views?.find(
    ({ connection }) => target.by === 'connection' && connection.name === target.name,
  )?.connection;
  const connection = found ?? (target.by === 'address' ? { bucket: target.bucket, prefix: '' } : null);
  const unknown = view.output === undefined;
  const place = bucketPlaceOf(view.output ?? null, connection);
  const put = (next: BucketPlace) => editing.change({ output: bucketOutput(next, connection) });
  const folder = typed ?? shownFolder(place.folder);
  const wrong = folderProblem(folder);
  // Without its bucket there is no address to write.
  const off = locked || connection === null;
  return (
    <>
      <Field
        label={w.options.bucketFolder}
        htmlFor={fieldId('folder')}
        error={wrong === null ? undefined : problemText(wrong, w.problems)}
      >
        <TextField
          id={fieldId('folder')}
          value={folder}
          onChange={setTyped}
          onCommit={(text) => {
            if (folderProblem(text) !== null) return;
            setTyped(null);
            put({ ...place, folder: typedFolder(text) });
          }}
          placeholder={unknown ? w.values.asEach : usualFolder(connection, w.values.topOfBucket)}
          invalid={wrong !== null}
          disabled={off}
          ariaLabel={w.options.bucketFolder}
        />
      </Field>
      <NameField
        name={place.name}
        onName={(name) => put({ ...place, name })}
        placeholder={unknown ? w.values.asEach : template}
        reason={connection === null && !locked ? w.off.no_connection : null}
      />
    </>
  );
}

const usualFolder = (connection: { readonly prefix: string } | null, top: string): string =>
  connection === null || connection.prefix === '' ? top : connection.prefix;
