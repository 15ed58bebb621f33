import { convoyError } from '../../../shared/model/error.ts';
import { type AdmissionRules, type Knock, rightHost, sameSecret } from '../admission.ts';
import { type Refusal, refusalOf } from './answers.ts';

/**
 * Who may use the API: whoever has its bearer token and came to a name of ours. Cookies count for nothing here, so a
 * page that the person looks at can do nothing in their name, and pages of other origins are refused besides.
 *
 * @param open the address says nothing that is not for everybody, and needs no token
 */
export function guard(
  rules: Pick<AdmissionRules, 'hosts'>,
  token: string,
  knock: Knock,
  open: boolean,
): Refusal | null {
  const no = (status: number, message: string): Refusal => ({ status, kind: 'invalid_request', message });
  if (!rightHost(rules, knock).ok) return no(421, 'This name is not served here.');
  const own = `http://${(knock.host ?? '').toLowerCase()}`;
  const isForeign = knock.origin !== null && knock.origin.toLowerCase() !== own;
  const isFromElsewhere = knock.site !== null && knock.site !== 'same-origin' && knock.site !== 'none';
  if (isForeign || isFromElsewhere) return no(403, 'Requests from other pages are refused.');
  if (open) return null;
  const said = knock.authorization?.trim() ?? '';
  const bearer = /^Bearer +([\w.~+/-]+=*)$/i.exec(said)?.[1];
  if (bearer === undefined)
    return refusalOf(convoyError(/^Bearer\b/i.test(said) ? 'token_invalid' : 'token_missing'));
  return sameSecret(bearer, token) ? null : refusalOf(convoyError('token_invalid'));
}
