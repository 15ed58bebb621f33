import { describe, expect, it } from 'vitest';
import type { Row } from '../../../../shared/ipc/row.ts';
import { builtInPresets } from '../../../../shared/model/built-in-presets.ts';
import { convoyError } from '../../../../shared/model/error.ts';
import { type WatchedFile, watchReasons } from '../../../../shared/model/watch.ts';
import { fileWords, seenText, whyText } from '../../../../renderer/features/watch/file-words.ts';
import {
  activityText,
  brokenText,
  doingText,
  historyText,
  routeOf,
  todayText,
} from '../../../../renderer/features/watch/rule-words.ts';
import { en } from '../../../../renderer/words/en/index.ts';
import { formatWord, resultCodecWord } from '../../../../renderer/words/media-words.ts';
import { done, running } from '../rows.ts';
import { aFile, aRule, aView, noCounts, now } from './rules.ts';

const speech = { words: en, locale: 'en-GB', now };
const rule = aRule(1, {
  filter: { classes: ['image'], names: [], notNames: [], minBytes: 10_000, maxBytes: 4_000_000_000 },
});

describe('why a file is where it is', () => {
  const why = (change: Partial<WatchedFile>, row: Row | null = null) =>
    whyText(aFile(1, change), { rule, row }, speech);

  it('has words for every reason', () => {
    const said = watchReasons.map((reason) => [reason, why({ reason, bytes: 21_400_000 })]);
    expect(said).toEqual([
      ['still_written', 'Still being written, 21.4 MB so far'],
      ['not_opened', 'Cannot be opened yet. Another app may hold it.'],
      ['was_there', 'Was there before the rule'],
      ['too_small', 'Too small for the rule'],
      ['too_large', 'Too large for the rule'],
      ['name', 'The rule does not take this name'],
      ['class', 'Not a photo'],
      ['no_media', 'Not a picture, sound or video'],
      ['own_result', 'Made by Convoy'],
      ['already_done', 'Already converted'],
      ['copy_of_original', 'Same as a file that was taken already'],
      ['gone', 'Not there any more'],
      ['cancelled', 'Cancelled'],
      ['skipped', 'Skipped in the queue'],
      ['waits', 'Waits for its turn'],
      ['works', 'In work'],
      ['converted', 'Converted'],
      ['job_failed', 'It could not be converted'],
      ['not_accepted', 'The queue did not take it'],
    ]);
  });

  it('names the limit that a file misses, as long as it misses it', () => {
    expect([
      why({ reason: 'too_small', bytes: 9_000 }),
      why({ reason: 'too_small', bytes: 0 }),
      why({ reason: 'too_large', bytes: 5_000_000_000 }),
      whyText(aFile(1, { reason: 'too_small', bytes: 9_000 }), { rule: null, row: null }, speech),
    ]).toEqual(['Smaller than 10 kB', 'Empty file', 'Larger than 4 GB', 'Too small for the rule']);
  });

  it('says what the rule wanted instead', () => {
    const of = (change: Partial<typeof rule>) =>
      whyText(
        aFile(1, { reason: 'class' }),
        { rule: aRule(1, { filter: { ...rule.filter, classes: [] }, ...change }), row: null },
        speech,
      );
    expect([
      of({}),
      of({ filter: { ...rule.filter, classes: ['audio', 'video'] } }),
      of({ filter: { ...rule.filter, classes: ['animation'] } }),
      of({ choice: { kind: 'adaptive_video', presetId: null, options: {} } }),
    ]).toEqual([
      'Not a sort that the rule takes',
      'Not a sort that the rule takes',
      'Not an animation',
      'Not a video',
    ]);
  });

  it('passes on what the engine says in detail', () => {
    expect([
      why({ reason: 'job_failed', detail: 'Not a picture: 0 bytes.' }),
      why({ reason: 'skipped', detail: 'A finished file is already there.' }),
      why({ reason: 'not_accepted', detail: 'The preset of this folder does not exist.' }),
      why({ reason: 'not_opened', detail: 'another program holds it' }),
      why({ reason: 'copy_of_original', detail: 'a/DSC_0001.JPG' }),
      why({ reason: 'already_done', detail: new Date(2025, 2, 3, 18, 20).toISOString() }),
    ]).toEqual([
      'Not a picture: 0 bytes.',
      'A finished file is already there.',
      'The preset of this folder does not exist.',
      'Cannot be opened yet: another program holds it',
      'Same as a/DSC_0001.JPG, which was taken already',
      'Already converted on 3 March 18:20',
    ]);
  });

  it('takes progress and sizes from the queue while the file is in it', () => {
    expect([
      why({ reason: 'works' }, running(1)),
      why({ reason: 'works' }, running(1, { progress: null })),
      why({ reason: 'converted' }, done(1, { bytesIn: 9_800_000, bytesOut: 241_000 })),
      why({ reason: 'converted' }, done(1, { bytesOut: null })),
    ]).toEqual(['62%', 'In work', '9.80 MB → 241 kB', 'Converted']);
  });
});

describe('a row of the activity', () => {
  it('is a state with its mark, a reason and a time', () => {
    const at = { changedAt: new Date(2025, 10, 22, 13, 59, 8).getTime() };
    const of = (state: WatchedFile['state'], reason: WatchedFile['reason']) =>
      fileWords(aFile(1, { state, reason, ...at }), { rule, row: null }, speech);
    expect([of('failed', 'job_failed'), of('converting', 'works')]).toEqual([
      { state: 'Failed', why: 'It could not be converted', seen: '13:59:08', icon: 'fail', tone: 'bad' },
      { state: 'Converting', why: 'In work', seen: '13:59:08', icon: 'run', tone: 'run' },
    ]);
  });

  it('says the day of what was not today', () => {
    const at = (...when: [number, number, number, number, number]) =>
      seenText(new Date(...when).getTime(), speech);
    expect([at(2025, 10, 21, 9, 30), at(2025, 2, 3, 18, 20), at(2024, 2, 3, 18, 20)]).toEqual([
      'yesterday 09:30',
      '3 March 18:20',
      '3 March 2024 18:20',
    ]);
  });
});

describe('a rule', () => {
  const facts = { words: en.presets.facts, locale: 'en-GB', format: formatWord, codec: resultCodecWord };
  const ruleSpeech = {
    ...{ words: en, locale: 'en-GB', facts, home: '/home/ada' },
    ...{ presets: builtInPresets, outputFolder: null },
  };

  it('goes from a folder through a preset to a place', () => {
    const route = (change: Parameters<typeof aRule>[1], outputFolder: string | null = null) =>
      routeOf(aRule(1, change), { ...ruleSpeech, outputFolder });
    const web = { kind: 'image', presetId: 'web_photo', options: {} } as const;
    expect([
      route({}),
      route({}, '/home/ada/Converted'),
      route({ choice: web, output: '/home/ada/Pictures/Web/{name}.{ext}' }),
      route({ choice: { ...web, presetId: 'mine_that_is_gone' } }),
      route({ choice: { kind: 'audio', presetId: null, options: { format: 'mp3' } }, output: 'out/' }),
    ]).toEqual([
      ['~/Pictures/Import', 'usual preset', 'beside the original'],
      ['~/Pictures/Import', 'usual preset', '~/Converted'],
      ['~/Pictures/Import', 'Web photo', '~/Pictures/Web/{name}.{ext}'],
      ['~/Pictures/Import', 'a preset that was deleted', 'beside the original'],
      ['~/Pictures/Import', 'Sound, MP3, copied where possible', 'out/'],
    ]);
  });

  it('says what it is doing', () => {
    const doing = (counts: Partial<typeof noCounts>, change = {}, on = true) =>
      doingText(aView(1, { on }, { counts: { ...noCounts, ...counts }, ...change }), en, 'en-GB');
    expect([
      doing({}),
      doing({}, { polling: true }),
      doing({}, { state: 'starting' }),
      doing({ settling: 1 }),
      doing({ settling: 3, converting: 2 }),
      doing({ queued: 1204, converting: 1 }),
      doing({ settling: 3 }, {}, false),
    ]).toEqual([
      'Watching',
      'Watching, looks again and again',
      'Starting',
      '1 file settling',
      '3 files settling, 2 converting',
      '1,204 files waiting, 1 converting',
      'Resting',
    ]);
  });

  it('says why it cannot watch, and when that is looked at again', () => {
    const broken = (problem: ReturnType<typeof convoyError> | null, retrySeconds: number | null, on = true) =>
      brokenText(aView(1, { on }, { state: 'broken', problem, retrySeconds }), en, 'en-GB');
    expect([
      broken(convoyError('input_not_found', { file: 'Import' }), 30),
      broken(convoyError('input_unreadable', { file: 'Import' }), 5),
      broken(convoyError('not_found', { given: 'The preset of this folder' }), null),
      broken(convoyError('input_not_found', { file: 'Import' }), 30, false),
      brokenText(aView(1), en, 'en-GB'),
    ]).toEqual([
      'Folder is not connected. Checking every 30 s.',
      'Folder cannot be read. Checking every 5 s.',
      'The preset of this folder does not exist.',
      null,
      null,
    ]);
  });

  it('counts what it did', () => {
    const counts = { ...noCounts, done: 4812, doneToday: 128, leftAlone: 3, failed: 1 };
    const busy = aView(1, { createdAt: new Date(2025, 1, 11).getTime() }, { counts });
    expect([
      todayText(busy, en, 'en-GB'),
      todayText(aView(2), en, 'en-GB'),
      activityText([busy, aView(2)], en, 'en-GB'),
      activityText([aView(2)], en, 'en-GB'),
      historyText(busy, en, 'en-GB', now),
      historyText(aView(2), en, 'en-GB', now),
    ]).toEqual([
      '128 today',
      'none today',
      '128 converted today, 3 left alone, 1 failed',
      '0 converted today',
      'Since 11 February, 4,812 files so far',
      'Since 21 November, no file so far',
    ]);
  });
});
