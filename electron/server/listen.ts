import type { Server } from 'node:http';
import { fail } from '../../shared/model/error.ts';

/** Gives the port. Rejects with `conflict` when it is taken. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portFailure(error, port)));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function portFailure(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error;
  const why = error.code === 'EADDRINUSE' ? 'is used by another program' : 'may not be used by you';
  return fail('conflict', {
    reason: `port ${port} ${why}`,
    hint: 'Choose another one with --port, or --port 0 for any that is free.',
  });
}
