import os from 'node:os';
import type { Capabilities, ToolSet } from '../../../shared/model/capabilities.ts';
import type { ConvoyError, Result } from '../../../shared/model/error.ts';
import { type CapabilityCache, openCapabilityCache } from './capability-cache.ts';
import { loginShellFolders } from './login-path.ts';
import type { ToolFacts, ToolReport, ToolRun } from '../ports.ts';
import { runTool } from '../process/run-tool.ts';
import { askCapabilities, askVersion } from './tool-capabilities.ts';
import {
  type Candidate,
  bundledCandidate,
  distinct,
  probeBeside,
  settingCandidate,
  systemCandidates,
} from './tool-candidates.ts';
import { type Host, defaultCacheDir, thisHost } from './tool-places.ts';
import { noProbe, nothingFound, nothingThere } from './tool-problem.ts';

/** Finds every ffmpeg of this computer, tests it and ranks it. */

/** What to look for; everything has a default. */
export interface ToolSearch {
  /** A binary or its folder, ranked before all others. */
  readonly ffmpegPath?: string;
  /** Use `ffmpegPath` and nothing else, whatever else is there. */
  readonly onlyFfmpegPath?: boolean;
  /** Folder of the capability cache; the user's cache folder when absent. */
  readonly cacheDir?: string;
  /** Asks every program again, whatever the cache says: for a health report. */
  readonly refresh?: boolean;
  readonly signal?: AbortSignal;
  /** The machine, for tests. */
  readonly host?: Host;
  /** Runs a program, for tests. */
  readonly run?: (tool: ToolRun) => Promise<ToolFacts>;
}

/** One search: what it looks at and what it remembers. */
interface Search {
  readonly host: Host;
  readonly run: (tool: ToolRun) => Promise<ToolFacts>;
  readonly cache: CapabilityCache;
  readonly refresh: boolean;
}

/**
 * Every ffmpeg that was found, in order of use: the setting, then the system's (newest libavcodec first, broken ones
 * last), then the bundled one. One that cannot be used carries its problem. With a warm cache no process is started.
 */
export async function findTools(search: ToolSearch = {}): Promise<readonly ToolReport[]> {
  const host = search.host ?? thisHost(os.homedir());
  const run = search.run ?? runTool;
  const { signal } = search;
  const state: Search = {
    host,
    run: signal === undefined ? run : (tool) => run({ ...tool, signal }),
    cache: await openCapabilityCache(search.cacheDir ?? defaultCacheDir(host)),
    refresh: search.refresh ?? false,
  };

  const setting = search.ffmpegPath === undefined ? null : await settingCandidate(search.ffmpegPath, host);
  const only = setting !== null && search.onlyFfmpegPath === true;
  let system = only ? [] : await systemCandidates('ffmpeg', host);
  let loginFolders: readonly string[] = [];
  if (!only && system.length === 0 && (setting === null || setting.found === null)) {
    loginFolders = await rememberedLoginFolders(state);
    system = await systemCandidates('ffmpeg', host, loginFolders);
  }
  const bundled = only ? null : await bundledCandidate('ffmpeg', host);
  const candidates = distinct([setting?.found ?? null, ...system, bundled].filter((one) => one !== null));

  const findProbe = probeFinder(state, loginFolders);
  const reports = await Promise.all(candidates.map((one) => report(one, state, findProbe)));
  if (setting !== null && setting.found === null) {
    const { file } = setting;
    const problem = nothingThere(file);
    reports.push({ place: 'setting', ffmpeg: file, ffprobe: null, capabilities: null, problem });
  }
  // An aborted search saw failures that are none.
  if (signal?.aborted !== true) await state.cache.save();
  return inOrderOfUse(reports);
}

/** Those of the reports that can do work, in the same order. */
export function usable(reports: readonly ToolReport[]): readonly ToolSet[] {
  return reports.flatMap(({ place, ffmpeg, ffprobe, capabilities, problem }) =>
    problem === null && capabilities !== null && ffprobe !== null
      ? [{ place, ffmpeg, ffprobe, capabilities }]
      : [],
  );
}

/** Why nothing can be converted, when `usable` is empty: the problem of the first choice. */
export function noneUsable(
  reports: readonly ToolReport[],
  platform: NodeJS.Platform = process.platform,
): ConvoyError {
  return reports.find((one) => one.problem !== null)?.problem ?? nothingFound(platform);
}

const rank: Readonly<Record<ToolReport['place'], number>> = { setting: 0, system: 1, bundled: 2 };

/** Sorts by place, and within a place by libavcodec, newest first; what does not work comes last in its place. */
export function inOrderOfUse(reports: readonly ToolReport[]): ToolReport[] {
  const age = (one: ToolReport): number => (one.problem === null ? (one.capabilities?.libavcodec ?? 0) : -1);
  return reports.toSorted((a, b) => rank[a.place] - rank[b.place] || age(b) - age(a));
}

/** The login shell's folders, asked for at most once a day. */
async function rememberedLoginFolders({ cache, host, run, refresh }: Search): Promise<readonly string[]> {
  const known = refresh ? null : cache.loginFolders();
  if (known !== null) return known;
  const folders = await loginShellFolders(host, run);
  cache.keepLoginFolders(folders);
  return folders;
}

type FindProbe = (ffmpeg: Candidate) => Promise<Result<string>>;

async function report(candidate: Candidate, state: Search, findProbe: FindProbe): Promise<ToolReport> {
  const [capabilities, probe] = await Promise.all([capabilitiesOf(candidate, state), findProbe(candidate)]);
  const problem = !capabilities.ok ? capabilities.error : !probe.ok ? probe.error : null;
  return {
    place: candidate.place,
    ffmpeg: candidate.file,
    ffprobe: probe.ok ? probe.value : null,
    capabilities: capabilities.ok ? capabilities.value : null,
    problem,
  };
}

/** From the cache, else from the program. A failure is not remembered: its remedy may not change the file. */
async function capabilitiesOf(candidate: Candidate, state: Search): Promise<Result<Capabilities>> {
  const known = state.refresh ? null : state.cache.ffmpeg(candidate.identity);
  if (known !== null) return { ok: true, value: known };
  const answer = await askCapabilities(candidate.file, state.host, state.run);
  if (answer.ok) state.cache.keepFfmpeg(candidate.identity, answer.value);
  return answer;
}

/**
 * Finds the ffprobe for an ffmpeg: the one that came with it, else the first other that works. Each file is asked once,
 * however many ffmpegs come to it.
 */
function probeFinder(state: Search, loginFolders: readonly string[]): FindProbe {
  const asked = new Map<string, Promise<ConvoyError | null>>();
  const problemOf = ({ file, identity }: Candidate): Promise<ConvoyError | null> => {
    const running = asked.get(identity.real);
    if (running !== undefined) return running;
    const answer = askProbe(file, identity, state);
    asked.set(identity.real, answer);
    return answer;
  };
  const others = once(async () => [
    ...(await systemCandidates('ffprobe', state.host, loginFolders)),
    ...[await bundledCandidate('ffprobe', state.host)].filter((one) => one !== null),
  ]);

  return async (ffmpeg) => {
    const beside =
      ffmpeg.place === 'bundled'
        ? await bundledCandidate('ffprobe', state.host)
        : await probeBeside(ffmpeg, state.host);
    let detail: string | null = null;
    for (const candidate of [...(beside === null ? [] : [beside]), ...(await others())]) {
      const problem = await problemOf(candidate);
      if (problem === null) return { ok: true, value: candidate.file };
      detail ??= problem.message;
    }
    return { ok: false, error: noProbe(ffmpeg.file, detail) };
  };
}

async function askProbe(
  file: string,
  identity: Candidate['identity'],
  { cache, refresh, host, run }: Search,
): Promise<ConvoyError | null> {
  if (!refresh && cache.ffprobe(identity) !== null) return null;
  const answer = await askVersion(file, 'ffprobe', host, run);
  if (!answer.ok) return answer.error;
  cache.keepFfprobe(identity, answer.value.version);
  return null;
}

/** The same promise for every caller. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}
