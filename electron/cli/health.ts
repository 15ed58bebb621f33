import type { Capabilities } from '../../shared/model/capabilities.ts';
import type { Engine } from '../engine/index.ts';
import { printable } from './print/printable.ts';
import { allGood, someFailed } from './exit-code.ts';
import { failure } from './print/finished-lines.ts';
import { type Ink, inkFor } from './print/ink.ts';
import { healthLine, picturesLine, toolLine } from './print/json-lines.ts';
import type { RunFlags } from './run-flags.ts';
import type { Surroundings } from './surroundings.ts';
import { alignedLines } from './print/text-table.ts';
import {
  abilities,
  abilityGroups,
  isUsable,
  missingAbilities,
  remedyFor,
  type ToolReport,
} from './print/tool-abilities.ts';

/** Prints what was found, what works and what is missing, with the remedy. Exit code 1 when nothing can be used. */
export async function health(door: Surroundings, engine: Engine, flags: RunFlags): Promise<number> {
  const [reports, pictures] = await Promise.all([engine.tools(true), engine.pictures()]);
  const usable = reports.some(isUsable) && pictures.ok;
  if (flags.json) {
    for (const report of reports) door.stdout.write(toolLine(report));
    door.stdout.write(picturesLine(pictures));
    door.stdout.write(healthLine(usable, missingAbilities(reports)));
  } else {
    const ink = inkFor(door.colours && door.stdout.isTTY === true);
    door.stdout.write(`${healthText(reports, pictures, door.platform, ink, flags.debug)}\n`);
  }
  return usable ? allGood : someFailed;
}

const placeWords: Readonly<Record<ToolReport['place'], string>> = {
  setting: 'the one you named',
  system: 'on this computer',
  bundled: 'built in',
};

/** The report for people. */
export function healthText(
  reports: readonly ToolReport[],
  pictures: Pictures,
  platform: NodeJS.Platform,
  ink: Ink,
  debug: boolean,
): string {
  const first = reports.find(isUsable);
  const blocks = reports.map((report) => toolBlock(report, report === first, ink, debug).join('\n'));
  const end = pictures.ok
    ? verdict(reports, platform, ink)
    : [`${ink.bad('✗')} Pictures cannot be converted.`];
  return [...blocks, picturesBlock(pictures, ink, debug).join('\n'), end.join('\n')].join('\n\n');
}

export type Pictures = Awaited<ReturnType<Engine['pictures']>>;

const formatWords: Readonly<Record<string, string>> = {
  jpeg: 'JPEG',
  png: 'PNG',
  webp: 'WebP',
  avif: 'AVIF',
  tiff: 'TIFF',
  gif: 'GIF',
};

function picturesBlock(pictures: Pictures, ink: Ink, debug: boolean): string[] {
  if (!pictures.ok)
    return ['libvips, built in, cannot be used', ...failure(pictures.error, ink.bad('✗'), debug)];
  const { libvips, build, writes, libheif } = pictures.value;
  const title = `libvips ${printable(libvips)}, built in${build === 'wasm' ? ', the slower WebAssembly build' : ''}`;
  return [
    title,
    ...alignedLines([
      ['  Picture', writes.map((format) => formatWords[format] ?? format).join(', ')],
      [
        '  Opens',
        libheif === null ? ink.warn('no HEIC') : `also HEIC (libheif ${printable(libheif)}) and SVG`,
      ],
    ]),
  ];
}

function toolBlock(report: ToolReport, inUse: boolean, ink: Ink, debug: boolean): string[] {
  const paths = [report.ffmpeg, ...(report.ffprobe === null ? [] : [report.ffprobe])];
  const where = paths.map((path) => `  ${ink.quiet(printable(path))}`);
  const place = placeWords[report.place];
  if (!isUsable(report)) {
    const why = report.problem === null ? [] : failure(report.problem, ink.bad('✗'), debug);
    return [`ffmpeg, ${place}, cannot be used`, ...where, ...why.map((line) => `  ${line}`)];
  }
  const { capabilities } = report;
  const rows = abilityGroups.map((group) => [
    `  ${group}`,
    abilities
      .filter((ability) => ability.group === group)
      .map((ability) => (ability.has(capabilities) ? ability.name : ink.warn(`no ${ability.name}`)))
      .join(', '),
  ]);
  const title = `ffmpeg ${printable(capabilities.version)}, ${place}${inUse ? ', used first' : ''}`;
  return [title, ...where, ...alignedLines([...rows, ...hardwareRows(capabilities, ink, debug)])];
}

/** Hardware encoders that work; why the others do not only with `--debug`, as most computers lack most of them. */
function hardwareRows({ hardware }: Capabilities, ink: Ink, debug: boolean): string[][] {
  if (hardware === undefined || hardware.length === 0) return [];
  const working = hardware.filter(({ works }) => works).map(({ encoder }) => encoder);
  const words = working.length === 0 ? ink.quiet('none that works') : working.join(', ');
  const failed = debug ? hardware.filter(({ works }) => !works) : [];
  return [
    ['  Chip', words],
    ...failed.map(({ encoder, problem }) => ['', ink.quiet(printable(`${encoder}: ${problem ?? ''}`))]),
  ];
}

function verdict(reports: readonly ToolReport[], platform: NodeJS.Platform, ink: Ink): string[] {
  if (!reports.some(isUsable)) return [`${ink.bad('✗')} No ffmpeg can be used.`, `  ${remedyFor(platform)}`];
  const missing = missingAbilities(reports);
  if (missing.length === 0) return [`${ink.good('✓')} Everything works.`];
  return [`${ink.warn('!')} Missing: ${missing.join(', ')}.`, `  ${remedyFor(platform)}`];
}
