import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { createStandStill } from '../../electron/engine/process/stand-still.ts';
import { createExporter } from '../../electron/engine/export/create-exporter.ts';
import { partSizeFor } from '../../electron/engine/export/part-size.ts';
import { createS3Client } from '../../electron/engine/export/s3-client.ts';

/** Uploads one file, by our own way or by the SDK's, and prints how long it took and how much memory it had. */

const [how = 'own', file = '', endpoint = '', bucket = ''] = process.argv.slice(2);
const place = { endpoint, region: 'us-east-1', pathStyle: true };
const client = await createS3Client(place, { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' });
const bytes = statSync(file).size;
let peakBytes = 0;
const look = setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss())), 20);
const before = performance.now();
if (how === 'own') {
  const opened = { client, bucket, connection: null, label: bucket, place };
  const exporter = createExporter({
    access: { open: () => Promise.resolve(opened), close: () => undefined },
    collisionFor: () => 'overwrite',
  });
  const folder = path.dirname(file);
  const sizes = { width: null, height: null, duration: null };
  await exporter.send({
    jobId: 'job_bench',
    staged: {
      ...{ target: file, kept: null, warnings: [], inputs: [], partial: [] },
      files: [{ path: file, url: '', bytes, mime: 'video/mp4', ...sizes }],
      upload: { connection: null, bucket, folder },
    },
    ...{ signal: new AbortController().signal, standStill: createStandStill() },
    onPartial: () => undefined,
    onProgress: () => undefined,
    log: (line) => process.stderr.write(`${line}\n`),
  });
} else {
  const { Upload } = await import('@aws-sdk/lib-storage');
  const handle = await open(file);
  await new Upload({
    client,
    params: { Bucket: bucket, Key: path.basename(file), Body: handle.createReadStream() },
    partSize: partSizeFor(bytes),
    queueSize: 4,
    // Its abort would be told in place of what went wrong.
    leavePartsOnError: true,
  }).done();
}
const ms = performance.now() - before;
clearInterval(look);
process.stdout.write(JSON.stringify({ ms, peakBytes }));
process.exit(0);
