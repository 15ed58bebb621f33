import { describe, expect, test } from 'vitest';
import { draggedOf, offeredPresets, plainPreset } from '../../../../renderer/features/drop/dragged.ts';
import { readPasted } from '../../../../renderer/features/drop/pasted-text.ts';
import { entriesOf, walkEntries } from '../../../../renderer/features/drop/walk-entries.ts';
import { builtInPresets } from '../../../../shared/model/built-in-presets.ts';
import { defaultAppSettings } from '../../../../shared/model/app-settings.ts';

const transfer = (...types: readonly string[]) => ({
  types: ['Files'],
  items: types.map((type) => ({ kind: 'file', type })) as unknown as DataTransferItemList,
});

describe('draggedOf', () => {
  test('counts, and knows the kind when there is only one', () => {
    expect(draggedOf(transfer('image/jpeg', 'image/heic'))).toEqual({ count: 2, kind: 'image' });
    expect(draggedOf(transfer('image/gif'))).toEqual({ count: 1, kind: 'animation' });
    expect(draggedOf(transfer('video/mp4', 'audio/wav'))).toEqual({ count: 2, kind: null });
    expect(draggedOf(transfer('', ''))).toEqual({ count: 2, kind: null });
    expect(draggedOf(transfer())).toEqual({ count: null, kind: null });
  });

  test('links are counted when they are dropped', () => {
    const link = { types: ['text/uri-list', 'text/html'], items: [] as unknown as DataTransferItemList };
    expect(draggedOf(link)).toEqual({ count: null, kind: null });
  });

  test('rows that are moved are no files', () => {
    expect(draggedOf({ types: ['text/plain'], items: [] as unknown as DataTransferItemList })).toBeNull();
    expect(draggedOf(null)).toBeNull();
  });
});

describe('presets to drop on', () => {
  const state = (recentPresets: string[] = []) => ({
    presets: builtInPresets,
    settings: { ...defaultAppSettings, recentPresets },
    next: null,
  });
  const ids = (recent: string[], kind: Parameters<typeof offeredPresets>[1]) =>
    offeredPresets(state(recent), kind).map(({ id }) => id);

  test('of all kinds: recent ones, then the defaults', () => {
    expect(ids([], null)).toEqual(['web_video', 'web_photo', 'music', 'gif_chat']);
    expect(ids(['phone', 'gone', 'web_photo'], null)).toEqual(['phone', 'web_photo', 'web_video', 'music']);
  });

  test('of one kind: its default first, and four at most', () => {
    const photos = ids(['phone', 'thumbnail'], 'image');
    expect(photos).toHaveLength(4);
    expect(photos[0]).toBe('web_photo');
    expect(offeredPresets(state(), 'image').every((preset) => preset.kind === 'image')).toBe(true);
  });

  test('a plain drop is for what is set for the next files, else for the default of the kind', () => {
    expect(plainPreset(state(), 'image')?.id).toBe('web_photo');
    expect(plainPreset(state(), null)).toBeNull();
    const next = { kind: 'video', presetId: 'phone', options: {}, output: null } as const;
    expect(plainPreset({ ...state(), next }, 'image')?.id).toBe('phone');
  });
});

test('pasted lines are paths and addresses, or nothing to add', () => {
  expect(
    readPasted(
      '/home/ada/a b.mov\r\n"C:\\Clips\\b.mp4"\n\n\'\\\\nas\\c.mkv\'\nfile:///d%20e.mov\nhttps://x.org/v.mp4\ns3://b/k\nhello',
    ),
  ).toEqual([
    ...['/home/ada/a b.mov', 'C:\\Clips\\b.mp4', '\\\\nas\\c.mkv', 'file:///d%20e.mov'],
    ...['https://x.org/v.mp4', 's3://b/k'],
  ]);
  expect(readPasted('# from a page\r\nhttps://x.org/v.mp4\r\nftp://x.org/v.mp4')).toEqual([
    'https://x.org/v.mp4',
  ]);
});

describe('walkEntries', () => {
  const fileEntry = (name: string) =>
    ({
      name,
      isFile: true,
      isDirectory: false,
      file: (done: (file: File) => void) => done(new File(['x'], name)),
    }) as unknown as FileSystemEntry;
  /** A folder whose reader gives two entries at a time, as browsers give a hundred. */
  const folderEntry = (name: string, children: FileSystemEntry[]) =>
    ({
      name,
      isFile: false,
      isDirectory: true,
      createReader: () => {
        const left = [...children];
        return { readEntries: (done: (some: FileSystemEntry[]) => void) => done(left.splice(0, 2)) };
      },
    }) as unknown as FileSystemEntry;

  test('goes through folders to the end and keeps the tree', async () => {
    const tree = folderEntry('Holiday', [
      fileEntry('1.jpg'),
      fileEntry('2.jpg'),
      fileEntry('.DS_Store'),
      folderEntry('day 2', [fileEntry('3.jpg')]),
      fileEntry('4.jpg'),
    ]);
    const found = await walkEntries([fileEntry('single.mov'), tree]);
    expect(found.map(({ relative }) => relative)).toEqual([
      'single.mov',
      'Holiday/1.jpg',
      'Holiday/2.jpg',
      'Holiday/day 2/3.jpg',
      'Holiday/4.jpg',
    ]);
  });

  test('text in a drop is no entry', () => {
    const entry = fileEntry('a.mov');
    const items = [
      { kind: 'string', webkitGetAsEntry: () => entry },
      { kind: 'file', webkitGetAsEntry: () => entry },
      { kind: 'file', webkitGetAsEntry: () => null },
    ] as unknown as DataTransferItem[];
    expect(entriesOf(items)).toEqual([entry]);
  });
});
