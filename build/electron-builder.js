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

// A workflow gives a secret that it does not have as empty text, which electron-builder would take for a file.
for (const name of ['CSC_LINK', 'CSC_KEY_PASSWORD', 'WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD'])
  if (process.env[name] === '') delete process.env[name];
const hasAppleCertificate = ['CSC_LINK', 'CSC_NAME'].some((name) => process.env[name] !== undefined);

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
  // Debian's format asks for a home page. Until package.json names one this leads nowhere, by definition (RFC 2606),
  // and the app offers no link to it.
  extraMetadata: {
    ...(manifest.homepage === undefined ? { homepage: 'https://convoy.invalid' } : {}),
    desktopName: 'convoy.desktop',
  },

  files: [
    'package.json',
    'dist/**',
    '!dist/convoy.js',
    'build/icons/{tray,tray@2x,trayTemplate,trayTemplate@2x,256x256}.png',
    '!**/node_modules/**',
    ...loaded.map((name) => `**/node_modules/${name}/**`),
    // Types and documents of those packages; licences stay. fluent-ffmpeg alone carries 12 MB of them.
    '!**/node_modules/**/{test,tests,doc,docs,examples,coverage,.vscode}/**',
    '!**/node_modules/**/{README,CHANGELOG,SECURITY,Readme,readme}*',
    '!**/node_modules/**/*.{map,ts,mts,cts,html,h,cc}',
    '!**/node_modules/fluent-ffmpeg/{tools/**,Makefile}',
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
    // Apple's processors start nothing unsigned, and the fuses break the signature that Electron came with. Without a
    // certificate the app is signed for no one in particular; the hardened runtime would then refuse our own libraries.
    ...(hasAppleCertificate ? { hardenedRuntime: true } : { identity: '-', hardenedRuntime: false }),
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
    // No address: nobody would read what is sent to one that does not exist.
    maintainer: 'Convoy contributors',
    target: ['AppImage', 'deb', 'tar.gz'],
    // Every desktop knows these types. File associations would define them anew, with an icon for papers.
    mimeTypes: mediaFiles.map(({ mime }) => mime),
    desktop: {
      entry: {
        Keywords: 'convert;video;audio;picture;ffmpeg;hls;gif;',
      },
    },
  },
  deb: {
    // What electron-builder names by itself, and two libraries that Electron does not start without.
    depends: [
      ...['libgtk-3-0', 'libnotify4', 'libnss3', 'libxss1', 'libxtst6', 'xdg-utils', 'libatspi2.0-0'],
      ...['libuuid1', 'libsecret-1-0', 'libgbm1', 'libasound2'],
    ],
  },
  artifactName: 'Convoy-${version}-${os}-${arch}.${ext}',
};
