// An S3 server in a process of its own, which says its address to who started it.
import { statSync } from 'node:fs';
import path from 'node:path';
import S3rver from 's3rver';

const directory = process.argv[2];
const server = new S3rver({
  ...{ address: '127.0.0.1', port: 0, silent: true, directory, vhostBuckets: false },
  configureBuckets: [{ name: 'bench' }],
});
const { port } = await server.run();
const { store } = server;

// It answers before the last bytes are on the disk, where it looks for them when the upload ends.
const putPart = store.putPart.bind(store);
/** @type {typeof putPart} */
store.putPart = async (bucket, uploadId, part, content) => {
  const done = await putPart(bucket, uploadId, part, content);
  const file = path.join(store.getResourcePath(bucket, undefined, 'uploads'), uploadId, part);
  for (let tries = 0; tries < 500 && statSync(file).size < done.size; tries++)
    await new Promise((resolve) => setTimeout(resolve, 2));
  return done;
};
process.send?.(`http://127.0.0.1:${port}`);
process.once('disconnect', () => process.exit(0));
