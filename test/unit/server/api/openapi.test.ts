import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../../electron/server/api/openapi.ts';
import { root } from '../../../support/media.ts';

/** `CONVOY_WRITE_OPENAPI=1 npx vitest run test/unit/server/api/openapi.test.ts` writes docs/openapi.json anew. */

const file = path.join(root, 'docs/openapi.json');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
const document = JSON.parse(JSON.stringify(openApiDocument(version))) as Record<string, unknown>;
if (process.env['CONVOY_WRITE_OPENAPI'] === '1')
  writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);

/** Every object of the document, with the way to it. */
function* objectsOf(value: unknown, way: string): Generator<readonly [string, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [way, value as Record<string, unknown>];
  for (const [key, one] of Object.entries(value)) yield* objectsOf(one, `${way}/${key}`);
}

describe('the OpenAPI document', () => {
  it('is the one in docs', () => {
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(document);
  });

  it('has what a document needs, and every operation an answer', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: expect.any(String) as string, version },
    });
    const paths = document['paths'] as Record<string, Record<string, Record<string, unknown>>>;
    const operations = Object.entries(paths).flatMap(([name, item]) =>
      Object.entries(item).map(([method, operation]) => ({ name, method, operation })),
    );
    expect(operations.length).toBeGreaterThan(25);
    for (const { name, method, operation } of operations) {
      expect(['get', 'post', 'delete']).toContain(method);
      const answers = Object.entries(
        operation['responses'] as Record<string, { description?: unknown; $ref?: unknown }>,
      );
      expect(answers.length).toBeGreaterThan(0);
      for (const [status, { description, $ref }] of answers) {
        expect([name, status, /^[1-5]\d\d$/.test(status), typeof (description ?? $ref)]).toEqual([
          name,
          status,
          true,
          'string',
        ]);
      }
      const asked = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      const said = ((operation['parameters'] ?? []) as { name: string; in: string }[])
        .filter((one) => one.in === 'path')
        .map((one) => one.name);
      expect([name, said.toSorted()]).toEqual([name, asked.toSorted()]);
    }
  });

  it('has every route of the server', () => {
    const folder = path.join(root, 'electron/server/api');
    const routes = readdirSync(folder)
      .map((name) => readFileSync(path.join(folder, name), 'utf8'))
      .flatMap((source) => [...source.matchAll(/\bapp\.(get|post|delete|put|patch)\('([^']+)'/g)])
      .map(([, method = '', route = '']) => ({
        method,
        name: route.replaceAll(/:(\w+)/g, '{$1}').replace('*', '{path}'),
      }));
    expect(routes.length).toBeGreaterThan(20);
    const paths = document['paths'] as Record<string, Record<string, unknown>>;
    const missing = routes.filter(({ method, name }) => paths[name]?.[method] === undefined);
    // Each operation is named by itself.
    expect(missing).toEqual([{ method: 'post', name: '/v1/ffmpeg/{operation}' }]);
  });

  it('says what a request is answered that comes twice, and one for a part of a file', () => {
    const answersOf = (name: string, method: string): readonly string[] => {
      const paths = document['paths'] as Record<string, Record<string, { responses: object }>>;
      return Object.keys(paths[name]?.[method]?.responses ?? {});
    };
    expect(answersOf('/jobs', 'post')).toEqual(expect.arrayContaining(['200', '201', '421']));
    expect(answersOf('/tasks', 'post')).toEqual(expect.arrayContaining(['200', '201']));
    for (const name of ['/jobs/{id}/result', '/api/jobs/{id}/files/{n}', '/v1/ffmpeg/results/{id}/{name}']) {
      expect([name, answersOf(name, 'get')]).toEqual([
        name,
        expect.arrayContaining(['200', '206', '304', '416']),
      ]);
    }
    expect(answersOf('/v1/ffmpeg/mux', 'post')).toEqual(expect.arrayContaining(['401', '501']));
    expect(answersOf('/health', 'get')).toEqual(['200', '421', '429', '500']);
  });

  it('refers to nothing that is not there', () => {
    const components = document['components'] as Record<string, Record<string, unknown>>;
    const names = [...objectsOf(document, '')].flatMap(([way, one]) =>
      typeof one['$ref'] === 'string' ? [[way, one['$ref']] as const] : [],
    );
    expect(names.length).toBeGreaterThan(20);
    for (const [way, name] of names) {
      const [, , kind = '', own = ''] = name.split('/');
      expect([way, name, components[kind]?.[own] !== undefined]).toEqual([way, name, true]);
    }
  });

  it('says the formats and the members of requests', () => {
    const schemas = (
      document['components'] as {
        schemas: Record<string, { properties: Record<string, unknown>; required?: string[] }>;
      }
    ).schemas;
    expect(schemas['JobBody']?.required).toEqual(['input', 'kind']);
    expect(Object.keys(schemas['JobBody']?.properties ?? {})).toEqual([
      ...['input', 'kind', 'options', 'output', 'connection', 'metadata', 'preset', 'webhook'],
    ]);
    expect(schemas['ImageOptions']?.properties['format']).toMatchObject({
      enum: ['jpeg', 'png', 'webp', 'avif', 'tiff', 'gif'],
    });
    expect(Object.keys(schemas['Job']?.properties ?? {})).toContain('tasks');
  });
});
