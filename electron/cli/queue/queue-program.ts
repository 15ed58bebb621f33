import { type Command, Option } from 'commander';
import type * as Commands from '../commands.ts';
import type { Given } from '../flag-spec.ts';
import { connectionFlag } from '../connections/connection-choice.ts';
import { outputHelp, queueExamples, watchExamples } from '../help-text.ts';
import { presetFlag } from '../presets/preset-flag.ts';
import { allOptionFlags, type JobAction, jobActionWords, kindFlag, priorityFlag } from './queue-flags.ts';
import { queueAddFlags, queueLookFlags, queueRunFlags, watchRunFlags } from '../run-flags.ts';
import type { RunFlagSpec } from '../flag-spec.ts';
import type { Surroundings } from '../surroundings.ts';
import { watchFlags } from '../watch/watch-flags.ts';

/** `convoy queue`, `convoy presets` and `convoy watch`: what works on the database of the app. */

export interface Program {
  readonly program: Command;
  readonly door: Surroundings;
  readonly finish: (code: number) => void;
  readonly commands: () => Promise<typeof Commands>;
}

export function withFlags(command: Command, title: string, flags: readonly RunFlagSpec[]): Command {
  command.optionsGroup(title);
  for (const { flag, help } of flags) command.option(flag, help);
  return command;
}

function withResultFlags(command: Command): void {
  withFlags(command, 'The result:', [kindFlag, presetFlag]);
  for (const { flag, help, shown } of allOptionFlags()) {
    command.addOption(shown ? new Option(flag, help) : new Option(flag, help).hideHelp());
  }
}

export function addQueue({ program, door, finish, commands }: Program): void {
  const queue = program
    .command('queue')
    .summary('work on the queue that the window shows')
    .description('Works on the queue that the window shows, through the window while it is open.')
    .addHelpText('after', queueExamples);
  const add = queue
    .command('add')
    .summary('add files and return')
    .description('Adds files to the queue and prints their ids; they run when somebody works on it.')
    .argument('[files...]', 'files, folders and globs, as with -i')
    .optionsGroup('Input and output:')
    .option(
      '-i, --input <paths...>',
      'files, folders (searched through), globs, https:// and s3:// addresses',
    )
    .option('-o, --output <path>', outputHelp)
    .option(connectionFlag.flag, connectionFlag.help)
    .option('--metadata <key=value>', 'kept with the job, may be repeated', collect)
    .option(priorityFlag.flag, priorityFlag.help);
  withResultFlags(add);
  withFlags(add, 'How it runs:', queueAddFlags).action(async (files: string[], given: Given) =>
    finish(await (await commands()).queueAddCommand(door, files, given)),
  );
  withFlags(
    queue
      .command('run')
      .summary('work until nothing is left to do')
      .description('Works until nothing is left to do, or follows whoever works on the queue already.'),
    'How it runs:',
    queueRunFlags,
  ).action(async (given: Given) => finish(await (await commands()).queueRunCommand(door, given)));
  withFlags(
    queue
      .command('list')
      .summary('show the jobs')
      .description('Shows the jobs: a table on a terminal, JSON lines on a pipe.')
      .option('--status <words...>', 'only those: queued, processing, succeeded, failed, cancelled, skipped')
      .option('--limit <n>', 'at most so many'),
    'How it runs:',
    queueLookFlags,
  ).action(async (given: Given) => finish(await (await commands()).queueListCommand(door, given)));
  for (const what of ['pause', 'resume'] as const) {
    const command = queue
      .command(what)
      .description(
        what === 'pause'
          ? 'Begins nothing new, now and after a restart; what runs ends.'
          : 'Lets a paused queue go on.',
      );
    if (what === 'pause') command.option('--now', 'what runs stands still');
    withFlags(command, 'How it runs:', queueLookFlags).action(async (given: Given) =>
      finish(await (await commands()).queuePauseCommand(door, what, given)),
    );
  }
  for (const action of Object.keys(jobActionWords) as JobAction[]) {
    withFlags(
      queue
        .command(action)
        .description(jobActionWords[action])
        .argument('<jobs...>', 'ids, or one of: all, failed'),
      'How it runs:',
      queueLookFlags,
    ).action(async (named: string[], given: Given) =>
      finish(await (await commands()).queueJobsCommand(door, action, named, given)),
    );
  }
  withFlags(
    queue
      .command('clear')
      .description('Takes out what has ended; results stay where they are.')
      .option('--all', 'what failed too'),
    'How it runs:',
    queueLookFlags,
  ).action(async (given: Given) => finish(await (await commands()).queueClearCommand(door, given)));
}

export function addPresets({ program, door, finish, commands }: Program): void {
  const presets = program
    .command('presets')
    .summary('list, show, import and export presets')
    .description('Presets: those that come with Convoy, and your own.');
  const look = (command: Command): Command => withFlags(command, 'How it runs:', queueLookFlags);
  look(presets.command('list').description('Lists all presets.')).action(async (given: Given) =>
    finish(await (await commands()).presetsListCommand(door, given)),
  );
  look(
    presets.command('show').description('Shows what presets set.').argument('<names...>', 'names or ids'),
  ).action(async (named: string[], given: Given) =>
    finish(await (await commands()).presetsShowCommand(door, named, given)),
  );
  look(
    presets
      .command('import')
      .description('Adds the presets of a file to your own.')
      .argument('<file>', 'an exported file, or - for standard input'),
  ).action(async (file: string, given: Given) =>
    finish(await (await commands()).presetsImportCommand(door, file, given)),
  );
  look(
    presets
      .command('export')
      .description('Writes presets as a file that can be shared.')
      .argument('[names...]', 'names or ids; all of your own unless told')
      .option('-o, --output <file>', 'a new file; standard output unless told'),
  ).action(async (named: string[], given: Given) =>
    finish(await (await commands()).presetsExportCommand(door, named, given)),
  );
}

export function addWatch({ program, door, finish, commands }: Program): void {
  const watch = program
    .command('watch')
    .summary('convert what comes into a folder, until Ctrl-C')
    .description('Converts what comes into a folder, until Ctrl-C. A line for each thing that happens.');
  withFlags(watch, 'The folder:', watchFlags);
  watch
    .optionsGroup('Output:')
    .option('-o, --output <path>', outputHelp)
    .option(connectionFlag.flag, connectionFlag.help);
  withResultFlags(watch);
  withFlags(watch, 'How it runs:', watchRunFlags)
    .addHelpText('after', watchExamples)
    .action(async (given: Given) => finish(await (await commands()).watchCommand(door, given)));
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
