import type Hls from 'hls.js';
import { describe, expect, it, vi } from 'vitest';
import { createHlsPlayer } from '../../../../renderer/features/preview/hls-player.ts';

/** hls.js itself is tried in a browser (`test/e2e/preview.test.ts`); here it is what the player makes of its events. */

const Events = {
  MANIFEST_PARSED: 'parsed',
  LEVELS_UPDATED: 'levels',
  LEVEL_SWITCHED: 'level',
  AUDIO_TRACKS_UPDATED: 'tracks',
  AUDIO_TRACK_SWITCHED: 'track',
  ERROR: 'error',
};

function fakeHls(supported = true) {
  const listeners = new Map<string, (event: string, data: unknown) => void>();
  const done: string[] = [];
  class Fake {
    static readonly Events = Events;
    static readonly ErrorTypes = { MEDIA_ERROR: 'media', NETWORK_ERROR: 'network' };
    static readonly isSupported = () => supported;
    on = (event: string, listener: (event: string, data: unknown) => void) => listeners.set(event, listener);
    loadSource = (url: string) => done.push(`load ${url}`);
    attachMedia = () => done.push('attach');
    recoverMediaError = () => done.push('recover');
    destroy = () => done.push('destroy');
    set currentLevel(level: number) {
      done.push(`level ${level}`);
    }
    set audioTrack(track: number) {
      done.push(`track ${track}`);
    }
  }
  const load = () => Promise.resolve(Fake as unknown as typeof Hls);
  const tell = (event: keyof typeof Events, data: unknown) => listeners.get(Events[event])?.(event, data);
  return { load, tell, done };
}

const settle = async () => {
  for (let n = 0; n < 5; n++) await Promise.resolve();
};
const video = {} as HTMLVideoElement;
const levels = [
  { width: 1280, height: 720, bitrate: 3e6, name: '720' },
  { width: 416, height: 234, bitrate: 2e5, name: '234' },
];

async function playing() {
  const hls = fakeHls();
  const player = createHlsPlayer(video, '/master.m3u8', hls.load);
  await settle();
  hls.tell('MANIFEST_PARSED', { levels });
  return { ...hls, player, state: () => player.state.getState() };
}

describe('a stream', () => {
  it('tells its sizes and tracks, and what is played', async () => {
    const { tell, state, done } = await playing();
    expect(done).toEqual(['load /master.m3u8', 'attach']);
    tell('AUDIO_TRACKS_UPDATED', { audioTracks: [{ name: 'English' }, { name: 'Deutsch' }] });
    tell('AUDIO_TRACK_SWITCHED', { id: 0 });
    tell('LEVEL_SWITCHED', { level: 1 });
    expect(state()).toEqual({
      status: 'ready',
      levels: [
        { index: 0, width: 1280, height: 720, bitrate: 3e6 },
        { index: 1, width: 416, height: 234, bitrate: 2e5 },
      ],
      chosen: null,
      playing: 1,
      tracks: ['English', 'Deutsch'],
      track: 0,
    });
  });

  it('takes what is chosen, and goes back to choosing by itself', async () => {
    const { player, state, done } = await playing();
    player.chooseLevel(1);
    expect(state().chosen).toBe(1);
    player.chooseTrack(1);
    expect(state().track).toBe(1);
    player.chooseLevel(null);
    expect(state().chosen).toBeNull();
    expect(done.slice(2)).toEqual(['level 1', 'track 1', 'level -1']);
  });

  it('sets up a decoder that stumbles once, and gives up when it does again', async () => {
    const { tell, state, done } = await playing();
    tell('ERROR', { fatal: false, type: 'network' });
    tell('ERROR', { fatal: true, type: 'media' });
    expect([state().status, done.at(-1)]).toEqual(['ready', 'recover']);
    tell('ERROR', { fatal: true, type: 'media' });
    expect(state().status).toBe('failed');
  });

  it('fails when a part of it is gone', async () => {
    const { tell, state } = await playing();
    tell('ERROR', { fatal: true, type: 'network' });
    expect(state().status).toBe('failed');
  });

  it('fails where it cannot be played at all', async () => {
    const old = createHlsPlayer(video, '/a', fakeHls(false).load);
    const missing = createHlsPlayer(video, '/a', () => Promise.reject(new Error('no such file')));
    await settle();
    expect([old, missing].map(({ state }) => state.getState().status)).toEqual(['failed', 'failed']);
  });

  it('ends for good, also before it has begun', async () => {
    const { player, done } = await playing();
    player.end();
    player.chooseLevel(1);
    expect(done.slice(2)).toEqual(['destroy']);
    const late = fakeHls();
    const load = vi.fn(late.load);
    createHlsPlayer(video, '/a', load).end();
    await settle();
    expect([load.mock.calls.length, late.done]).toEqual([1, []]);
  });
});
