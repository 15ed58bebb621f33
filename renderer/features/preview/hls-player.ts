import type Hls from 'hls.js';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HlsLevel } from './hls-levels.ts';

/** What is known of a stream that is played. */
export interface HlsState {
  readonly status: 'opening' | 'ready' | 'failed';
  readonly levels: readonly HlsLevel[];
  /** Level that was chosen; null = the player chooses. */
  readonly chosen: number | null;
  /** Level of the picture that is shown now; null before the first one. */
  readonly playing: number | null;
  readonly tracks: readonly string[];
  readonly track: number | null;
}

export interface HlsPlayer {
  readonly state: StoreApi<HlsState>;
  /** Shows this level from here on, at once; null = as the player sees fit. */
  readonly chooseLevel: (index: number | null) => void;
  readonly chooseTrack: (index: number) => void;
  readonly end: () => void;
}

/** Loaded when the first stream is looked at, and not before: it is as large as the rest of the window. */
const loadHls = async (): Promise<typeof Hls> => (await import('hls.js')).default;

/**
 * The files lie on this computer, so the first guess is a fast line and no part is loaded only to measure it. Fragments
 * are MP4, which needs no worker to take apart, and the content security policy allows none.
 */
const config = {
  enableWorker: false,
  startLevel: -1,
  testBandwidth: false,
  abrEwmaDefaultEstimate: 100_000_000,
  abrEwmaDefaultEstimateMax: 100_000_000,
  backBufferLength: 30,
} as const;

/** Plays the stream behind the address of its master playlist in an element. */
export function createHlsPlayer(video: HTMLMediaElement, url: string, load = loadHls): HlsPlayer {
  const state = createStore<HlsState>(() => ({
    status: 'opening',
    levels: [],
    chosen: null,
    playing: null,
    tracks: [],
    track: null,
  }));
  let hls: Hls | null = null;
  let ended = false;
  const fail = (): void => {
    if (!ended) state.setState({ status: 'failed' });
  };

  const open = async (): Promise<void> => {
    const Player = await load();
    if (ended) return;
    if (!Player.isSupported()) {
      fail();
      return;
    }
    hls = new Player(config);
    listen(hls, Player, state, fail);
    hls.loadSource(url);
    hls.attachMedia(video);
  };
  open().catch(fail);

  return {
    state,
    chooseLevel: (index) => {
      if (hls === null) return;
      state.setState({ chosen: index });
      hls.currentLevel = index ?? -1;
    },
    chooseTrack: (index) => {
      if (hls === null) return;
      state.setState({ track: index });
      hls.audioTrack = index;
    },
    end: () => {
      ended = true;
      hls?.destroy();
      hls = null;
    },
  };
}

function listen(hls: Hls, Player: typeof Hls, state: StoreApi<HlsState>, fail: () => void): void {
  const { Events, ErrorTypes } = Player;
  let recovered = false;
  const know = (_: unknown, { levels }: { readonly levels: Hls['levels'] }): void => {
    const found = levels.map(({ width, height, bitrate }, index) => ({ index, width, height, bitrate }));
    state.setState({ status: 'ready', levels: found });
  };
  hls.on(Events.MANIFEST_PARSED, know);
  // A level that cannot be loaded is taken out, and those behind it are numbered anew.
  hls.on(Events.LEVELS_UPDATED, know);
  hls.on(Events.LEVEL_SWITCHED, (_, { level }) => state.setState({ playing: level }));
  hls.on(Events.AUDIO_TRACKS_UPDATED, (_, { audioTracks }) =>
    state.setState({ tracks: audioTracks.map(({ name }) => name) }),
  );
  hls.on(Events.AUDIO_TRACK_SWITCHED, (_, { id }) => state.setState({ track: id }));
  hls.on(Events.ERROR, (_, { fatal, type }) => {
    if (!fatal) return;
    if (type === ErrorTypes.MEDIA_ERROR && !recovered) {
      // A decoder that stumbles is set up anew, once; what stumbles again is broken.
      recovered = true;
      hls.recoverMediaError();
    } else fail();
  });
}
