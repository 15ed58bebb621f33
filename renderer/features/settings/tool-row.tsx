import type { ToolView, ToolsView } from '../../../shared/ipc/contract.ts';
import { useAppState } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { Pill } from '../../ui/pill.tsx';
import { countText } from '../../words/numbers.ts';
import { type Words, useLocale, useWords } from '../../words/words.tsx';
import { homePath } from '../../words/home-path.ts';
import { abilityCount } from './tool-table.ts';
import s from './tools.module.css';
import type { ToolDrag } from './use-tool-drag.ts';

type ToolWords = Words['settings']['tools'];

/** What a tool is called: by its version, and the one that comes with Convoy by that. */
export function toolName({ place, version }: Pick<ToolView, 'place' | 'version'>, w: ToolWords): string {
  if (place === 'bundled') return w.builtIn;
  return version === null ? w.ffmpegUnknown : w.ffmpeg(shortVersion(version));
}

/** `7.1` of `n7.1-12-g…`, `5.1.9` of `5.1.9-0+deb12u1`; what has no number stays. */
export function shortVersion(version: string): string {
  return /^n?(\d+(?:\.\d+)+)/.exec(version)?.[1] ?? version;
}

export interface ToolRowProps {
  readonly tool: ToolView;
  readonly busy: boolean;
  /** How it is dragged; null for one that has no place in the order. */
  readonly drag: ReturnType<ToolDrag['rowAt']> | null;
  /** Where a dragged tool would be put down. */
  readonly line: 'above' | 'below' | null;
  readonly onUse: () => void;
  readonly onForget: () => void;
}

/** One ffmpeg that was found: where it is, what it can, and what is wrong with it. */
export function ToolRow({ tool, busy, drag, line, onUse, onForget }: ToolRowProps) {
  const w = useWords().settings.tools;
  const locale = useLocale();
  const home = useAppState((state) => state.hello?.home ?? '');
  const { can, all } = abilityCount(tool);
  const checks = can === all ? w.allChecks : w.checks(countText(can, locale), countText(all, locale));
  return (
    <li className={s.tool} data-line={line ?? undefined} {...drag}>
      {drag === null ? (
        <Icon name={tool.problem === null ? 'fin' : 'warn'} className={markOf(tool)} />
      ) : (
        <span className={s.grip} title={w.drag}>
          <Icon name="grip" />
        </span>
      )}
      <div className={s.about}>
        <span className={s.name}>
          <b>{toolName(tool, w)}</b>
          {tool.first && <Pill tone="accent">{w.first}</Pill>}
        </span>
        {tool.place === 'bundled' ? (
          <span>{tool.version === null ? w.builtInPlain : w.builtInLine(tool.version)}</span>
        ) : (
          <MiddleCut text={homePath(tool.path, home)} />
        )}
        {tool.problem !== null && (
          <span className={s.problem}>
            {tool.problem.message} {tool.problem.hint}
          </span>
        )}
      </div>
      <div className={s.side}>
        {tool.problem === null && <span>{checks}</span>}
        {tool.place === 'setting' ? (
          <Button size="small" disabled={busy} onClick={onForget}>
            {w.forget}
          </Button>
        ) : (
          tool.problem === null &&
          !tool.first && (
            <Button size="small" disabled={busy} onClick={onUse}>
              {w.useFirst}
            </Button>
          )
        )}
      </div>
    </li>
  );
}

const markOf = (tool: ToolView): string | undefined => (tool.problem === null ? s.markUse : s.markWarn);

/** The picture tools: libvips in its own processes, and libheif for photos of phones. */
export function PictureTools({ view: { pictures } }: { readonly view: ToolsView }) {
  const w = useWords().settings.tools;
  if (pictures === null) return null;
  return (
    <>
      <li className={s.tool}>
        <Icon name="fin" className={s.markUse} />
        <div className={s.about}>
          <b>{w.libvips(pictures.libvips)}</b>
          <span>{pictures.build === 'native' ? w.libvipsNative : w.libvipsWasm}</span>
        </div>
      </li>
      {pictures.libheif !== null && (
        <li className={s.tool}>
          <Icon name="fin" className={s.markUse} />
          <div className={s.about}>
            <b>{w.libheif(pictures.libheif)}</b>
            <span>{w.libheifLine}</span>
          </div>
        </li>
      )}
    </>
  );
}
