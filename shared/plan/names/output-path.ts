import { type Result, type Warning, ok, refuse } from '../../model/error.ts';
import { type NamePlatform, cleanSegment, fitName, separatorOf } from './file-name.ts';
import {
  type TemplateFacts,
  type TemplateSegment,
  literalExtension,
  literalText,
  parseSegment,
  renderSegment,
  usesToken,
  withExtension,
} from './name-template.ts';

/** Where a result goes. Decided in two steps: the target when the job is added, the path when its format is known. */

/** The part of `node:path` that is needed here (`path.posix` and `path.win32` fit); its functions are pure. */
export interface PathRules {
  readonly sep: string;
  readonly resolve: (...segments: string[]) => string;
  readonly join: (...segments: string[]) => string;
  readonly relative: (from: string, to: string) => string;
  readonly dirname: (path: string) => string;
  readonly basename: (path: string) => string;
  readonly isAbsolute: (path: string) => boolean;
  readonly parse: (path: string) => { readonly root: string };
}

export interface OutputQuestion {
  /** As given: file, folder or template; null = beside the input. */
  readonly asked: string | null;
  /** True when `asked`, taken literally, is a folder that exists. */
  readonly askedIsFolder: boolean;
  /** Absolute path of the (first) input. */
  readonly input: string;
  /** Folder that was named and in which the input was found; results mirror the tree below it. */
  readonly root: string | null;
  /** True when several inputs were given: then `asked` is a folder unless its last segment has a token. */
  readonly many: boolean;
  /** Absolute folder that a relative `asked` starts from. */
  readonly cwd: string;
  /** Name where only a folder is known: `settings.nameTemplate`. */
  readonly nameTemplate: string;
  readonly platform: NamePlatform;
  readonly paths: PathRules;
}

/** A place that still lacks what only the plan knows. */
export interface OutputTarget {
  /** Absolute folder that no result leaves. */
  readonly folder: string;
  /** Folders of the mirrored tree, as they are called on disk; they come before the last segment of the template. */
  readonly below: readonly string[];
  /** Segments below the folder; the last names the result. */
  readonly template: readonly TemplateSegment[];
  /** The extension that the output spells out, in lower case, or null. */
  readonly ext: string | null;
  readonly platform: NamePlatform;
  readonly paths: PathRules;
}

/**
 * Decides the folder and the name template of a result.
 *
 * `asked` is a folder when it ends in a slash, exists as one (then its braces mean nothing), or when several inputs
 * or a folder were named and its last segment has no token; else it names the result, and gets the result's extension
 * when it has none. The tree of a named folder is mirrored wherever an output was asked, unless the template places
 * results by `{parent}` itself.
 *
 * Refusals: `invalid_option` for an unknown token, `..` behind a token and addresses (those in S3 never come here).
 */
export function outputTarget(question: OutputQuestion): Result<OutputTarget> {
  const { asked, paths, platform } = question;
  const split = splitAsked(question);
  if (!split.ok) return split;
  const { folder, template } = split.value;
  const fileName = withExtension(template.at(-1) ?? []);
  const segments = [...template.slice(0, -1), fileName];
  const mirrors = asked !== null && question.root !== null && !usesToken(segments, 'parent');
  return ok({
    folder,
    below: mirrors ? treeBelow(question.root, question.input, paths) : [],
    template: segments,
    ext: literalExtension(fileName),
    platform,
    paths,
  });
}

interface SplitOutput {
  readonly folder: string;
  readonly template: readonly TemplateSegment[];
}

function splitAsked(question: OutputQuestion): Result<SplitOutput> {
  const { asked, paths, platform } = question;
  const named = nameSegments(question.nameTemplate, platform);
  if (!named.ok) return named;
  if (asked === null) return ok({ folder: paths.dirname(question.input), template: named.value });
  const address = /^([a-z][a-z0-9+.-]+):\/\//i.exec(asked)?.[1]?.toLowerCase();
  if (address !== undefined) {
    return refuse('invalid_option', {
      field: 'output',
      reason: `results are written to a path on this computer or to s3://, not to ${address}://`,
    });
  }
  if (question.askedIsFolder) {
    return ok({ folder: paths.resolve(question.cwd, asked), template: named.value });
  }

  const root = paths.parse(asked).root;
  const texts = asked.slice(root.length).split(separatorOf(platform));
  const endsInSlash = texts.at(-1) === '';
  const parsed: TemplateSegment[] = [];
  for (const text of texts.filter((segment) => segment !== '')) {
    const segment = parseSegment(text);
    if (!segment.ok) return segment;
    parsed.push(segment.value);
  }
  const lastText = parsed.length === 0 ? '' : literalText(parsed.at(-1) ?? []);
  const several = question.many || question.root !== null;
  const isFolder =
    endsInSlash || lastText === '' || lastText === '.' || lastText === '..' || (several && lastText !== null);
  const folders = isFolder ? parsed : parsed.slice(0, -1);
  const firstToken = folders.findIndex((segment) => literalText(segment) === null);
  const fixed = firstToken < 0 ? folders : folders.slice(0, firstToken);
  const open = withoutDots(firstToken < 0 ? [] : folders.slice(firstToken));
  if (!open.ok) return open;
  const lead = fixed.map((segment) => literalText(segment) ?? '').join(paths.sep);
  return ok({
    folder: paths.resolve(question.cwd, root + lead),
    template: [...open.value, ...(isFolder ? named.value : parsed.slice(-1))],
  });
}

/** Folders behind a token: "." is nothing, and ".." would lead to a place that nobody can foresee. */
function withoutDots(segments: readonly TemplateSegment[]): Result<readonly TemplateSegment[]> {
  if (segments.some((segment) => literalText(segment) === '..')) {
    return refuse('invalid_option', {
      field: 'output',
      reason: 'a name with {…} cannot go up again by ".."',
    });
  }
  return ok(segments.filter((segment) => literalText(segment) !== '.'));
}

/** The name template of the settings: always relative, at least one segment. */
function nameSegments(template: string, platform: NamePlatform): Result<readonly TemplateSegment[]> {
  const parsed: TemplateSegment[] = [];
  for (const text of template.split(separatorOf(platform)).filter((segment) => segment !== '')) {
    const segment = parseSegment(text);
    if (!segment.ok) return segment;
    parsed.push(segment.value);
  }
  const segments = withoutDots(parsed);
  if (!segments.ok || segments.value.length > 0) return segments;
  return ok([[{ token: 'name' }, { text: '.' }, { token: 'ext' }]]);
}

/** Folders between the root and the input, segment by segment; none when the input lies elsewhere. */
function treeBelow(root: string, input: string, paths: PathRules): readonly string[] {
  const relative = paths.relative(root, paths.dirname(input));
  if (relative === '' || paths.isAbsolute(relative)) return [];
  const segments = relative.split(paths.sep);
  return segments.includes('..') ? [] : segments;
}

/** True when the path needs the size of the result, which only the plan knows. */
export function needsPlan(target: OutputTarget): boolean {
  return usesToken(target.template, 'width', 'height');
}

/** What a target is filled in with; `inputName` and `parent` come from the input's path. */
export type NameFacts = Omit<TemplateFacts, 'inputName' | 'parent'> & { readonly input: string };

export interface OutputPath {
  /** Absolute. */
  readonly path: string;
  readonly warnings: readonly Warning[];
}

/**
 * The path that a result would have if nothing else had it: always below the target's folder, every segment legal and
 * at most 255 bytes long. Refusal: `invalid_option` for {width} or {height} of something without a picture.
 */
export function renderOutputPath(target: OutputTarget, facts: NameFacts): Result<OutputPath> {
  const { paths, platform } = target;
  const parent = paths.dirname(facts.input);
  const inputs = { inputName: paths.basename(facts.input), parent: paths.basename(parent) };
  const rendered: string[] = [];
  for (const segment of target.template) {
    const text = renderSegment(segment, { ...facts, ...inputs }, platform);
    if (!text.ok) return text;
    rendered.push(text.value);
  }
  const isFolder = facts.ext === '';
  // An HLS result is a folder with a playlist in it: `lecture.m3u8` asks for the folder `lecture`.
  const last = rendered.pop() ?? '';
  const wanted = isFolder ? last.replace(/(?!^)\.m3u8$/i, '') : last;
  const name = fitName(cleanSegment(wanted, platform), isFolder ? 'folder' : 'file', platform);
  const folders = rendered
    .filter((segment) => segment !== '')
    .map((segment) => fitName(segment, 'folder', platform));
  const shortened = [...folders, name].find((segment) => segment.shortened);
  return ok({
    path: paths.join(target.folder, ...folders.map((segment) => segment.name), ...target.below, name.name),
    warnings: shortened === undefined ? [] : [nameShortened(shortened.name)],
  });
}

/** Told when a name was longer than file systems hold. */
export const nameShortened = (name: string): Warning => ({
  kind: 'name_shortened',
  message: `The name was too long and was shortened to “${name}”.`,
});
