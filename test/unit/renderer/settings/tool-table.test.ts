import { describe, expect, it } from 'vitest';
import type { ToolView, ToolsView } from '../../../../shared/ipc/contract.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import { taskName } from '../../../../renderer/features/settings/tool-matrix.tsx';
import { toolReport } from '../../../../renderer/features/settings/tool-report.ts';
import { shortVersion } from '../../../../renderer/features/settings/tool-row.tsx';
import { toolColumns, toolTasks } from '../../../../renderer/features/settings/tool-table.ts';
import { en } from '../../../../renderer/words/en/index.ts';
import { hello } from '../hosts.ts';

const features = (can: string, cannot = ''): ToolView['features'] => [
  ...can.split(' ').map((id) => ({ id, can: true })),
  ...cannot
    .split(' ')
    .filter(Boolean)
    .map((id) => ({ id, can: false })),
];

const system: ToolView = {
  path: '/usr/bin/ffmpeg',
  place: 'system',
  version: 'n7.1-12-gabcdef',
  first: true,
  features: features('encode:h264 encode:h265 encode:av1 encode:aac encode:gif filter:tonemap new:thing'),
  problem: null,
};
const bundled: ToolView = {
  path: '/app/ffmpeg',
  place: 'bundled',
  version: 'N-47683-g0e8eb07980-static',
  first: false,
  features: features('encode:h264 encode:h265 encode:aac', 'encode:av1 encode:gif filter:tonemap new:thing'),
  problem: null,
};
const broken: ToolView = {
  path: '/home/ada/bin/ffmpeg',
  place: 'setting',
  version: null,
  first: false,
  features: [],
  problem: convoyError('tool_missing', { reason: 'it is for another processor' }),
};
const view: ToolsView = {
  tools: [broken, bundled, system],
  missing: [{ option: 'image.format.avif', remedy: 'None.' }],
  pictures: { libvips: '8.17.2', build: 'native', libheif: '1.23.2' },
};

describe('the table of tools', () => {
  it('has a column for each usable tool, the first one first, and one for the picture tools', () => {
    expect(toolColumns(view).map(({ place }) => place)).toEqual(['system', 'bundled', 'pictures']);
    expect(toolColumns({ ...view, pictures: null }).map(({ place }) => place)).toEqual(['system', 'bundled']);
  });

  it('has a row for what is done alike, and the first tool that can is in use', () => {
    const rows = toolTasks(view).map((task) =>
      [taskName(task, en.settings.tools), ...task.abilities].join(' · '),
    );
    expect(rows).toEqual([
      'Write H.264, H.265 · use · can · none',
      'Write AV1 · use · cannot · none',
      'Write AAC · use · can · none',
      'Write animations as GIF · use · cannot · none',
      'Turn HDR into standard colour · use · cannot · none',
      'new:thing · use · cannot · none',
      'Write photos as JPEG, PNG, WebP · none · none · use',
      'Write photos as AVIF · none · none · cannot',
      'Write photos as TIFF, GIF · none · none · use',
      'Read HEIC · none · none · use',
    ]);
  });

  it('is done by the next tool where the first cannot', () => {
    const tools = [
      { ...system, features: features('encode:h264', 'encode:mp3') },
      { ...bundled, features: features('encode:mp3') },
    ];
    expect(
      toolTasks({ ...view, tools, pictures: null }).map(({ about, abilities }) => [...about, ...abilities]),
    ).toEqual([
      ['h264', 'use', 'cannot'],
      ['mp3', 'cannot', 'use'],
    ]);
  });
});

describe('shortVersion', () => {
  it.each([
    ['7.1', '7.1'],
    ['5.1.9-0+deb12u1', '5.1.9'],
    ['n7.1-12-gabcdef', '7.1'],
    ['N-47683-g0e8eb07980-static', 'N-47683-g0e8eb07980-static'],
  ])('%s is %s', (version, short) => {
    expect(shortVersion(version)).toBe(short);
  });
});

describe('the report', () => {
  it('says what a maintainer asks for', () => {
    expect(toolReport(view, hello, en.settings, 'en')).toMatchInlineSnapshot(`
      "Convoy tools, Version 0.1.0, linux, electron

      ffmpeg
        /home/ada/bin/ffmpeg
        -
        A tool that Convoy needs cannot be started: it is for another processor.

      ffmpeg, built in
        /app/ffmpeg
        N-47683-g0e8eb07980-static
        3 of 7 checks
        No: encode:av1 encode:gif filter:tonemap new:thing

      ffmpeg 7.1, Used first
        /usr/bin/ffmpeg
        n7.1-12-gabcdef
        7 of 7 checks

      libvips 8.17.2 (native)
      libheif 1.23.2

      What none of them can do
        image.format.avif
      "
    `);
  });
});
