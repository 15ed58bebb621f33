import type { ToolView } from '../../../shared/ipc/contract.ts';
import { useAppState } from '../../store/store.ts';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { codecWord } from '../../words/media-words.ts';
import { useWords } from '../../words/words.tsx';
import { type ChipEncoders, chipEncoders, hasNoChip } from './hardware-table.ts';
import s from './settings.module.css';
import { toolName } from './tool-row.tsx';
import { usable } from './tool-table.ts';
import t from './tools.module.css';
import { useSettings } from './use-settings.ts';

/** Whether videos are encoded on the graphics chip, and what came of its encoders in each tool. */
export function GraphicsChip() {
  const w = useWords().settings;
  const [settings, change] = useSettings();
  const view = useAppState((state) => state.tools);
  const tools = view === null ? [] : usable(view);
  // One that was switched on can always be switched off.
  const on = settings.hardware === 'auto';
  const none = view !== null && hasNoChip(view.tools);
  return (
    <section className={t.chip} aria-label={w.tools.chip}>
      <h3 className={t.head}>{w.tools.chip}</h3>
      <Field
        label={w.hardware}
        hint={w.hardwareHint}
        reason={none ? w.hardwareNone : null}
        className={s.field}
      >
        <SwitchField
          label={w.hardware}
          checked={on}
          disabled={none && !on}
          onChange={(use) => change({ hardware: use ? 'auto' : 'off' })}
        />
      </Field>
      {tools.length > 0 && (
        <ul className={t.box} aria-label={w.tools.chip}>
          {tools.map((tool) => (
            <ToolChip key={tool.path} tool={tool} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ToolChip({ tool }: { readonly tool: ToolView }) {
  const w = useWords().settings.tools;
  const makers = chipEncoders(tool.hardware ?? []);
  const works = makers.some((maker) => maker.works.length > 0);
  return (
    <li className={t.tool}>
      {works ? <Icon name="fin" className={t.markUse} /> : <span />}
      <div className={t.about}>
        <b>{toolName(tool, w)}</b>
        {tool.hardware === undefined && <span>{w.chipTrying}</span>}
        {tool.hardware?.length === 0 && <span>{w.chipNone}</span>}
        {makers.map((maker) => (
          <Maker key={maker.family} maker={maker} />
        ))}
      </div>
    </li>
  );
}

function Maker({ maker: { name, works, fails } }: { readonly maker: ChipEncoders }) {
  const w = useWords().settings.tools;
  const words = (codecs: readonly string[]): string => codecs.map(codecWord).join(w.join);
  const written = works.map(({ codec, tenBit }) =>
    tenBit ? w.chipTenBit(codecWord(codec)) : codecWord(codec),
  );
  const lines = [
    ...(written.length === 0 ? [] : [w.chipWrites(written.join(w.join))]),
    ...fails.map(({ codecs, why }) => w.chipCannot(words(codecs), why)),
  ];
  return (
    <span>
      {name}: {lines.join('; ')}
    </span>
  );
}
