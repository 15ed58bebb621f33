import path from 'node:path';
import { type Result, ok, refuse } from '../../shared/model/error.ts';
import type { KindOptions } from '../../shared/model/options.ts';
import { formatName, formatOf } from '../../shared/plan/names/result-form.ts';
import { localDate, qualityToken } from '../../shared/plan/names/name-template.ts';
import { formatFromOutput } from '../../shared/plan/names/output-format.ts';
import { outputTarget, renderOutputPath } from '../../shared/plan/names/output-path.ts';

/** What the example is made of. */
export interface ExampleQuestion {
  readonly nameTemplate: string;
  /** Null = beside the original. */
  readonly outputFolder: string | null;
  readonly home: string;
  /** Unix milliseconds. */
  readonly now: number;
  readonly platform: NodeJS.Platform;
}

const options: KindOptions = { kind: 'video', options: {} };

/**
 * Where `Holiday.mov` would be saved, by the very rules that name results. Refusal: `invalid_option`, naming what is
 * wrong with the template or the folder.
 */
export function settingsExample(question: ExampleQuestion): Result<{ readonly path: string }> {
  const { nameTemplate, outputFolder, home, now } = question;
  const platform =
    question.platform === 'win32' || question.platform === 'darwin' ? question.platform : 'linux';
  const paths = platform === 'win32' ? path.win32 : path.posix;
  if (nameTemplate.trim() === '') {
    return refuse('invalid_option', { field: 'nameTemplate', reason: 'the name is empty' });
  }
  if (outputFolder !== null && !paths.isAbsolute(outputFolder)) {
    return refuse('invalid_option', { field: 'outputFolder', reason: 'it is not a whole path' });
  }
  const input = paths.join(home, 'Movies', 'Holiday.mov');
  const target = outputTarget({
    asked: outputFolder,
    askedIsFolder: outputFolder !== null,
    input,
    root: null,
    many: false,
    cwd: home,
    nameTemplate,
    platform,
    paths,
  });
  if (!target.ok) return target;
  const agrees = formatFromOutput(target.value, options.kind, undefined);
  if (!agrees.ok) return agrees;
  const format = agrees.value ?? formatOf(options);
  const rendered = renderOutputPath(target.value, {
    input,
    kind: options.kind,
    format,
    ext: formatName(options.kind, format).ext,
    size: { width: 1920, height: 1080 },
    quality: qualityToken(options.options, 'medium'),
    date: localDate(now),
    index: 1,
    count: 24,
    id: 'job_01jd4z0k3vf1nt9s3c5h8m2x7q',
  });
  return rendered.ok ? ok({ path: rendered.value.path }) : rendered;
}
