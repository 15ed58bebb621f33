import { type Result, ok, refuse } from '../../../shared/model/error.ts';

/** Redirects that are followed for one request. */
export const mostHops = 5;

/** True for an answer that names another address. */
export const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/**
 * Where a redirect leads. Refusals (`download_failed`): too many of them, an address that is none or of another scheme,
 * and from https to http, which anybody on the way could change. A user name in it is left out: nobody is logged in
 * anywhere by a redirect.
 *
 * @param hops redirects that were followed before this one
 */
export function nextHop(location: string | undefined, from: URL, hops: number, file: string): Result<URL> {
  const no = (reason: string): Result<URL> =>
    refuse('download_failed', { file, reason, hint: 'Check the address.' });
  if (hops >= mostHops) return no(`the address is redirected more than ${mostHops} times`);
  if (location === undefined || !URL.canParse(location, from.href))
    return no('the server redirects to nowhere');
  const next = new URL(location, from.href);
  if (next.protocol !== 'http:' && next.protocol !== 'https:') {
    return no(`the server redirects to ${next.protocol}//, which is not the web`);
  }
  if (from.protocol === 'https:' && next.protocol === 'http:') {
    return no('the server redirects from https to http, which is not safe');
  }
  next.username = '';
  next.password = '';
  next.hash = '';
  return ok(next);
}
