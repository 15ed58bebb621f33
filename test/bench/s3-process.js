// An S3 server in a process of its own, which says its address to who started it.
import S3rver from 's3rver';

const directory = process.argv[2];
const server = new S3rver({
  ...{ address: '127.0.0.1', port: 0, silent: true, directory, vhostBuckets: false },
  configureBuckets: [{ name: 'bench' }],
});
const { port } = await server.run();
process.send?.(`http://127.0.0.1:${port}`);
process.once('disconnect', () => process.exit(0));
