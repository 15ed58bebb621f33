import { describe, expect, it } from 'vitest';
import type { ToolsView } from '../../../../shared/ipc/contract.ts';
import {
  formatTakes,
  offeredCodecs,
  offeredFormats,
  offeredKinds,
  useOf,
} from '../../../../renderer/features/inspector/options/offered.ts';
import { brief } from './fixtures.ts';

const tools: ToolsView = {
  tools: [],
  missing: [
    { option: 'video.codec.av1', remedy: 'Needs a newer ffmpeg than the one built in.' },
    { option: 'image.format.avif', remedy: 'Needs another build of libvips.' },
  ],
  pictures: null,
};
const said = (common: Readonly<Record<string, unknown>>, more: readonly string[] = []) => ({
  common,
  said: new Set([...Object.keys(common), ...more]),
});

describe('offeredKinds', () => {
  it('says what a file cannot become', () => {
    const reasons = (...files: Parameters<typeof offeredKinds>[0]) =>
      Object.fromEntries(offeredKinds(files).map(({ kind, reason }) => [kind, reason]));
    const all = { video: null, audio: null, image: null, animation: null, adaptive_video: null };
    expect(reasons(brief())).toEqual(all);
    expect(reasons(null)).toEqual(all);
    expect(reasons()).toEqual(all);
    expect(reasons(brief({ audioCodec: null }))).toEqual({ ...all, audio: 'no_sound' });
    const song = brief({ class: 'audio', picture: false, width: null, height: null });
    expect(reasons(song)).toEqual({
      video: 'no_picture',
      audio: null,
      image: 'no_picture',
      animation: 'no_picture',
      adaptive_video: 'no_picture',
    });
    expect(reasons(brief({ class: 'image', audioCodec: null }))).toEqual({
      video: 'no_moving_picture',
      audio: 'no_sound',
      image: null,
      animation: 'no_moving_picture',
      adaptive_video: 'no_moving_picture',
    });
    expect(reasons(song, brief())).toEqual(all);
  });
});

describe('formats and codecs', () => {
  it('lists what the container holds, with the remedy of what no tool can do', () => {
    expect(offeredCodecs('video', 'mp4', tools)).toEqual([
      { value: 'h264', remedy: null },
      { value: 'h265', remedy: null },
      { value: 'av1', remedy: 'Needs a newer ffmpeg than the one built in.' },
      { value: 'vp9', remedy: null },
    ]);
    expect(offeredCodecs('video', 'webm', null).map(({ value }) => value)).toEqual(['vp9', 'av1']);
    expect(offeredCodecs('video', undefined, null).map(({ value }) => value)).toEqual([
      'h264',
      'h265',
      'av1',
      'vp9',
    ]);
    expect(offeredCodecs('adaptive_video', undefined, tools).map(({ value }) => value)).toEqual([
      'h264',
      'h265',
    ]);
    expect(offeredCodecs('audio', 'mp3', tools)).toEqual([]);
    expect(offeredFormats('image', tools).filter(({ remedy }) => remedy !== null)).toEqual([
      { value: 'avif', remedy: 'Needs another build of libvips.' },
    ]);
  });

  it('asks the schema what a format takes', () => {
    expect(
      ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'].filter((format) =>
        formatTakes('image', format, 'lossless'),
      ),
    ).toEqual(['png', 'webp', 'avif', 'tiff']);
    expect(['mp3', 'wav', 'flac', 'm4a'].filter((format) => formatTakes('audio', format, 'bitrate'))).toEqual(
      ['mp3', 'm4a'],
    );
    expect(formatTakes('audio', 'flac', 'lossless')).toBe(false);
  });
});

describe('useOf', () => {
  it('shows Shape and what follows from it only for both sides', () => {
    const uses = (options: ReturnType<typeof said>) =>
      (['fit', 'position', 'background'] as const).map((option) => {
        const use = useOf('video', option, options);
        return use.use === 'off' ? use.reason : use.use;
      });
    expect(uses(said({}))).toEqual(['hidden', 'hidden', 'hidden']);
    expect(uses(said({ width: 1920 }))).toEqual(['hidden', 'hidden', 'hidden']);
    expect(uses(said({ width: 10, height: 10 }))).toEqual(['on', 'on', 'on']);
    expect(uses(said({ width: 10, height: 10, fit: 'contain' }))).toEqual(['on', 'on', 'on']);
    expect(uses(said({ width: 10, height: 10, fit: 'cover' }))).toEqual(['on', 'on', 'only_with_bars']);
    expect(uses(said({ width: 10, height: 10, fit: 'fill' }))).toEqual(['on', 'hidden', 'only_with_bars']);
    expect(uses(said({}, ['width', 'height', 'fit']))).toEqual(['on', 'on', 'only_with_bars']);
  });

  it('has one of quality and exact quality, and none beside lossless', () => {
    expect(useOf('video', 'quality', said({}))).toEqual({ use: 'on' });
    expect(useOf('video', 'compression', said({}))).toEqual({ use: 'hidden' });
    expect(useOf('video', 'quality', said({ compression: 70 }))).toEqual({ use: 'hidden' });
    expect(useOf('video', 'compression', said({ compression: 70 }))).toEqual({ use: 'on' });
    expect(useOf('image', 'quality', said({ lossless: true }))).toEqual({
      use: 'off',
      reason: 'lossless_is_on',
      format: 'webp',
    });
  });

  it('keeps what a format cannot in its place, with the reason', () => {
    expect(useOf('image', 'lossless', said({ format: 'jpeg' }))).toEqual({
      use: 'off',
      reason: 'format_not_lossless',
      format: 'jpeg',
    });
    expect(useOf('audio', 'bitrate', said({ format: 'flac' }))).toEqual({
      use: 'off',
      reason: 'format_no_bitrate',
      format: 'flac',
    });
    expect(useOf('video', 'lossless', said({}))).toEqual({ use: 'on' });
    expect(useOf('audio', 'lossless', said({}))).toEqual({ use: 'hidden' });
  });
});
