import { protocol } from 'electron';
import { mayBeMissing, respondWithMedia } from '../calls/media/media-response.ts';
import type { EngineLink } from './host-supervisor.ts';
import { appOrigin } from './page-files.ts';

const prefix = 'media://convoy/';

/**
 * Serves pictures, originals and results by the id of their job: the engine says where they lie, main streams them. Has
 * to run before the page is loaded: a page reaches only the schemes that were served when it came. Requests wait for
 * the engine's link.
 */
export function serveMedia(linked: Promise<EngineLink>): void {
  protocol.handle('media', async (request) => {
    const { method, headers, url } = request;
    const address = url.startsWith(prefix) ? url.slice(prefix.length) : null;
    const located = address === null ? null : await (await linked).locate(address);
    const answer = await respondWithMedia(
      { method, headers, mayBeMissing: address !== null && mayBeMissing(address) },
      located?.ok === true ? located.value : null,
    );
    // The page is another origin; a player that fetches the parts of a stream may read them.
    answer.headers.set('access-control-allow-origin', appOrigin);
    return answer;
  });
}
