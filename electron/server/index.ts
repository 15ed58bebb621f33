/** The loopback host: the same calls as Electron's, over HTTP and a WebSocket, and the same window. */
export { type RunningServer, type ServerDeps, startServer } from './start-server.ts';
