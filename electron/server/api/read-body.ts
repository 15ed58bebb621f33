import { fail } from '../../../shared/model/error.ts';

/** Bytes of one JSON body. */
const largestBody = 1_000_000;

const brokeOff = (): Error => fail('invalid_request', { reason: 'it broke off' });

/** The bytes of a request. Throws `payload_too_large` as soon as there are too many. */
export async function readBytes(request: Request, most: number = largestBody): Promise<Buffer> {
  const header = request.headers.get('content-length');
  const announced = Number(header ?? 0);
  if (announced > most) throw fail('payload_too_large');
  // HTTP holds it to its word. Read whole it is cheaper than as a stream.
  if (header !== null && request.headers.get('transfer-encoding') === null) {
    const whole = await request.arrayBuffer().catch(() => {
      throw brokeOff();
    });
    if (whole.byteLength > most) throw fail('payload_too_large');
    return Buffer.from(whole);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = (request.body as ReadableStream<Uint8Array> | null)?.getReader();
  for (;;) {
    const part = await reader?.read().catch(() => {
      throw brokeOff();
    });
    if (part === undefined || part.done) break;
    bytes += part.value.byteLength;
    if (bytes > most) {
      await reader?.cancel().catch(() => undefined);
      throw fail('payload_too_large');
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

/** Throws `invalid_request` when it is no JSON. */
export function parsedBody(bytes: Buffer): unknown {
  if (bytes.length === 0) throw fail('invalid_request', { reason: 'it has no body' });
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw fail('invalid_request', { reason: 'its body is not JSON' });
  }
}
