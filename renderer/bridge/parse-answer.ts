import { z } from 'zod';
import { type Output, calls } from '../../shared/ipc/contract.ts';
import type { CallName } from '../../shared/ipc/names.ts';
import { ConvoyError, convoyError } from '../../shared/model/error.ts';
import { CallFailed } from './bridge.ts';

/** What comes back for a call, on either host. */
const Answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown().optional() }),
  z.object({ ok: z.literal(false), error: ConvoyError }),
]);

/**
 * The value of an answer; throws `CallFailed` for a refusal. The value itself is parsed by the contract only while
 * developing: both ends are of one house, and a list of rows is long.
 */
export function parseAnswer<K extends CallName>(name: K, answer: unknown): Output<K> {
  const parsed = Answer.safeParse(answer);
  if (!parsed.success) {
    throw new CallFailed(
      convoyError('internal', { reason: 'an answer is not in order', detail: z.prettifyError(parsed.error) }),
    );
  }
  if (!parsed.data.ok) throw new CallFailed(parsed.data.error);
  const value = parsed.data.value;
  return (import.meta.env.DEV ? calls[name].output.parse(value) : value) as Output<K>;
}
