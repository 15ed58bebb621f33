import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { apiToken, servedApi } from '../support/served-api.ts';
import { type ClipName } from '../support/clip-recipes.ts';
import { clip, probeJson } from '../support/media.ts';

/** The two adapters over the same jobs, asked as their own clients would. */

const { at, ask, post, url, engine } = servedApi();
const run = promisify(execFile);
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface FilesView {
  jobId: string;
  status: string;
  progress: number;
  results: {
    originalName: string;
    status: string;
    fileName: string;
    size: number;
    downloadUrl: string;
    error: string;
  }[];
  archiveUrl: string | null;
  errorMessage: string | null;
}
interface InfoView {
  code: number;
  msg: string;
  data: {
    taskId: string;
    operation: string;
    status: string;
    progress: number;
    resultUrl: string;
    errorMsg: string | null;
  };
}

async function polled<T>(address: string, over: (value: T) => boolean): Promise<T> {
  const until = Date.now() + 60_000;
  for (;;) {
    const value = (await (await ask(address)).json()) as T;
    if (over(value)) return value;
    if (Date.now() > until) throw new Error(`still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function form(fields: Record<string, string>, ...names: string[]): RequestInit {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  for (const name of names) body.append('files', new Blob([readFileSync(at('media', name))]), name);
  return { method: 'POST', body };
}
const filesOver = ({ status }: FilesView): boolean => status === 'completed' || status === 'failed';
const taskOver = ({ data }: InfoView): boolean => data.status === 'succeeded' || data.status === 'failed';

describe('POST /api/jobs', () => {
  it('takes files through curl, and gives results and an archive', async () => {
    const { stdout } = await run('curl', [
      ...['-s', '-X', 'POST', `${url()}/api/jobs`, '-H', `Authorization: Bearer ${apiToken}`],
      ...['-F', 'jobType=convert', '-F', 'saveToStorage=true'],
      ...['-F', `files=@${at('media/photo.jpg')}`, '-F', `files=@${at('media/clip.mp4')}`],
      ...[
        '-F',
        'formats=["webp","mp3"]',
        '-F',
        'compressions=[82,60]',
        '-F',
        'resizes=["original","original"]',
      ],
      ...['-F', 'createArchive=true', '--max-time', '20'],
    ]);
    const made = JSON.parse(stdout) as { jobId: string; status: string };
    expect(made).toEqual({ jobId: expect.stringMatching(uuid) as string, status: 'pending' });
    const done = await polled<FilesView>(`/api/jobs/${made.jobId}`, filesOver);
    expect(done).toMatchObject({ status: 'completed', progress: 100, errorMessage: null });
    expect(
      done.results.map(({ originalName, status, fileName }) => [originalName, status, fileName]),
    ).toEqual([
      ['photo.jpg', 'completed', expect.stringMatching(/^photo.*\.webp$/) as string],
      ['clip.mp4', 'completed', expect.stringMatching(/^clip.*\.mp3$/) as string],
    ]);
    const [picture] = done.results;
    const headers = { authorization: `Bearer ${apiToken}` };
    const file = Buffer.from(await (await fetch(picture?.downloadUrl ?? '', { headers })).arrayBuffer());
    expect([file.length, file.subarray(0, 4).toString()]).toEqual([picture?.size, 'RIFF']);
    expect((await fetch(picture?.downloadUrl ?? '')).status).toBe(401);
    const zip = Buffer.from(await (await fetch(done.archiveUrl ?? '', { headers })).arrayBuffer());
    writeFileSync(at('all.zip'), zip);
    const python =
      'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip(), len(z.namelist()), sum(i.file_size for i in z.infolist()))';
    const listed = await run('python3', ['-c', python, at('all.zip')]);
    expect(listed.stdout.trim()).toBe(`None 2 ${done.results.reduce((sum, { size }) => sum + size, 0)}`);
  }, 90_000);

  it('makes files fit a size, and keeps their format', async () => {
    const sent = await ask(
      '/api/jobs',
      form({ jobType: 'compress', mode: 'target-size', targetSize: '4000' }, 'photo.jpg'),
    );
    expect(sent.status).toBe(200);
    const { jobId } = (await sent.json()) as FilesView;
    const done = await polled<FilesView>(`/api/jobs/${jobId}`, filesOver);
    expect(done.results[0]).toMatchObject({
      status: 'completed',
      fileName: expect.stringMatching(/\.jpe?g$/) as string,
    });
    expect(done.results[0]?.size).toBeLessThanOrEqual(4000);
  });

  it('makes a square', async () => {
    const sent = await ask(
      '/api/jobs',
      form({ format: 'png', resize: 'square', resizeWidth: '32' }, 'photo.jpg'),
    );
    const { jobId } = (await sent.json()) as FilesView;
    const done = await polled<FilesView>(`/api/jobs/${jobId}`, filesOver);
    expect(done.status).toBe('completed');
    const headers = { authorization: `Bearer ${apiToken}` };
    const file = Buffer.from(
      await (await fetch(done.results[0]?.downloadUrl ?? '', { headers })).arrayBuffer(),
    );
    expect([file.readUInt32BE(16), file.readUInt32BE(20)]).toEqual([32, 32]);
  });

  it('knows sizes by name, and enlarges nothing', async () => {
    const { jobId } = (await (
      await ask(
        '/api/jobs',
        form(
          { format: 'webp', resizes: '["website","email","instagram","linkedin","ecommerce"]' },
          ...Array.from({ length: 5 }, () => 'photo.jpg'),
        ),
      )
    ).json()) as FilesView;
    const done = await polled<FilesView>(`/api/jobs/${jobId}`, filesOver);
    const sizes = await Promise.all(
      done.results.map(async ({ downloadUrl }) => {
        const bytes = await (await ask(new URL(downloadUrl).pathname)).arrayBuffer();
        const { width, height } = await sharp(Buffer.from(bytes)).metadata();
        return [width, height];
      }),
    );
    const { width, height } = await sharp(at('media/photo.jpg')).metadata();
    expect(sizes).toEqual([
      [width, height],
      [width, height],
      // Smaller than what they ask for: their form alone.
      [240, 240],
      [320, 167],
      [320, 320],
    ]);
  });

  it('calls a job off as long as it waits', async () => {
    await engine().queue.pause('after');
    const { jobId } = (await (
      await ask('/api/jobs', form({ format: 'png', resize: 'original' }, 'photo.jpg'))
    ).json()) as FilesView;
    expect((await (await ask(`/api/jobs/${jobId}`)).json()) as FilesView).toMatchObject({
      status: 'pending',
      progress: 0,
    });
    const gone = await ask(`/api/jobs/${jobId}`, { method: 'DELETE' });
    expect([gone.status, await gone.json()]).toEqual([200, { jobId, status: 'cancelled' }]);
    engine().queue.resume();
    const again = await ask(`/api/jobs/${jobId}`, { method: 'DELETE' });
    expect([again.status, Object.keys((await again.json()) as object)]).toEqual([409, ['error']]);
  });

  it.each<[string, () => RequestInit, number]>([
    ['no form', () => ({ method: 'POST', body: '{}' }), 400],
    ['no files', () => form({ format: 'webp', resize: 'original' }), 400],
    ['no format', () => form({ resize: 'original' }, 'photo.jpg'), 400],
    ['no resize', () => form({ format: 'webp' }, 'photo.jpg'), 400],
    ['another format', () => form({ format: 'bmp', resize: 'original' }, 'photo.jpg'), 400],
    ['a format that nobody makes', () => form({ format: 'pdf', resize: 'original' }, 'photo.jpg'), 501],
    ['another resize', () => form({ format: 'webp', resize: 'huge' }, 'photo.jpg'), 400],
    ['a size of pictures for a film', () => form({ format: 'mp4', resize: 'instagram' }, 'clip.mp4'), 501],
    ['a width without one', () => form({ format: 'webp', resize: 'width' }, 'photo.jpg'), 400],
    ['too few values', () => form({ formats: '["webp"]', resize: 'original' }, 'photo.jpg', 'clip.mp4'), 400],
    ['no array', () => form({ formats: 'webp', resize: 'original' }, 'photo.jpg'), 400],
    [
      'a compression of 0',
      () => form({ format: 'webp', resize: 'original', compression: '0' }, 'photo.jpg'),
      400,
    ],
    ['another mode', () => form({ format: 'webp', resize: 'original', mode: 'best' }, 'photo.jpg'), 400],
    [
      'no size to fit',
      () => form({ format: 'webp', resize: 'original', mode: 'target-size' }, 'photo.jpg'),
      400,
    ],
    ['another field', () => form({ format: 'webp', resize: 'original', colour: 'red' }, 'photo.jpg'), 400],
    ['a tracing', () => form({ format: 'webp', resize: 'original', mono: 'true' }, 'photo.jpg'), 501],
  ])('%s is refused', async (_, init, status) => {
    const answer = await ask('/api/jobs', init());
    expect([answer.status, await answer.json()]).toEqual([status, { error: expect.any(String) as string }]);
  });

  it('calls an address that cannot be told by the name of its field', async () => {
    const callbackUrl = 'ftp://example.org/';
    const sent = await ask(
      '/api/jobs',
      form({ format: 'webp', resize: 'original', callbackUrl }, 'photo.jpg'),
    );
    expect([sent.status, await sent.json()]).toEqual([
      400,
      { error: 'callbackUrl: it is not an address that starts with https:// or http://.' },
    ]);
    const asked = { inputUrl: at('media/clip.mp4'), start: 0, end: 1, webhookUrl: callbackUrl };
    expect(await (await post('/v1/ffmpeg/trim', asked)).json()).toMatchObject({
      error: 'webhookUrl: it is not an address that starts with https:// or http://.',
    });
  });

  it('refuses an address that would never be told', async () => {
    const callbackUrl = 'http://[::1]:9/hook';
    const sent = await ask(
      '/api/jobs',
      form({ format: 'webp', resize: 'original', callbackUrl }, 'photo.jpg'),
    );
    const error = 'is in a private network, and not on the internet.';
    expect([sent.status, await sent.json()]).toEqual([400, { error: `callbackUrl: ::1 ${error}` }]);
    const asked = { inputUrl: at('media/clip.mp4'), start: 0, end: 1, webhookUrl: 'http://localhost/' };
    const trimmed = await post('/v1/ffmpeg/trim', asked);
    expect([trimmed.status, await trimmed.json()]).toMatchObject([
      400,
      { error: `webhookUrl: localhost ${error}` },
    ]);
  });

  it('refuses without a token in its own form', async () => {
    const answer = await fetch(`${url()}/api/jobs`, { method: 'POST' });
    expect([answer.status, await answer.json()]).toEqual([401, { error: 'The request carries no token.' }]);
    expect((await ask(`/api/jobs/${crypto.randomUUID()}`)).status).toBe(404);
  });
});

describe('POST /v1/ffmpeg/{operation}', () => {
  async function operate(name: string, body: object): Promise<InfoView> {
    const answer = await post(`/v1/ffmpeg/${name}`, body);
    const said = (await answer.json()) as { code: number; msg: string; data: string };
    expect([answer.status, said]).toEqual([
      200,
      { code: 200, msg: 'success', data: expect.stringMatching(uuid) as string, taskId: said.data },
    ]);
    return polled<InfoView>(`/v1/ffmpeg/info?id=${said.data}`, taskOver);
  }

  async function uploaded(name: ClipName = 'h264-aac-mp4'): Promise<string> {
    const { stdout } = await run('curl', [
      ...['-s', '-X', 'POST', `${url()}/v1/ffmpeg/upload`, '-H', `Authorization: Bearer ${apiToken}`],
      ...['-F', `file=@${await clip(name)}`, '--max-time', '20'],
    ]);
    const said = JSON.parse(stdout) as { code: number; msg: string; data: string };
    expect(said).toMatchObject({ code: 200, msg: 'success' });
    return said.data;
  }

  it('looks at a file that was sent', async () => {
    const info = await operate('probe', { inputUrl: await uploaded() });
    expect(info.data).toMatchObject({
      operation: 'probe',
      status: 'succeeded',
      progress: 100,
      resultUrl: null,
      errorMsg: null,
      probe: {
        width: 320,
        height: 240,
        vcodec: 'h264',
        acodec: 'aac',
        durationSec: expect.any(Number) as number,
      },
    });
  });

  const cases: readonly [
    string,
    object,
    (streams: readonly { codec_name?: string; width?: number }[]) => unknown,
    unknown,
  ][] = [
    [
      'transcode',
      { format: 'mkv', vcodec: 'h264', acodec: 'aac' },
      (s) => s.map((one) => one.codec_name),
      ['h264', 'aac'],
    ],
    ['compress', { crf: 30 }, (s) => s[0]?.codec_name, 'h264'],
    ['scale', { width: 160 }, (s) => s[0]?.width, 160],
    ['trim', { start: 0.2, end: 0.7 }, (s) => s.length, 2],
    ['extract_audio', { format: 'mp3' }, (s) => s.map((one) => one.codec_name), ['mp3']],
    [
      'to_gif',
      { fps: 5, width: 160, duration: 0.4 },
      (s) => s.map((one) => [one.codec_name, one.width]),
      [['gif', 160]],
    ],
    ['thumbnail', { time: 0.5, format: 'png' }, (s) => s.map((one) => one.codec_name), ['png']],
  ];
  it.each(cases)('%s', async (name, params, seen, expected) => {
    const info = await operate(name, { inputUrl: at('media/clip.mp4'), ...params });
    expect(info).toMatchObject({ code: 200, data: { operation: name, status: 'succeeded', errorMsg: null } });
    const answer = await fetch(info.data.resultUrl, { headers: { authorization: `Bearer ${apiToken}` } });
    writeFileSync(at(`result-${name}`), Buffer.from(await answer.arrayBuffer()));
    const { streams } = await probeJson(at(`result-${name}`));
    expect(seen(streams as readonly { codec_name?: string; width?: number }[])).toEqual(expected);
  });

  it('joins films', async () => {
    const sent = await uploaded();
    const info = await operate('concat', { inputUrls: [sent, at('media/clip.mp4')] });
    expect(info.data.status).toBe('succeeded');
  });

  it('says why a task failed', async () => {
    const info = await operate('trim', { inputUrl: at('media/none.mp4'), start: 0, end: 1 });
    expect(info.data).toMatchObject({ status: 'failed', resultUrl: null });
    expect(info.data.errorMsg).toMatch(/none\.mp4/);
  });

  it.each<[string, object, number]>([
    ['watermark', { inputUrl: 'x', imageUrl: 'y' }, 501],
    ['mux', { inputUrl: 'x', audioUrl: 'y' }, 501],
    ['frames', { inputUrl: 'x', interval: 2 }, 501],
    ['rotate', { inputUrl: 'x' }, 404],
    ['toString', { inputUrl: 'x' }, 404],
    ['trim', {}, 400],
    ['trim', { inputUrl: '/a.mp4', start: 3 }, 400],
    ['trim', { inputUrl: '/a.mp4', start: 3, end: 2 }, 400],
    ['scale', { inputUrl: '/a.mp4' }, 400],
    ['compress', { inputUrl: '/a.mp4', crf: 50 }, 400],
    ['compress', { inputUrl: '/a.mp4', crf: 20, targetBitrate: '900k' }, 400],
    ['compress', { inputUrl: '/a.mp4', targetBitrate: '100k' }, 501],
    ['transcode', { inputUrl: '/a.mp4', format: 'avi' }, 400],
    ['transcode', { inputUrl: '/a.mp4', format: 'mp4', acodec: 'opus' }, 501],
    ['transcode', { inputUrl: '/a.mp4', format: 'webm', vcodec: 'h264' }, 400],
    ['concat', { inputUrls: ['/a.mp4'] }, 400],
    ['probe', { inputUrl: 'ftp://example.org/a' }, 400],
    ['probe', { inputUrl: '/etc/passwd' }, 400],
    ['thumbnail', { inputUrl: '/a.mp4', colour: 'red' }, 400],
  ])('%s with %j is refused', async (name, body, status) => {
    const answer = await post(`/v1/ffmpeg/${name}`, body);
    const said = (await answer.json()) as { msg: string };
    expect([answer.status, said]).toEqual([
      status,
      { code: status, msg: said.msg, data: null, error: said.msg },
    ]);
  });

  it('an upload address of ours leads nowhere else', async () => {
    for (const way of [
      '..%2f..%2fsecret%2fphoto.jpg',
      '../../secret/photo.jpg',
      'x/..%2f..%2f..%2fsecret%2fphoto.jpg',
    ]) {
      const answer = await post('/v1/ffmpeg/thumbnail', { inputUrl: `${url()}/v1/ffmpeg/uploads/${way}` });
      expect(answer.status).toBe(400);
    }
  });

  it('an unknown task is not found', async () => {
    expect((await ask(`/v1/ffmpeg/info?id=${crypto.randomUUID()}`)).status).toBe(404);
    expect((await ask('/v1/ffmpeg/info')).status).toBe(400);
  });
});
