import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { mediaFiles } from './media-files.js';

/**
 * How the app is packed: `npm run package:dir` and `npm run package`. What a machine lacks (tools that cannot be
 * downloaded, another Electron) is given on the command line, never here. See docs/packaging.md.
 */

const here = path.dirname(fileURLToPath(import.meta.url));
const manifest = JSON.parse(readFileSync(path.join(here, '../package.json'), 'utf8'));

/**
 * Packages that the built files load at run time; everything else is inside them. `vite.config.ts` leaves out the same.
 */
const loaded = [
  'sharp',
  'detect-libc',
  'semver',
  '@img',
  'libheif-js',
  'libsql',
  '@libsql',
  '@neon-rs',
  '@emnapi',
  'tslib',
  'fluent-ffmpeg',
  'async',
  'which',
  'isexe',
  '@ffmpeg-installer',
  '@ffprobe-installer',
];

/** Packages that hold programs, native code or WebAssembly: files that something else than Electron opens. */
const unpacked = [
  'sharp',
  '@img',
  'libheif-js',
  'libsql',
  '@libsql',
  '@ffmpeg-installer',
  '@ffprobe-installer',
];

/** @param {{ appOutDir: string, packager: { getResourcesDir(out: string): string } }} context */
function makeToolsExecutable({ appOutDir, packager }) {
  const modules = path.join(packager.getResourcesDir(appOutDir), 'app.asar.unpacked', 'node_modules');
  for (const tool of ['ffmpeg', 'ffprobe']) {
    const scope = path.join(modules, `@${tool}-installer`);
    const files = readdirSync(scope)
      .flatMap((target) => [tool, `${tool}.exe`].map((name) => path.join(scope, target, name)))
      .filter((file) => existsSync(file) && !file.endsWith(path.join(tool, tool)));
    if (files.length === 0) throw new Error(`there is no ${tool} in the package`);
    // Whoever installs the app owns the files: the app cannot set this later.
    for (const file of files) chmodSync(file, 0o755);
  }
}

const associations = mediaFiles.map(({ name, mime, ext }) => ({
  ext,
  name,
  mimeType: mime,
  role: 'Viewer',
  // One of several programs, never the default one.
  rank: 'Alternate',
}));

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'org.convoy.app',
  productName: 'Convoy',
  copyright: 'Copyright © 2026 Convoy contributors',
  // Nothing of the second folder goes into the app, so the icons that it shows lie elsewhere.
  directories: { output: 'release', buildResources: 'build/installer' },
  // Debian's format asks for a home page. Without one in package.json this leads nowhere, and the app knows that.
  extraMetadata: {
    ...(manifest.homepage === undefined ? { homepage: 'https://convoy.invalid' } : {}),
    desktopName: 'convoy.desktop',
  },

  files: [
    'package.json',
    'LICENSE',
    'dist/**',
    '!dist/convoy.js',
    'build/icons/{tray,tray@2x,trayTemplate,trayTemplate@2x,256x256}.png',
    '!**/node_modules/**',
    ...loaded.map((name) => `**/node_modules/${name}/**`),
    // Types and documents of those packages; licences stay. fluent-ffmpeg alone carries 12 MB of them.
    '!**/node_modules/**/{test,tests,doc,docs,examples,coverage,.vscode}/**',
    '!**/node_modules/**/{README,CHANGELOG,Readme,readme}*',
    '!**/node_modules/**/*.{map,ts,mts,cts,html,h,cc}',
    '!**/node_modules/fluent-ffmpeg/tools/**',
    // Other builds of the same libraries, which nothing loads; Electron does not run on musl.
    '!**/node_modules/@libsql/*-musl/**',
    '!**/node_modules/libheif-js/{index.js,wasm.js,libheif}{,/**}',
    '!**/node_modules/libheif-js/libheif-wasm/{libheif.js,libheif.wasm,libheif-bundle.mjs}',
  ],
  extraResources: [
    { from: 'LICENSE', to: 'licenses/LICENSE.txt' },
    { from: 'NOTICES.md', to: 'licenses/NOTICES.md' },
    { from: 'build/licenses', to: 'licenses' },
  ],
  asar: true,
  asarUnpack: unpacked.map((name) => `**/node_modules/${name}/**`),
  // All native code is Node-API and comes built.
  npmRebuild: false,
  electronLanguages: ['en-US', 'en'],
  afterPack: makeToolsExecutable,
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
    enableCookieEncryption: true,
    grantFileProtocolExtraPrivileges: false,
  },
  publish: null,

  win: {
    icon: 'build/icons/icon.ico',
    target: ['nsis', 'zip'],
  },
  nsis: {
    oneClick: false,
    allowToChangeInstallationDirectory: true,
    // Registers Convoy for "open with" without making it the default program.
    include: 'build/installer/installer.nsh',
  },
  mac: {
    icon: 'build/icons/icon.icns',
    category: 'public.app-category.video',
    target: ['dmg', 'zip'],
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'build/installer/entitlements.mac.plist',
    entitlementsInherit: 'build/installer/entitlements.mac.plist',
    fileAssociations: associations,
  },
  linux: {
    icon: 'build/icons',
    executableName: 'convoy',
    // Windows on Wayland and X11 find their entry, and with it their icon, by this name.
    syncDesktopName: true,
    category: 'AudioVideo',
    synopsis: 'Batch media converter',
    description: manifest.description,
    maintainer: 'Convoy contributors <contributors@convoy.invalid>',
    target: ['AppImage', 'deb', 'tar.gz'],
    fileAssociations: associations,
    desktop: {
      entry: {
        Keywords: 'convert;video;audio;picture;ffmpeg;hls;gif;',
      },
    },
  },
  artifactName: 'Convoy-${version}-${os}-${arch}.${ext}',
};
