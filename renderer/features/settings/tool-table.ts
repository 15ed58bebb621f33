import type { ToolView, ToolsView } from '../../../shared/ipc/contract.ts';

/** What the tools can do, as a table: a task a row, a tool a column. */

/** `use`: this one does it · `can`: it could · `cannot` · `none`: not a task of this tool. */
export type Ability = 'use' | 'can' | 'cannot' | 'none';

export interface ToolColumn {
  readonly id: string;
  readonly place: ToolView['place'] | 'pictures';
  readonly version: string | null;
}

/** What a task is about; the catalogue says each in its own words. */
export type TaskFamily = 'video' | 'sound' | 'animation' | 'frames' | 'filter' | 'photos' | 'read' | 'other';

export interface ToolTask {
  readonly family: TaskFamily;
  /** Codecs, formats or filters that the row is about: those of a family that all tools do alike share a row. */
  readonly about: readonly string[];
  /** One for each column. */
  readonly abilities: readonly Ability[];
}

const pictureFormats = ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'] as const;

/** The columns: usable tools in order of use, then the picture tools. */
export function toolColumns(view: ToolsView): readonly ToolColumn[] {
  const tools = usable(view).map(({ path, place, version }) => ({ id: path, place, version }));
  if (view.pictures === null) return tools;
  return [...tools, { id: 'pictures', place: 'pictures', version: view.pictures.libvips }];
}

/** The rows. A task that several tools can do is done by the first of them. */
export function toolTasks(view: ToolsView): readonly ToolTask[] {
  const tools = usable(view);
  const ids = [...new Set(tools.flatMap((tool) => tool.features.map(({ id }) => id)))];
  const rows = ids.map((id): ToolTask => {
    const can = tools.map((tool) => tool.features.some((feature) => feature.id === id && feature.can));
    const first = can.indexOf(true);
    const abilities = can.map((able, n): Ability => (n === first ? 'use' : able ? 'can' : 'cannot'));
    return {
      ...taskOf(id),
      abilities: view.pictures === null ? abilities : [...abilities, 'none'],
    };
  });
  return [...rows, ...pictureTasks(view, tools.length)].reduce<readonly ToolTask[]>(joined, []);
}

const families: Readonly<Record<string, TaskFamily>> = {
  h264: 'video',
  h265: 'video',
  vp9: 'video',
  av1: 'video',
  aac: 'sound',
  mp3: 'sound',
  opus: 'sound',
  vorbis: 'sound',
  flac: 'sound',
  wav: 'sound',
  gif: 'animation',
  webp: 'animation',
  apng: 'animation',
  png: 'frames',
};

/** What a feature such as `encode:h264` is about. */
function taskOf(id: string): Pick<ToolTask, 'family' | 'about'> {
  const [what = '', name = ''] = id.split(':');
  if (what === 'filter') return { family: 'filter', about: [name] };
  const family = what === 'encode' ? families[name] : undefined;
  return family === undefined ? { family: 'other', about: [id] } : { family, about: [name] };
}

/** Adds a task to those before it, in the same row as the last one when both are of one family and done alike. */
function joined(rows: readonly ToolTask[], task: ToolTask): readonly ToolTask[] {
  const last = rows.at(-1);
  const single = task.family === 'filter' || task.family === 'other';
  const alike =
    last?.family === task.family && last.abilities.every((ability, n) => ability === task.abilities[n]);
  if (last === undefined || single || !alike) return [...rows, task];
  return [...rows.slice(0, -1), { ...last, about: [...last.about, ...task.about] }];
}

/** How many tasks a tool can do, of how many it was tried on. */
export function abilityCount(tool: ToolView): { readonly can: number; readonly all: number } {
  return { can: tool.features.filter((feature) => feature.can).length, all: tool.features.length };
}

/** Tools that can be started, the first to be used first. */
export function usable(view: ToolsView): readonly ToolView[] {
  const working = view.tools.filter((tool) => tool.problem === null);
  return [...working.filter((tool) => tool.first), ...working.filter((tool) => !tool.first)];
}

function pictureTasks({ pictures, missing }: ToolsView, tools: number): readonly ToolTask[] {
  if (pictures === null) return [];
  const none = Array.from({ length: tools }, (): Ability => 'none');
  const row = (family: TaskFamily, name: string, can: boolean): ToolTask => ({
    family,
    about: [name],
    abilities: [...none, can ? 'use' : 'cannot'],
  });
  const without = new Set(missing.map(({ option }) => option));
  return [
    ...pictureFormats.map((format) => row('photos', format, !without.has(`image.format.${format}`))),
    row('read', 'heic', pictures.libheif !== null),
  ];
}
