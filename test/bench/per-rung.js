/**
 * Takes the one command that makes a whole HLS ladder apart into one command a rung, which is what people run without
 * Convoy: the same encoder settings, but every rung decodes the source again.
 */

/**
 * Splits a command line as Convoy shows it: words that are plain or in single quotes.
 * @param {string} line
 * @returns {string[]}
 */
export function words(line) {
  /** @type {string[]} */
  const found = [];
  for (const match of line.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g)) {
    found.push(match[0].replace(/'([^']*)'|\\(.)/g, (_, quoted, escaped) => quoted ?? escaped));
  }
  return found;
}

/**
 * @param {readonly string[]} args of the ladder's command, without the program
 * @param {string} folder where the results of the single runs go
 * @returns {{ pictures: string[][], sounds: string[][] }} arguments of the runs of the rungs and of the audio tracks
 */
export function perRung(args, folder) {
  const at = args.indexOf('-filter_complex');
  const graph = args[at + 1];
  if (at < 0 || graph === undefined) throw new Error('the ladder has no filter graph to take apart');
  const input = args.slice(0, at);
  const [head = '', ...chains] = graph.split(';');
  const before = /^(\[[^\]]+\])(.*?),?split(?:=\d+)?((?:\[[^\]]+\])+)$/.exec(head);
  if (before === null) throw new Error(`the ladder does not split its picture: ${head}`);
  const [, source = '', filters = ''] = before;

  /** @type {string[][]} */
  const pictures = [];
  /** @type {string[][]} */
  const sounds = [];
  for (const output of outputs(args.slice(at + 2))) {
    const [, mapped = ''] = output;
    const [label = ''] = /^\[[^\]]+\]$/.exec(mapped) ?? [];
    const target = `file:${folder}/${pictures.length + sounds.length}.mp4`;
    const rest = [...output.slice(2, -1), target];
    if (label === '') {
      sounds.push([...input, '-map', mapped, ...rest]);
      continue;
    }
    const chain = chains.find((one) => one.endsWith(label));
    if (chain === undefined) throw new Error(`no filters lead to ${label}`);
    const own = chain.replace(/^\[[^\]]+\]/, '');
    pictures.push([
      ...[...input, '-filter_complex', `${source}${[filters, own].filter((part) => part !== '').join(',')}`],
      ...['-map', label, ...rest],
    ]);
  }
  return { pictures, sounds };
}

/**
 * The groups of arguments from one `-map` to the file it leads to.
 * @param {readonly string[]} args
 */
function outputs(args) {
  /** @type {string[][]} */
  const groups = [];
  for (const arg of args) {
    if (arg === '-map') groups.push([]);
    groups.at(-1)?.push(arg);
  }
  return groups;
}
