/**
 * How a still worker speaks to whoever started it. Under Node it is a child process with an IPC channel; in Electron it
 * is a utility process with a parent port. Both clone what they carry: bytes stay bytes, and nothing becomes text.
 */
export interface WorkerPort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The other side is gone, however it ended. Electron ends its utility processes itself. */
  onClose(listener: () => void): void;
}

/** What Electron puts on `process` in a utility process, as far as it is used here. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
}

/** The port of the process that this is called in; it is the parent port wherever there is one. */
export function workerPort(): WorkerPort {
  const { parentPort } = process as { readonly parentPort?: ParentPort };
  return parentPort === undefined ? childPort() : utilityPort(parentPort);
}

function utilityPort(port: ParentPort): WorkerPort {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
    onClose: (listener) => port.on('close', listener),
  };
}

function childPort(): WorkerPort {
  return {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.on('disconnect', listener),
  };
}
