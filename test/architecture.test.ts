import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { errorTable } from '../shared/model/error.ts';
import { importTable, importViolation } from './support/import-table.js';

/** The rules of the house that a machine can check. Lint holds some of them too; this holds them without an editor. */

const root = path.resolve(import.meta.dirname, '..');
const sourceFolders = ['shared', 'electron', 'renderer', 'test', 'build'].filter((folder) =>
  existsSync(path.join(root, folder)),
);
/** Files above 400 lines, each with the reason why it may be. */
const longFiles: Readonly<Record<string, string>> = {};

interface SourceFile {
  /** Relative to the root, with forward slashes. */
  readonly name: string;
  readonly text: string;
  readonly imports: readonly Import[];
}
interface Import {
  /** A path relative to the root, or a bare package or `node:` name. */
  readonly target: string;
  /** Vanishes when types are stripped. */
  readonly typeOnly: boolean;
}

function walk(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(name);
    return /\.(?:[cm]?[jt]s|tsx)$/.test(entry.name) ? [name] : [];
  });
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  // `import { type A }` keeps the import of the file, but nothing of it is used when modules are evaluated.
  return (
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly)
  );
}

function importsOf(name: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean) => {
    const target = specifier.startsWith('.')
      ? path.posix.normalize(path.posix.join(path.posix.dirname(name), specifier))
      : specifier;
    found.push({ target, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier !== undefined
    ) {
      if (ts.isStringLiteral(node.moduleSpecifier)) add(node.moduleSpecifier.text, isTypeOnly(node));
    } else if (ts.isCallExpression(node)) {
      const [first] = node.arguments;
      const imports =
        node.expression.kind === ts.SyntaxKind.ImportKeyword ||
        (ts.isIdentifier(node.expression) && node.expression.text === 'require');
      if (imports && first !== undefined && ts.isStringLiteral(first)) add(first.text, false);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      if (ts.isStringLiteral(node.argument.literal)) add(node.argument.literal.text, true);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, false));
  return found;
}

const files: readonly SourceFile[] = sourceFolders.flatMap(walk).map((name) => {
  const text = readFileSync(path.join(root, name), 'utf8');
  return { name, text, imports: importsOf(name, text) };
});
const product = files.filter(({ name }) => !name.startsWith('test/') && !name.startsWith('build/'));

/** `file:line: text` of every line that matches. */
function lines(where: readonly SourceFile[], pattern: RegExp): string[] {
  return where.flatMap(({ name, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${name}:${index + 1}: ${line.trim()}`] : [])),
  );
}

describe('imports', () => {
  it('sees the files and what they import', () => {
    const error = files.find(({ name }) => name === 'shared/model/job.ts');
    expect(error?.imports).toContainEqual({ target: 'shared/model/error.ts', typeOnly: false });
    expect(error?.imports).toContainEqual({ target: 'zod', typeOnly: false });
  });

  it('every folder of the product has a row in the import table', () => {
    const folderOf = (name: string) =>
      name.startsWith('renderer/') ? 'renderer' : name.split('/').slice(0, 2).join('/');
    const unknown = product.map(({ name }) => folderOf(name)).filter((folder) => !(folder in importTable));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it('follow the import table', () => {
    const broken = product.flatMap(({ name, imports }) =>
      imports.flatMap(({ target }) => {
        const reason = importViolation(name, target);
        return reason === null ? [] : [`${name}: ${reason}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('the table refuses what it must', () => {
    const allowed = (importer: string, target: string) => importViolation(importer, target) === null;
    expect({
      'planner → file system': allowed('shared/plan/video.ts', 'node:fs'),
      'planner → engine': allowed('shared/plan/video.ts', 'electron/engine/index.ts'),
      'model → planner': allowed('shared/model/job.ts', 'shared/plan/plan.ts'),
      'engine → electron': allowed('electron/engine/engine.ts', 'electron'),
      'engine → command line': allowed('electron/engine/engine.ts', 'electron/cli/main.ts'),
      'command line → inside of the engine': allowed('electron/cli/main.ts', 'electron/engine/probe.ts'),
      'engine → a package that is not listed': allowed('electron/engine/engine.ts', 'lodash'),
      'planner → model': allowed('shared/plan/video.ts', 'shared/model/media.ts'),
      'command line → the door of the engine': allowed('electron/cli/main.ts', 'electron/engine/index.ts'),
    }).toEqual({
      'planner → file system': false,
      'planner → engine': false,
      'model → planner': false,
      'engine → electron': false,
      'engine → command line': false,
      'command line → inside of the engine': false,
      'engine → a package that is not listed': false,
      'planner → model': true,
      'command line → the door of the engine': true,
    });
  });

  it('`electron` itself is imported by main, host and preload only', () => {
    // What is loaded into the main process of a test looks at it from within.
    const mayImport = /^(?:electron\/(?:main|host|preload)\/|test\/e2e\/support\/note-first-load\.cjs$)/;
    const broken = files.filter(
      ({ name, imports }) => !mayImport.test(name) && imports.some(({ target }) => target === 'electron'),
    );
    expect(broken.map(({ name }) => name)).toEqual([]);
  });

  it('have no cycles between files', () => {
    const graph = new Map(
      files.map(({ name, imports }) => [
        name,
        imports.filter(({ typeOnly }) => !typeOnly).map(({ target }) => target),
      ]),
    );
    expect(cycles(graph)).toEqual([]);
  });

  it('a cycle would be found', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', ['a']],
      ['d', []],
    ]);
    expect(cycles(graph)).toEqual(['a → b → c → a']);
  });
});

/** Every cycle that a depth-first walk closes, as `a → b → a`. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    const at = trail.indexOf(name);
    if (at >= 0) {
      found.push([...trail.slice(at), name].join(' → '));
      return;
    }
    if (done.has(name)) return;
    for (const next of graph.get(name) ?? []) visit(next, [...trail, name]);
    done.add(name);
  };
  for (const name of graph.keys()) visit(name, []);
  return found;
}

describe('files', () => {
  it('have at most 400 lines', () => {
    const long = files
      .filter(({ name, text }) => text.trimEnd().split('\n').length > 400 && !(name in longFiles))
      .map(({ name }) => name);
    expect(long).toEqual([]);
  });

  it('are named by what they decide', () => {
    const vague = /(?:^|[/-])(?:utils?|helpers?|manager|common|misc|shared|stuff)\.[^/]+$/;
    expect(files.map(({ name }) => name).filter((name) => vague.test(name))).toEqual([]);
  });

  it('switch no rule off without a reason', () => {
    const silenced = /eslint-disable(?!.* -- \S)|@ts-(?:ignore|nocheck)|@ts-expect-error(?! \S)/;
    const others = files.filter(({ name }) => name !== 'test/architecture.test.ts');
    expect(lines(others, silenced)).toEqual([]);
  });

  it('leave nothing to be done later and print nothing by the way', () => {
    expect(lines(product, /\b(?:TODO|FIXME|XXX)\b|\bconsole\.\w+\(|\bdebugger\b/)).toEqual([]);
  });

  it('run all tests, not a chosen few', () => {
    const others = files.filter(({ name }) => name !== 'test/architecture.test.ts');
    expect(lines(others, /\b(?:it|test|describe)(?:\.\w+)*\.only\b/)).toEqual([]);
  });
});

describe('type checking', () => {
  const config = (folder: string): ts.ParsedCommandLine => {
    const file = path.join(root, folder, 'tsconfig.json');
    const read = ts.readConfigFile(file, (name) => ts.sys.readFile(name));
    return ts.parseJsonConfigFileContent(read.config, ts.sys, path.dirname(file));
  };
  const folders = [...new Set(product.map(({ name }) => projectOf(name))), 'test'].sort();

  /** shared and renderer are one project each; every folder of electron/ is its own. */
  function projectOf(name: string): string {
    return name.startsWith('electron/') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? '');
  }

  it.each(folders)('%s has its own strict project, which the root refers to', (folder) => {
    const { options, errors } = config(folder);
    expect(errors).toEqual([]);
    const flags = {
      strict: options.strict,
      noUncheckedIndexedAccess: options.noUncheckedIndexedAccess,
      exactOptionalPropertyTypes: options.exactOptionalPropertyTypes,
      verbatimModuleSyntax: options.verbatimModuleSyntax,
      erasableSyntaxOnly: options.erasableSyntaxOnly,
    };
    expect(flags).toEqual({
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      verbatimModuleSyntax: true,
      erasableSyntaxOnly: true,
    });
    const referred = (config('.').projectReferences ?? []).map((ref) => path.relative(root, ref.path));
    expect(referred.map((name) => name.split(path.sep).join('/'))).toContain(folder);
  });

  it.each(folders.filter((folder) => folder !== 'renderer'))('%s sees no browser', (folder) => {
    expect((config(folder).options.lib ?? []).filter((lib) => /dom/i.test(lib))).toEqual([]);
  });

  it('shared sees no Node either', () => {
    expect(config('shared').options.types).toEqual([]);
  });
});

describe('errors', () => {
  /** DESIGN 1.3, word for word. */
  const kinds =
    'input_required invalid_input invalid_format invalid_codec invalid_option token_missing token_invalid ' +
    'input_not_found input_unreadable input_unsupported input_truncated input_changed encoder_missing tool_missing ' +
    'encode_failed encode_stalled output_exists output_unwritable output_verify_failed disk_full target_unreachable ' +
    'limits_exceeded timed_out download_failed connection_missing upload_denied upload_failed cancelled interrupted ' +
    'busy_elsewhere invalid_request not_found conflict payload_too_large rate_limited not_implemented internal';

  it('the table has every kind of the contract and no other', () => {
    expect(Object.keys(errorTable).sort()).toEqual(kinds.split(' ').sort());
  });

  it('every kind has a sentence, complete with and without context, and a hint', () => {
    const context = { file: 'a.mp4', field: 'width', given: 'x', allowed: '1 to 16383', reason: 'because' };
    for (const [kind, { sentence, hint }] of Object.entries(errorTable)) {
      for (const text of [sentence({}), sentence(context), hint]) {
        expect(text, kind).toMatch(/^[A-Z“a-z][^\n]*\.$/);
        expect(text, kind).not.toMatch(/undefined|null|\s{2}|\.\.$| \./);
      }
    }
  });
});

describe('the package', () => {
  interface Lock {
    readonly packages: Readonly<
      Record<
        string,
        { readonly resolved?: string; readonly integrity?: string; readonly hasInstallScript?: true }
      >
    >;
  }
  interface Manifest {
    readonly bin: Readonly<Record<string, string>>;
    readonly scripts: Readonly<Record<string, string>>;
    readonly engines: Readonly<Record<string, string>>;
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  }
  const json = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  const manifest = json('package.json') as Manifest;
  const { packages } = json('package-lock.json') as Lock;

  it('has the scripts and the command that the README names', () => {
    expect(Object.keys(manifest.scripts)).toEqual(
      expect.arrayContaining(['build', 'demo', 'dev', 'test', 'check', 'bench']),
    );
    expect([manifest.bin, manifest.engines]).toEqual([{ convoy: 'dist/convoy.js' }, { node: '>=20.19.0' }]);
  });

  it('pins every dependency exactly', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it('installs from a registry alone, and no install script downloads', () => {
    const elsewhere = Object.entries(packages).filter(
      ([name, { integrity, resolved }]) =>
        name !== '' && (integrity === undefined || /^(?:git|file)|\.git\b/.test(resolved ?? '')),
    );
    expect(elsewhere.map(([name]) => name)).toEqual([]);
    // Two only set the execute bit of the binary that is inside the package; fsevents is macOS only;
    // electron-winstaller picks one of the 7-Zip programs that are inside the package.
    const known =
      /^node_modules\/(?:@ffmpeg-installer\/|@ffprobe-installer\/|fsevents$|electron-winstaller$)/;
    const scripts = Object.entries(packages).filter(
      ([name, { hasInstallScript }]) => hasInstallScript === true && !known.test(name),
    );
    expect(scripts.map(([name]) => name)).toEqual([]);
  });

  it.each(['darwin-arm64', 'darwin-x64', 'linux-x64', 'linux-arm64', 'win32-x64'])(
    'is locked for %s',
    (platform) => {
      const names = ['@ffmpeg-installer', '@ffprobe-installer', '@img/sharp'];
      const missing = names
        .map((name) => `node_modules/${name}${name.startsWith('@img') ? '-' : '/'}${platform}`)
        .filter((name) => packages[name] === undefined);
      expect(missing).toEqual([]);
    },
  );
});
