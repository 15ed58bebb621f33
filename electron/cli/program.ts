import { Command, CommanderError, Option } from 'commander';
import { convoyError, ConvoyFailure, errorTable } from '../../shared/model/error.ts';
import { type Kind, kinds } from '../../shared/model/options.ts';
import type * as Commands from './commands.ts';
import type { Given } from './flag-spec.ts';
import { allGood, someFailed, wrongCommandLine } from './exit-code.ts';
import {
  createExamples,
  kindExamples,
  kindSummaries,
  outputHelp,
  programExamples,
  serveExamples,
} from './help-text.ts';
import { optionFlags } from './convert/option-flags.ts';
import { connectionFlag } from './connections/connection-choice.ts';
import { addConnections } from './connections/connections-program.ts';
import { addPresets, addQueue, addWatch } from './queue/queue-program.ts';
import { presetFlag } from './presets/preset-flag.ts';
import { convertFlags, lookFlags, serveRunFlags } from './run-flags.ts';
import type { RunFlagSpec } from './flag-spec.ts';
import { serveFlags } from './serve/serve-flags.ts';
import { stateFlag } from './state-flag.ts';
import type { Surroundings } from './surroundings.ts';
import { errorLines } from './tell-error.ts';
import { WrongCommandLine } from './wrong-command-line.ts';

/** Reads the arguments, runs the command they name and gives the exit code. Never rejects. */
export async function run(door: Surroundings): Promise<number> {
  let code: number = allGood;
  const program = buildProgram(door, (value) => (code = value));
  try {
    if (door.args.length === 0) program.outputHelp();
    else await program.parseAsync([...door.args], { from: 'user' });
    return code;
  } catch (error) {
    return tellFailure(error, door);
  }
}

/** What can end a command before its time, as sentences on standard error; gives the exit code. */
function tellFailure(error: unknown, door: Surroundings): number {
  // Commander has said what is wrong already; showing help is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? allGood : wrongCommandLine;
  const debug = door.args.includes('--debug');
  const tell = (lines: readonly string[]): void => void door.stderr.write(`convoy: ${lines.join('\n')}\n`);
  if (error instanceof WrongCommandLine) {
    for (const one of error.errors) tell(errorLines(one, debug));
    return wrongCommandLine;
  }
  if (error instanceof ConvoyFailure) {
    tell(errorLines(error.error, debug));
    return errorTable[error.error.kind].exit;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  tell(
    errorLines(convoyError('internal', { detail, hint: 'Run it again with --debug, and report it.' }), debug),
  );
  return someFailed;
}

type Finish = (code: number) => void;

function buildProgram(door: Surroundings, finish: Finish): Command {
  const program = new Command('convoy')
    .description('Converts video, sound, pictures and animations, many files at once.')
    .version(door.version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void door.stdout.write(text),
      writeErr: (text) => void door.stderr.write(text),
      getOutHelpWidth: () => door.stdout.columns ?? 100,
      getErrHelpWidth: () => door.stderr.columns ?? 100,
      outputError: (text, write) => write(oneLine(text)),
    })
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', programExamples);
  for (const kind of kinds) addKind(program, kind, door, finish);
  addJobs(program, door, finish);
  addLooks(program, door, finish);
  addQueue({ program, door, finish, commands });
  addPresets({ program, door, finish, commands });
  addWatch({ program, door, finish, commands });
  addConnections({ program, door, finish, commands });
  addServe(program, door, finish);
  return program;
}

/** `error: unknown option '--widht'\n(Did you mean --width?)` as one line that begins like our own. */
function oneLine(text: string): string {
  return text.replace(/^error: /, 'convoy: ').replace(/\n\(Did you mean (.*)\?\)/, '. Did you mean $1?');
}

/** Commands are loaded when one is run: the help does not need them. */
const commands = (): Promise<typeof Commands> => import('./commands.ts');

function addRunFlags(command: Command, flags: readonly RunFlagSpec[]): void {
  command.optionsGroup('How it runs:');
  for (const { flag, help } of flags) command.option(flag, help);
}

function addKind(program: Command, kind: Kind, door: Surroundings, finish: Finish): void {
  const command = program
    .command(kind === 'adaptive_video' ? 'adaptive' : kind)
    .summary(kindSummaries[kind])
    .description(`${sentence(kindSummaries[kind])}.`)
    .argument('[files...]', 'files, folders and globs, as with -i')
    .optionsGroup('Input and output:')
    .option(
      '-i, --input <paths...>',
      'files, folders (searched through), globs, https:// and s3:// addresses',
    )
    .option('-o, --output <path>', outputHelp)
    .option(connectionFlag.flag, connectionFlag.help)
    .option('--metadata <key=value>', 'kept with the job, may be repeated', collect)
    .optionsGroup('The result:')
    .option(presetFlag.flag, presetFlag.help);
  if (kind === 'adaptive_video') command.alias('adaptive_video');
  for (const { flag, help, shown } of optionFlags(kind)) {
    command.addOption(shown ? new Option(flag, help) : new Option(flag, help).hideHelp());
  }
  addRunFlags(command, [...convertFlags, stateFlag]);
  command
    .addHelpText('after', kindExamples(kind))
    .action(async (files: string[], given: Given) =>
      finish(await (await commands()).convertCommand(door, kind, files, given)),
    );
}

const sentence = (clause: string): string => clause.charAt(0).toUpperCase() + clause.slice(1);

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

function addJobs(program: Command, door: Surroundings, finish: Finish): void {
  const jobs = program.command('jobs').summary('run jobs from JSON').description('Runs jobs from JSON.');
  const create = jobs
    .command('create')
    .summary('run one job, an array of them, or JSON lines')
    .description('Runs one job, an array of jobs, or JSON lines.')
    .argument('[source]', '- reads the body from standard input')
    .optionsGroup('Input:')
    .option('--body <json>', 'the body, or - for standard input');
  addRunFlags(create, [...convertFlags, stateFlag]);
  create
    .addHelpText('after', createExamples)
    .action(async (source: string | undefined, given: Given) =>
      finish(await (await commands()).createCommand(door, source, given)),
    );
}

function addLooks(program: Command, door: Surroundings, finish: Finish): void {
  const probe = program
    .command('probe')
    .summary('show what files hold')
    .description('Shows what files hold: a table on a terminal, JSON lines on a pipe.')
    .argument('<files...>', 'files to look into');
  addRunFlags(probe, lookFlags);
  probe.action(async (files: string[], given: Given) =>
    finish(await (await commands()).probeCommand(door, files, given)),
  );
  const health = program
    .command('health')
    .summary('show which tools were found, what works and what is missing')
    .description('Shows which tools were found, what works and what is missing, with the remedy.');
  addRunFlags(health, lookFlags);
  health.action(async (given: Given) => finish(await (await commands()).healthCommand(door, given)));
}

function addServe(program: Command, door: Surroundings, finish: Finish): void {
  const serve = program
    .command('serve')
    .summary('serve the window to a browser on this computer')
    .description('Serves the window on 127.0.0.1 to whoever has the address with its token.')
    .optionsGroup('The server:');
  for (const { flag, help } of serveFlags) serve.option(flag, help);
  addRunFlags(serve, serveRunFlags);
  serve
    .addHelpText('after', serveExamples)
    .action(async (given: Given) => finish(await (await commands()).serveCommand(door, given)));
}
