import { z } from 'zod';
import type { Input } from '../../shared/ipc/contract.ts';

/** The few places on the web that Convoy ever opens; those of the project stand in package.json. */

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
