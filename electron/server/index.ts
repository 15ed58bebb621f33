/** The loopback host: the same calls as Electron's, over HTTP and a WebSocket, and the same window; and the job API. */
export { tokenFile } from './api/api-token.ts';
export { type RunningServer, type ServerDeps, startServer } from './start-server.ts';
