import type { ConnectionDraft } from '../../../shared/model/connection.ts';
import { changeConnection } from '../../store/connections-actions.ts';
import { useApp } from '../../store/store.ts';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { useWords } from '../../words/words.tsx';
import side from '../../ui/side-editor.module.css';
import { DraftField } from './draft-field.tsx';
import type { ConnectionProblems } from './problems.ts';
import { otherService, serviceOf, services } from './services.ts';

export interface PartProps {
  readonly draft: ConnectionDraft;
  readonly problems: ConnectionProblems;
}

/** Which service, which bucket, and where in it. */
export function WherePart({ draft, problems: { at } }: PartProps) {
  const app = useApp();
  const w = useWords().connections.editor;
  const put = (change: Partial<ConnectionDraft>) => changeConnection(app, change);
  const choose = (id: string) => {
    const one = services.find((service) => service.id === id);
    if (one === undefined) put({ endpoint: 'https://', pathStyle: true });
    else put({ endpoint: one.endpoint, region: one.region, pathStyle: one.pathStyle });
  };
  return (
    <section className={side.part} aria-label={w.where}>
      <DraftField
        label={w.name}
        value={draft.name}
        onValue={(name) => put({ name })}
        error={at.name}
        hint={w.nameHint}
      />
      <Field label={w.service}>
        <SelectField
          ariaLabel={w.service}
          value={serviceOf(draft)}
          options={[
            ...services.map(({ id, name }) => ({ value: id, label: name })),
            { value: otherService, label: w.other },
          ]}
          onChange={choose}
        />
      </Field>
      {draft.endpoint !== null && (
        <DraftField
          label={w.endpoint}
          value={draft.endpoint}
          onValue={(endpoint) => put({ endpoint: endpoint.trim() })}
          error={at.endpoint}
          hint={w.endpointHint}
          inputMode="url"
        />
      )}
      <DraftField
        label={w.region}
        value={draft.region}
        onValue={(region) => put({ region: region.trim() })}
        error={at.region}
      />
      <DraftField
        label={w.bucket}
        value={draft.bucket}
        onValue={(bucket) => put({ bucket: bucket.trim() })}
        error={at.bucket}
      />
      <DraftField
        label={w.prefix}
        value={draft.prefix}
        onValue={(prefix) => put({ prefix })}
        error={at.prefix}
        hint={w.prefixHint}
      />
      {draft.endpoint !== null && (
        <Field label={w.pathStyle} hint={w.pathStyleHint}>
          <SwitchField
            label={w.pathStyle}
            checked={draft.pathStyle}
            onChange={(pathStyle) => put({ pathStyle })}
          />
        </Field>
      )}
    </section>
  );
}
