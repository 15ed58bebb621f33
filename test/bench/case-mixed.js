import path from 'node:path';
import { convoy, emptyFolder } from './convoy.js';
import { interleaved, median } from './measure.js';
import { photos, sound, video } from './sources.js';

/**
 * Four videos, forty photos and twenty audio files in one batch, against the same jobs one after the other.
 *
 * @returns {Promise<import('./bench.js').Line[]>}
 */
export async function mixedCase() {
  const film = await video('mixed.mov', { width: 1280, height: 720, rate: 30, seconds: 4 });
  const { files } = await photos();
  const wav = await sound();
  /** @param {string} folder */
  const requests = (folder) => [
    ...Array.from({ length: 4 }, (_, n) => ({
      ...{ kind: 'video', input: film, output: path.join(folder, `film-${n}.mp4`) },
      options: { height: 480 },
    })),
    ...files.map((input) => ({
      ...{ kind: 'image', input, output: path.join(folder, `${path.parse(input).name}.webp`) },
      options: { width: 1600 },
    })),
    ...Array.from({ length: 20 }, (_, n) => ({
      ...{ kind: 'audio', input: wav, output: path.join(folder, `sound-${n}.mp3`) },
    })),
  ];
  /** @param {string[]} more */
  const batch = async (more) => {
    const lines = requests(emptyFolder('mixed')).map((request) => JSON.stringify(request));
    const { wallMs } = await convoy(['jobs', 'create', '--body', '-', ...more], { stdin: lines.join('\n') });
    return wallMs;
  };
  const pairs = await interleaved(
    3,
    () => batch([]),
    () => batch(['--parallel', '1']),
  );
  const ratios = pairs.map(([together, inTurn]) => together / inTurn);
  const all = ratios.map((ratio) => ratio.toFixed(2)).join(', ');
  const seconds = (/** @type {number[]} */ times) => (median(times) / 1000).toFixed(1);
  return [
    {
      what: 'mixed batch ÷ the same in turn, wall time',
      goal: '≤ 0.85',
      measured: median(ratios).toFixed(2),
      note:
        `${seconds(pairs.map(([a]) => a))} s against ${seconds(pairs.map(([, b]) => b))} s; ` +
        `median of 3 interleaved pairs (${all})`,
    },
  ];
}
