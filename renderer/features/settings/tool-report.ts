import type { ToolsView } from '../../../shared/ipc/contract.ts';
import type { Hello } from '../../../shared/ipc/shell-calls.ts';
import type { Words } from '../../words/words.tsx';
import { countText } from '../../words/numbers.ts';
import { toolName } from './tool-row.tsx';
import { abilityCount } from './tool-table.ts';

/** The tools as plain text, to be pasted into a report of a problem. It names paths, but no files. */
export function toolReport(
  view: ToolsView,
  hello: Hello | null,
  words: Words['settings'],
  locale: string,
): string {
  const w = words.tools;
  const head =
    hello === null
      ? w.reportTitle
      : `${w.reportTitle}, ${words.about.version(hello.version)}, ${hello.platform}, ${hello.host}`;
  const tools = view.tools.flatMap((tool) => {
    const { can, all } = abilityCount(tool);
    const lacks = tool.features.filter((feature) => !feature.can).map(({ id }) => id);
    return [
      '',
      `${toolName(tool, w)}${tool.first ? `, ${w.first}` : ''}`,
      `  ${tool.path}`,
      `  ${tool.version ?? '-'}`,
      tool.problem === null
        ? `  ${w.checks(countText(can, locale), countText(all, locale))}`
        : `  ${tool.problem.message}`,
      ...(tool.hardware ?? []).map(
        ({ encoder, works, tenBit, problem }) =>
          `  ${encoder}: ${works ? `${w.yes}${tenBit ? ', 10 bit' : ''}` : (problem ?? w.no)}`,
      ),
      ...(lacks.length === 0 ? [] : [`  ${w.no}: ${lacks.join(' ')}`]),
    ];
  });
  const { pictures } = view;
  const libraries =
    pictures === null
      ? []
      : [
          '',
          `${w.libvips(pictures.libvips)} (${pictures.build})`,
          ...(pictures.libheif === null ? [] : [w.libheif(pictures.libheif)]),
        ];
  const missing =
    view.missing.length === 0 ? [] : ['', w.missing, ...view.missing.map(({ option }) => `  ${option}`)];
  return [head, ...tools, ...libraries, ...missing, ''].join('\n');
}
