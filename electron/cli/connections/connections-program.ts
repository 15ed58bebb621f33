import type { Given } from '../flag-spec.ts';
import { connectionAddFlags } from './connection-flags.ts';
import { type Program, withFlags } from '../queue/queue-program.ts';
import { queueLookFlags } from '../run-flags.ts';

/** `convoy connections` */
export function addConnections({ program, door, finish, commands }: Program): void {
  const connections = program
    .command('connections')
    .summary('say where results are uploaded to')
    .description('Connections to S3 buckets: AWS, or any service that speaks like it.')
    .addHelpText('after', examples);
  const add = connections
    .command('add')
    .description('Saves a connection. Keys are never given as flags.')
    .addHelpText('after', whereKeysAre);
  withFlags(add, 'The connection:', connectionAddFlags);
  withFlags(add, 'How it runs:', queueLookFlags).action(async (given: Given) =>
    finish(await (await commands()).connectionsAddCommand(door, given)),
  );
  withFlags(
    connections.command('list').description('Lists all connections.'),
    'How it runs:',
    queueLookFlags,
  ).action(async (given: Given) => finish(await (await commands()).connectionsListCommand(door, given)));
  withFlags(
    connections
      .command('test')
      .description('Writes, reads and removes a small object.')
      .argument('<name>', 'name of the connection'),
    'How it runs:',
    queueLookFlags,
  ).action(async (named: string, given: Given) =>
    finish(await (await commands()).connectionsTestCommand(door, named, given)),
  );
  withFlags(
    connections
      .command('remove')
      .description('Forgets a connection; nothing in its bucket changes.')
      .argument('<name>', 'name of the connection'),
    'How it runs:',
    queueLookFlags,
  ).action(async (named: string, given: Given) =>
    finish(await (await commands()).connectionsRemoveCommand(door, named, given)),
  );
}

const whereKeysAre = `
The keys are read when they are needed:
  from CONVOY_S3_<NAME>_ACCESS_KEY_ID and CONVOY_S3_<NAME>_SECRET_ACCESS_KEY (the name media-prod
  is MEDIA_PROD there), else AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; with --profile from ~/.aws
`;

const examples = `
Examples:
  convoy connections add --name media-prod --bucket media --region eu-central-1
  convoy connections add --name nas --bucket films --endpoint http://nas.local:9000 --path-style
  convoy connections test media-prod
  convoy video -i clip.mov --connection media-prod
  convoy video -i clip.mov -o "s3://media/films/{name}.{ext}"
  convoy video -i s3://media/raw/day-1.mov -o out/
`;
