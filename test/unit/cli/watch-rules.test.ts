import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWatchRules } from '../../../electron/cli/watch/watch-flags.ts';
import { type CommandRule, readRules } from '../../../electron/cli/watch/watch-rules.ts';
import { WrongCommandLine } from '../../../electron/cli/wrong-command-line.ts';
import { builtInPresets } from '../../../shared/model/built-in-presets.ts';
import { WatchDraft, newWatchRule } from '../../../shared/model/watch.ts';

const cwd = path.resolve('/here');
const place = { cwd, presets: builtInPresets };
const around = { cwd, platform: process.platform };
const none = { all: [], asked: null };

const messageOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof WrongCommandLine) return error.errors[0]?.message ?? '';
    throw error;
  }
  return 'nothing was wrong';
};
const flagged = (given: Record<string, unknown>): CommandRule => {
  const [rule] = readWatchRules(given, around, none);
  if (rule === undefined) throw new Error('there is no rule');
  return rule;
};

describe('a rule from flags', () => {
  it('is a whole draft', () => {
    const rule = flagged({
      folder: 'drop',
      ...{ kind: 'image', format: 'webp', output: 'out/' },
      ...{ originals: 'move', recursive: false, stable: '0.5', poll: true, priority: 'low' },
    });
    expect(WatchDraft.safeParse(rule).success).toBe(true);
    expect(rule).toEqual({
      ...newWatchRule,
      id: expect.stringMatching(/^watch_[0-7]/) as string,
      name: 'drop',
      folder: path.join(cwd, 'drop'),
      choice: { kind: 'image', presetId: null, options: { format: 'webp' } },
      output: path.join(cwd, 'out') + path.sep,
      ...{ originals: 'move', recursive: false, stableSeconds: 0.5, poll: 'always', priority: 'low' },
    });
  });

  it('keeps its id as long as it makes the same of the same folder', () => {
    const id = flagged({ folder: 'drop', kind: 'image' }).id;
    expect(flagged({ folder: './drop/', kind: 'image', stable: '9', originals: 'trash' }).id).toBe(id);
    expect(
      new Set([
        id,
        flagged({ folder: 'drop' }).id,
        flagged({ folder: 'dro', kind: 'image' }).id,
        flagged({ folder: 'drop', kind: 'image', width: '5' }).id,
        flagged({ folder: 'drop', kind: 'image', output: 'o/' }).id,
      ]).size,
    ).toBe(5);
  });

  it.each([
    [{}, 'No input was given.'],
    [{ folder: 'a', stable: '0.1' }, 'stable cannot be "0.1"; it can be 0.5 to 3600 seconds.'],
    [{ folder: 'a', priority: 'urgent' }, 'priority cannot be "urgent"; it can be high, normal, low.'],
    [{ folder: 'a', originals: 'burn' }, 'originals cannot be "burn"; it can be leave, move, trash.'],
    [{ folder: 'a', width: '5' }, 'width: it is not said what the files become.'],
    [{ folder: 'a', kind: 'audio', fps: '5' }, /^fps: audio has no such option; it has format, /],
    [{ folder: 'a', config: 'b' }, 'folder: with --config the file says it.'],
    [{ config: '/no/such.json' }, '“such.json” is not there.'],
  ])('%j is refused', (given, message) => {
    expect(messageOf(() => readWatchRules(given, around, none))).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    );
  });
});

describe('rules from a file', () => {
  it('start from what a new rule is, and their paths from the file', () => {
    const [first, second] = readRules(
      JSON.stringify([
        {
          folder: 'a',
          preset: 'Web video',
          options: { height: 480 },
          filter: { minBytes: 0 },
          failedFolder: null,
        },
        {
          folder: '/b',
          name: 'B',
          on: false,
          existing: 'leave',
          priority: 'high',
          output: 'out/{name}.{ext}',
        },
      ]),
      place,
    );
    expect(first).toMatchObject({
      name: 'a',
      folder: path.join(cwd, 'a'),
      choice: {
        kind: 'video',
        presetId: 'web_video',
        options: { format: 'mp4', codec: 'h264', height: 480 },
      },
      filter: { ...newWatchRule.filter, minBytes: 0 },
      failedFolder: null,
      priority: 'normal',
    });
    expect(second).toMatchObject({
      ...{ name: 'B', on: false, existing: 'leave', priority: 'high', choice: null },
      output: path.join(cwd, 'out/{name}.{ext}'),
    });
    expect([first, second].every((rule) => WatchDraft.safeParse(rule).success)).toBe(true);
  });

  it.each([
    ['{', /the rules are not JSON/],
    ['{}', /expected array/],
    ['[]', /Too small/],
    ['[{"folder":"a"},{}]', /rule 2: folder: /],
    ['[{"folder":"a","fodler":"b"}]', /rule 1: there is no member "fodler"; a rule has folder, name, /],
    ['[{"folder":"a","filter":{"size":1}}]', /rule 1: there is no member "filter.size"/],
    ['[{"folder":"a","stableSeconds":0}]', /rule 1: stableSeconds: /],
    ['[{"folder":"a","originals":"eat"}]', /rule 1: originals: /],
    ['[{"folder":"a","priority":"urgent"}]', /rule 1: priority: /],
    ['[{"folder":"a","preset":"none"}]', /^Rule 1: preset: there is none called “none”/],
    ['[{"folder":"a","options":{"width":1}}]', /^Rule 1: options: it is not said what they are options of/],
    ['[{"folder":"a","kind":"image","options":{"width":0}}]', /^Rule 1: width cannot be 0/],
    ['[{"folder":"a"},{"folder":"./a"}]', /^Rule 2: folder: another rule makes the same of this folder/],
  ])('%s is refused', (text, message) => {
    expect(messageOf(() => readRules(text, place))).toMatch(message);
  });
});
