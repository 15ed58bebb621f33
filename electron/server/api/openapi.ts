import { z } from 'zod';
import { errorKinds, errorTable } from '../../../shared/model/error.ts';
import { Job, OutputFile } from '../../../shared/model/job.ts';
import { type Kind, kinds, optionSchemas } from '../../../shared/model/options.ts';
import { resizes } from './files-form.ts';
import { JobBody } from './job-body.ts';
import { ListQuery } from './job-routes.ts';
import { mediaOperations, notDone } from './media-operations.ts';
import { ApiTask, TaskBody } from './task-body.ts';

/** The API as an OpenAPI 3.1 document, made of the schemas that parse what comes in. */

type Schema = Readonly<Record<string, unknown>>;

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Schema): Schema => ({ 'application/json': { schema } });

/** 2020-12, which OpenAPI 3.1 speaks. */
function schemaOf(schema: z.ZodType): Schema {
  const made = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' });
  // The document says it for all of them.
  return Object.fromEntries(Object.entries(made).filter(([key]) => key !== '$schema'));
}

function withMembers(schema: Schema, members: Schema): Schema {
  return { ...schema, properties: { ...(schema['properties'] as Schema), ...members } };
}

const pascal = (kind: Kind): string =>
  `${kind.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}Options`;

/** A colour is rewritten on its way in, which no schema can say. */
const colour = { type: 'string', pattern: '^#[0-9a-fA-F]{6}$' };

function optionsOf(kind: Kind): Schema {
  const schema = schemaOf(optionSchemas[kind]);
  return 'background' in optionSchemas[kind].shape ? withMembers(schema, { background: colour }) : schema;
}

const anyOptions: Schema = { anyOf: kinds.map((kind) => ref(pascal(kind))) };

function schemas(): Schema {
  return {
    Job: schemaOf(Job),
    JobBody: withMembers(schemaOf(JobBody), { options: anyOptions }),
    JobList: {
      type: 'object',
      required: ['object', 'data', 'has_more'],
      properties: {
        object: { const: 'list' },
        data: { type: 'array', items: ref('Job') },
        has_more: { type: 'boolean' },
      },
    },
    Task: schemaOf(ApiTask),
    TaskBody: schemaOf(TaskBody),
    OutputFile: schemaOf(OutputFile),
    ...Object.fromEntries(kinds.map((kind) => [pascal(kind), optionsOf(kind)])),
    Error: {
      type: 'object',
      required: ['kind', 'message'],
      properties: { kind: { enum: [...errorKinds] }, message: { type: 'string' } },
    },
    FilesError: { type: 'object', required: ['error'], properties: { error: { type: 'string' } } },
    FilesJob: {
      type: 'object',
      required: ['jobId', 'status'],
      properties: {
        jobId: { type: 'string', format: 'uuid' },
        status: { enum: ['pending', 'processing', 'completed', 'failed'] },
      },
    },
    FilesForm: filesForm(),
    MediaTask: mediaAnswer({ type: 'string', format: 'uuid' }),
    MediaInfo: mediaAnswer({
      type: 'object',
      required: ['taskId', 'operation', 'status', 'progress', 'resultUrl', 'errorMsg'],
      properties: {
        taskId: { type: 'string', format: 'uuid' },
        operation: { enum: Object.keys(mediaOperations) },
        status: { enum: ['pending', 'processing', 'succeeded', 'failed', 'cancelled'] },
        progress: { type: 'integer', minimum: 0, maximum: 100 },
        resultUrl: { type: ['string', 'null'] },
        costPoints: { const: 0 },
        errorMsg: { type: ['string', 'null'] },
        probe: { type: ['object', 'null'] },
      },
    }),
    ...Object.fromEntries(
      Object.entries(mediaOperations).map(([name, schema]) => [`Media_${name}`, schemaOf(schema)]),
    ),
  };
}

const mediaAnswer = (data: Schema): Schema => ({
  type: 'object',
  required: ['code', 'msg', 'data'],
  properties: { code: { type: 'integer' }, msg: { type: 'string' }, data },
});

function filesForm(): Schema {
  const list = { type: 'string', description: 'A JSON array with one value for each file.' };
  const flag = { enum: ['true', 'false'] };
  return {
    type: 'object',
    required: ['files'],
    properties: {
      files: { type: 'array', items: { type: 'string', contentMediaType: 'application/octet-stream' } },
      jobType: { enum: ['convert', 'compress'], default: 'convert' },
      format: { type: 'string', description: 'Required, here or as formats, unless jobType is compress.' },
      resize: {
        enum: [...resizes],
        description: 'Required, here or as resizes, unless jobType is compress.',
      },
      compression: { type: 'integer', minimum: 1, maximum: 100, default: 82 },
      mode: { enum: ['quality', 'target-size'], default: 'quality' },
      targetSize: { type: 'integer', minimum: 1000, description: 'Bytes, for target-size.' },
      resizeWidth: { type: 'integer', minimum: 1, maximum: 16383 },
      resizeHeight: { type: 'integer', minimum: 1, maximum: 16383 },
      ...{ autoOrient: flag, mono: flag, saveToStorage: flag, createArchive: flag, archive: flag },
      ...{ formats: list, compressions: list, resizes: list, targetSizes: list },
      ...{ resizeWidths: list, resizeHeights: list, autoOrients: list, monos: list },
      callbackUrl: { type: 'string', format: 'uri' },
      callbackSecret: { type: 'string' },
    },
  };
}

/** Statuses that any request may be answered with. */
const commonErrors = [400, 401, 403, 404, 409, 413, 421, 429, 500, 501, 507] as const;
type ErrorForm = 'Error' | 'FilesError';

/** One answer for each status and form, which all operations refer to. */
function errorAnswers(): Schema {
  const each = (['Error', 'FilesError'] as const).flatMap((form) =>
    commonErrors.map((status) => {
      const of = errorKinds.filter((kind) => errorTable[kind].http === status);
      const description = status === 421 ? 'The server is not called by this name.' : of.join(', ');
      return [`${form}${status}`, { description, content: json(ref(form)) }] as const;
    }),
  );
  return Object.fromEntries(each);
}

const failures = (errors: ErrorForm, statuses: readonly number[] = commonErrors): Schema =>
  Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/${errors}${status}` }]),
  );

function operation(summary: string, answers: Schema, more: Schema = {}, errors: ErrorForm = 'Error'): Schema {
  return { summary, ...more, responses: { ...answers, ...failures(errors) } };
}

/** What needs no token. */
const open = (summary: string, answers: Schema): Schema => ({
  ...{ summary, security: [] },
  responses: { ...answers, ...failures('Error', [421, 429, 500]) },
});

const answer = (status: number, description: string, schema: Schema): Schema => ({
  [status]: { description, content: json(schema) },
});
const idOf = (what: string): Schema => ({
  ...{ name: 'id', in: 'path', required: true, description: `Id of the ${what}.` },
  schema: { type: 'string' },
});
const idempotencyKey: Schema = {
  ...{ name: 'Idempotency-Key', in: 'header', required: false },
  description: 'For a day the same key with the same request gets the first answer again, with 200.',
  schema: { type: 'string', maxLength: 255 },
};
const bodyOf = (schema: Schema): Schema => ({ requestBody: { required: true, content: json(schema) } });
const binary = (description: string): Schema => ({
  200: { description, content: { '*/*': { schema: { type: 'string', contentMediaType: '*/*' } } } },
});
/** A file that may be asked for in parts. */
const fileAnswer: Schema = {
  ...binary('The file.'),
  206: { ...(binary('The range of it that was asked for.')[200] as Schema) },
  304: { description: 'It is the one that If-None-Match names.' },
  416: { description: 'The range begins behind its end.' },
};
const made = (description: string, schema: Schema): Schema => ({
  ...answer(200, 'The first answer again, with Idempotent-Replayed.', schema),
  ...answer(201, description, schema),
});
const textIn = (name: string): Schema => ({ name, in: 'path', required: true, schema: { type: 'string' } });

function listParameters(): readonly Schema[] {
  const { properties } = schemaOf(ListQuery);
  return Object.entries(properties as Schema).map(([name, schema]) => ({
    ...{ name, in: 'query', required: false, schema },
  }));
}

function paths(): Schema {
  const job = answer(200, 'The job.', ref('Job'));
  const byId = { parameters: [idOf('job')] };
  return {
    '/health': {
      get: open(
        'Whether the API is there.',
        answer(200, 'It is.', {
          type: 'object',
          properties: { status: { const: 'ok' }, version: { type: 'string' } },
        }),
      ),
    },
    '/openapi.json': {
      get: open('This document.', answer(200, 'It.', { type: 'object' })),
    },
    '/jobs': {
      post: operation('Makes a job.', made('The job with its four tasks.', ref('Job')), {
        ...{ parameters: [idempotencyKey], ...bodyOf(ref('JobBody')) },
      }),
      get: operation('Lists jobs, the newest first unless told.', answer(200, 'A page.', ref('JobList')), {
        parameters: listParameters(),
      }),
    },
    '/jobs/{id}': {
      get: operation('A job.', job, byId),
      delete: operation(
        'Stops and forgets a job. Its result stays.',
        { 204: { description: 'Done.' } },
        byId,
      ),
    },
    '/jobs/{id}/cancel': { post: operation('Stops a job.', job, byId) },
    '/jobs/{id}/retry': { post: operation('Runs a job that is over again.', job, byId) },
    '/jobs/{id}/events': {
      get: operation(
        'The job as server-sent events: job, progress, end.',
        {
          200: { description: 'A stream.', content: { 'text/event-stream': { schema: { type: 'string' } } } },
          204: { description: 'The job is over, and Last-Event-ID says that the end was heard.' },
        },
        byId,
      ),
    },
    '/jobs/{id}/result': {
      get: operation('The result, when it lies on this computer. Takes Range.', fileAnswer, byId),
    },
    '/jobs/{id}/result/{path}': {
      get: operation('A file of a result that is a folder (HLS). Takes Range.', fileAnswer, {
        parameters: [idOf('job'), textIn('path')],
      }),
    },
    '/tasks': {
      post: operation('One step by itself.', made('The task.', ref('Task')), {
        ...{ parameters: [idempotencyKey], ...bodyOf(ref('TaskBody')) },
      }),
    },
    '/tasks/{id}': {
      get: operation('A task.', answer(200, 'The task.', ref('Task')), { parameters: [idOf('task')] }),
    },
    ...filesPaths(),
    ...mediaPaths(),
  };
}

function filesPaths(): Schema {
  const form = { 'multipart/form-data': { schema: ref('FilesForm') } };
  const byId = { parameters: [idOf('job')] };
  const job = answer(200, 'The job.', ref('FilesJob'));
  const of = (summary: string, answers: Schema, more: Schema = {}): Schema =>
    operation(summary, answers, more, 'FilesError');
  return {
    '/api/jobs': {
      post: of('Converts files that are sent.', answer(200, 'Its id.', ref('FilesJob')), {
        ...{ parameters: [idempotencyKey], requestBody: { required: true, content: form } },
      }),
    },
    '/api/jobs/{id}': {
      get: of('How far it is, and its results.', job, byId),
      delete: of('Calls it off as long as it is pending.', job, byId),
    },
    '/api/jobs/{id}/files/{n}': {
      get: of('A result. Takes Range.', fileAnswer, {
        parameters: [idOf('job'), { name: 'n', in: 'path', required: true, schema: { type: 'integer' } }],
      }),
    },
    '/api/jobs/{id}/archive': { get: of('All results as a ZIP archive.', binary('The archive.'), byId) },
  };
}

function mediaPaths(): Schema {
  const of = (summary: string, answers: Schema, more: Schema): Schema =>
    operation(summary, answers, more, 'FilesError');
  const each = Object.keys(mediaOperations).map((name) => [
    `/v1/ffmpeg/${name}`,
    {
      post: of(`${name}, as a task.`, answer(200, 'Its id.', ref('MediaTask')), bodyOf(ref(`Media_${name}`))),
    },
  ]);
  const missing = Object.entries(notDone).map(([name, reason]) => [
    `/v1/ffmpeg/${name}`,
    {
      post: of(`Not possible yet: ${reason}.`, {}, {}),
    },
  ]);
  const file = {
    type: 'object',
    required: ['file'],
    properties: { file: { type: 'string', contentMediaType: '*/*' } },
  };
  return {
    '/v1/ffmpeg/upload': {
      post: of(
        'Sends a file, and gives the address to name it by.',
        answer(200, 'The address.', mediaAnswer({ type: 'string' })),
        {
          requestBody: { required: true, content: { 'multipart/form-data': { schema: file } } },
        },
      ),
    },
    ...(Object.fromEntries([...each, ...missing]) as Schema),
    '/v1/ffmpeg/results/{id}/{name}': {
      get: of('The result of a task. Takes Range.', fileAnswer, {
        parameters: [idOf('task'), textIn('name')],
      }),
    },
    '/v1/ffmpeg/info': {
      get: of('How far a task is.', answer(200, 'The task.', ref('MediaInfo')), {
        parameters: [{ name: 'id', in: 'query', required: true, schema: { type: 'string', format: 'uuid' } }],
      }),
    },
  };
}

/** @param version of Convoy */
export function openApiDocument(version: string): Schema {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Convoy job API',
      version,
      description: 'Media jobs on this computer. Every request but two carries a bearer token.',
    },
    servers: [{ url: 'http://127.0.0.1:4777' }],
    security: [{ token: [] }],
    paths: paths(),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      responses: errorAnswers(),
      schemas: schemas(),
    },
  };
}
