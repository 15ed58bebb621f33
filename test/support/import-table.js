/**
 * Who may import whom. The lint rule (`eslint.config.js`) and `test/architecture.test.ts` both read this table, so
 * there is one place to change it. Keys and values are folders below the repository's root.
 *
 * @type {Readonly<Record<string, { folders: readonly string[], node: boolean, electron: boolean, packages: readonly string[] }>>}
 */
export const importTable = {
  'shared/model': { folders: ['shared/model'], node: false, electron: false, packages: ['zod'] },
  'shared/plan': {
    folders: ['shared/model', 'shared/plan'],
    node: false,
    electron: false,
    packages: [],
  },
  'shared/ipc': { folders: ['shared/model', 'shared/ipc'], node: false, electron: false, packages: ['zod'] },
  'electron/engine': {
    folders: ['shared', 'electron/engine'],
    node: true,
    electron: false,
    packages: [
      'zod',
      'sharp',
      'libheif-js',
      'fluent-ffmpeg',
      '@ffmpeg-installer/ffmpeg',
      '@ffprobe-installer/ffprobe',
      '@img/sharp-wasm32',
      'tinyglobby',
      'libsql',
      'ipaddr.js',
      '@aws-sdk/client-s3',
      '@aws-sdk/credential-providers',
      '@aws-sdk/s3-request-presigner',
    ],
  },
  // The calls of the contract over the engine, the same for every host. The engine is reached through its index alone.
  'electron/calls': {
    folders: ['shared', 'electron/engine/index.ts', 'electron/calls'],
    node: true,
    electron: false,
    packages: ['zod'],
  },
  // One process talking to another about the same queue. Where a queue lies is a rule without the rest.
  'electron/control': {
    folders: ['shared', 'electron/engine/index.ts', 'electron/calls/index.ts', 'electron/control'],
    node: true,
    electron: false,
    packages: ['zod'],
  },
  'electron/server': {
    folders: ['shared', 'electron/engine/index.ts', 'electron/calls', 'electron/server'],
    node: true,
    electron: false,
    packages: ['zod', 'hono', '@hono/node-server', 'ws', '@fastify/busboy'],
  },
  'electron/host': {
    folders: [
      'shared',
      'electron/engine/index.ts',
      'electron/calls',
      'electron/control/index.ts',
      'electron/server/api-switch.ts',
      'electron/host',
    ],
    node: true,
    electron: false,
    packages: ['zod'],
  },
  'electron/main': {
    folders: [
      'shared',
      'electron/engine/index.ts',
      'electron/calls',
      'electron/control/state-folder.ts',
      'electron/host',
      'electron/main',
    ],
    node: true,
    electron: true,
    packages: ['zod'],
  },
  'electron/preload': {
    folders: ['shared/ipc', 'electron/preload'],
    node: false,
    electron: true,
    packages: [],
  },
  'electron/cli': {
    folders: [
      'shared',
      'electron/engine/index.ts',
      'electron/server/index.ts',
      'electron/control/index.ts',
      'electron/control/state-folder.ts',
      'electron/cli',
    ],
    node: true,
    electron: false,
    packages: ['zod', 'commander', 'log-update', 'string-width'],
  },
  renderer: {
    folders: ['shared', 'renderer'],
    node: false,
    electron: false,
    packages: [
      'zod',
      'react',
      'react-dom',
      'zustand',
      'radix-ui',
      'lucide-react',
      'sonner',
      '@tanstack/react-virtual',
      'hls.js',
    ],
  },
};

/**
 * Tells why an import breaks the table.
 *
 * @param {string} importer path of the importing file, relative to the root, with forward slashes
 * @param {string} target what is imported: a path relative to the root, or a bare package or `node:` name
 * @returns {string | null} the reason, or null when the import is allowed
 */
export function importViolation(importer, target) {
  const layer = Object.keys(importTable).find((folder) => importer.startsWith(`${folder}/`));
  if (layer === undefined) return null;
  const rule = importTable[layer];
  if (rule === undefined) return null;
  if (target.startsWith('node:'))
    return rule.node ? null : `${layer} runs anywhere and may not import ${target}`;
  if (target === 'electron') return rule.electron ? null : `${layer} may not import electron`;
  const isPath = /^(shared|electron|renderer|test|build)\//.test(target);
  if (isPath) {
    const allowed = rule.folders.some((folder) => target === folder || target.startsWith(`${folder}/`));
    return allowed ? null : `${layer} may import ${rule.folders.join(', ')}, not ${target}`;
  }
  const allowed = rule.packages.some((name) => target === name || target.startsWith(`${name}/`));
  return allowed ? null : `${layer} may not import the package ${target}`;
}
