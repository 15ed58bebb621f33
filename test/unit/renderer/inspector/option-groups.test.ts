import { describe, expect, it } from 'vitest';
import { kinds, optionSchemas } from '../../../../shared/model/options.ts';
import { groupsOf } from '../../../../renderer/features/inspector/options/option-groups.ts';

const listed = (groups: ReturnType<typeof groupsOf>) =>
  Object.fromEntries(groups.map(({ id, options }) => [id, options.map(({ option }) => option)]));

describe('groupsOf', () => {
  it('places every option of every kind', () => {
    expect(Object.fromEntries(kinds.map((kind) => [kind, listed(groupsOf(kind, ['video']))]))).toEqual({
      video: {
        quality: ['format', 'codec', 'quality', 'compression', 'lossless', 'bitrate', 'target_bytes'],
        picture: ['width', 'height', 'fit', 'position', 'background', 'enlarge', 'fps', 'auto_orient'],
        trim: ['start', 'end'],
        save: [],
      },
      audio: {
        quality: ['format', 'quality', 'compression', 'bitrate', 'target_bytes'],
        trim: ['start', 'end'],
        save: [],
      },
      image: {
        quality: ['format', 'quality', 'compression', 'lossless', 'target_bytes'],
        picture: ['width', 'height', 'fit', 'position', 'background', 'enlarge', 'auto_orient'],
        trim: ['start'],
        save: [],
      },
      animation: {
        quality: ['format', 'quality', 'compression', 'lossless', 'target_bytes'],
        picture: ['width', 'height', 'fit', 'position', 'background', 'enlarge', 'fps', 'auto_orient'],
        trim: ['start', 'end'],
        save: [],
      },
      adaptive_video: {
        quality: ['codec', 'quality'],
        picture: ['width', 'height', 'fit', 'position', 'background', 'auto_orient'],
        trim: ['start', 'end'],
        save: [],
      },
    });
  });

  it('leaves no option of a schema without a place but the one format of HLS', () => {
    const missing = kinds.flatMap((kind) => {
      const placed = groupsOf(kind, ['video']).flatMap(({ options }) => options.map(({ option }) => option));
      return Object.keys(optionSchemas[kind].shape)
        .filter((name) => !placed.some((option) => option === name))
        .map((name) => `${kind}.${name}`);
    });
    expect(missing).toEqual(['adaptive_video.format']);
  });

  it('has no time for a single picture, and calls it At for a moving one', () => {
    expect(Object.keys(listed(groupsOf('image', ['image'])))).toEqual(['quality', 'picture', 'save']);
    expect(Object.keys(listed(groupsOf('image', [])))).toEqual(['quality', 'picture', 'save']);
    expect(groupsOf('image', ['image', 'video']).find(({ id }) => id === 'trim')).toEqual({
      id: 'trim',
      options: [{ option: 'start', control: 'time', label: 'at' }],
    });
  });
});
