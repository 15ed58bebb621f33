import { protocol } from 'electron';
import { respondWithMedia } from '../calls/media-response.ts';
import type { EngineLink } from './host-supervisor.ts';
import { appOrigin } from './page-files.ts';

const prefix = 'media://convoy/';

/** Serves pictures, originals and results by the id of their job: the engine says where they lie, main streams them. */
export function serveMedia(engine: EngineLink): void {
  protocol.handle('media', async (request) => {
    const { method, headers, url } = request;
    const located = url.startsWith(prefix) ? await engine.locate(url.slice(prefix.length)) : null;
    const answer = await respondWithMedia({ method, headers }, located?.ok === true ? located.value : null);
    // The page is another origin; a player that fetches the parts of a stream may read them.
    answer.headers.set('access-control-allow-origin', appOrigin);
    return answer;
  });
}
