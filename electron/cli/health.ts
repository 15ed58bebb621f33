import type { Engine } from '../engine/index.ts';
import { printable } from './printable.ts';
import { allGood, someFailed } from './exit-code.ts';
import { failure } from './finished-lines.ts';
import { type Ink, inkFor } from './ink.ts';
import { healthLine, toolLine } from './json-lines.ts';
import type { RunFlags } from './run-flags.ts';
import type { Surroundings } from './surroundings.ts';
import { alignedLines } from './text-table.ts';
import {
  abilities,
  abilityGroups,
  isUsable,
  missingAbilities,
  remedyFor,
  type ToolReport,
} from './tool-abilities.ts';

/** Prints what was found, what works and what is missing, with the remedy. Exit code 1 when nothing can be used. */
export async function health(door: Surroundings, engine: Engine, flags: RunFlags): Promise<number> {
  const reports = await engine.tools();
  const usable = reports.some(isUsable);
  if (flags.json) {
    for (const report of reports) door.stdout.write(toolLine(report));
    door.stdout.write(healthLine(usable, missingAbilities(reports)));
  } else {
    const ink = inkFor(door.colours && door.stdout.isTTY === true);
    door.stdout.write(`${healthText(reports, door.platform, ink, flags.debug)}\n`);
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
  platform: NodeJS.Platform,
  ink: Ink,
  debug: boolean,
): string {
  const first = reports.find(isUsable);
  const blocks = reports.map((report) => toolBlock(report, report === first, ink, debug).join('\n'));
  return [...blocks, verdict(reports, platform, ink).join('\n')].join('\n\n');
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
  return [title, ...where, ...alignedLines(rows)];
}

function verdict(reports: readonly ToolReport[], platform: NodeJS.Platform, ink: Ink): string[] {
  if (!reports.some(isUsable)) return [`${ink.bad('✗')} No ffmpeg can be used.`, `  ${remedyFor(platform)}`];
  const missing = missingAbilities(reports);
  if (missing.length === 0) return [`${ink.good('✓')} Everything works.`];
  return [`${ink.warn('!')} Missing: ${missing.join(', ')}.`, `  ${remedyFor(platform)}`];
}
