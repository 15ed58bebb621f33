import { z } from 'zod';
import type { Input } from '../../shared/ipc/contract.ts';
import { ConvoyError, ConvoyFailure, fail } from '../../shared/model/error.ts';

/** The few places on the web that Convoy ever opens: those of the project, which stand in package.json, and uploaded results. */

export type Link = Input<'shell:link'>['to'];

// Names below .invalid lead nowhere by definition (RFC 2606): what a build without a home of its own puts there.
const web = z.url({ protocol: /^https$/, hostname: /^(?!.*\.invalid$).+\../ });
const Manifest = z.object({
  homepage: web.optional().catch(undefined),
  bugs: z
    .union([web, z.object({ url: web }).transform(({ url }) => url)])
    .optional()
    .catch(undefined),
});

/** The address of a link; null where the project names none. `manifest` is the content of package.json. */
export function linkAddress(to: Link, manifest: unknown): string | null {
  const parsed = Manifest.safeParse(manifest);
  const { homepage, bugs } = parsed.success ? parsed.data : {};
  switch (to) {
    case 'get_ffmpeg':
      return 'https://ffmpeg.org/download.html';
    case 'report':
      return bugs ?? homepage ?? null;
    case 'source':
      return homepage ?? null;
  }
}

const Linked = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.object({ url: z.string() }) }),
  z.object({ ok: z.literal(false), error: ConvoyError }),
]);

/**
 * What is opened of the engine's answer to `jobs:link`. Throws the refusal of the engine, and `conflict` for an address
 * that a browser has no business with: the system would hand every other scheme to whatever program wants it.
 */
export function addressToOpen(answer: unknown): string {
  const linked = Linked.parse(answer);
  if (!linked.ok) throw new ConvoyFailure(linked.error);
  const { url } = linked.value;
  const { protocol, username, password, href } = URL.canParse(url) ? new URL(url) : noAddress;
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '')
    throw fail('conflict', { reason: 'the link is no address of the web' });
  return href;
}

const noAddress = { protocol: '', username: '', password: '', href: '' };
