import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from './environment-keys.ts';

/** Profiles of the shared AWS config, `~/.aws/config` and `~/.aws/credentials`. */

/** Members of a profile, names in lower case. */
export type Profile = ReadonlyMap<string, string>;

/** Profiles by name, of both files. AWS SDKs and Tools reference, "Location of the shared config and credentials files". */
export async function readProfiles(env: Environment, home: string): Promise<ReadonlyMap<string, Profile>> {
  const config = env['AWS_CONFIG_FILE'] ?? path.join(home, '.aws', 'config');
  const credentials = env['AWS_SHARED_CREDENTIALS_FILE'] ?? path.join(home, '.aws', 'credentials');
  const [first, second] = await Promise.all([textOf(config), textOf(credentials)]);
  return profilesOf(first, second);
}

/** Pure. What stands in the credentials file goes before what stands in the config file. */
export function profilesOf(config: string, credentials: string): ReadonlyMap<string, Profile> {
  const profiles = new Map<string, Map<string, string>>();
  const add = (text: string, nameOf: (section: string) => string | null): void => {
    let now: Map<string, string> | null = null;
    for (const line of text.split(/\r?\n/)) {
      const section = /^\s*\[([^\]]*)\]/.exec(line)?.[1];
      if (section !== undefined) {
        const name = nameOf(section.trim());
        now = name === null ? null : (profiles.get(name) ?? new Map<string, string>());
        if (name !== null && now !== null) profiles.set(name, now);
        continue;
      }
      // An indented line belongs to the member before it, which is none that is needed here.
      const [, member = '', value = ''] = /^([^\s#;=][^=]*?)\s*=\s*(.*)$/.exec(line) ?? [];
      if (member !== '') now?.set(member.toLowerCase(), value.replace(/\s+[#;].*$/, '').trim());
    }
  };
  add(config, (section) =>
    section === 'default' ? 'default' : (/^profile\s+["']?(.*?)["']?$/.exec(section)?.[1] ?? null),
  );
  add(credentials, (section) => section);
  return profiles;
}

/**
 * Why a profile cannot be used, as one clause; null when it can. Signing in through a browser, and what only a machine
 * in a cloud can ask, are none of the ways: nothing is asked of anybody that the person did not name.
 */
export function profileProblem(profiles: ReadonlyMap<string, Profile>, name: string): string | null {
  const seen = new Set<string>();
  for (let at = name; !seen.has(at);) {
    seen.add(at);
    const profile = profiles.get(at);
    if (profile === undefined) return `the shared AWS config has no profile “${at}”`;
    if (profile.has('aws_access_key_id') && profile.has('aws_secret_access_key')) return null;
    if ([...profile.keys()].some((member) => member.startsWith('sso_') || member === 'login_session')) {
      return `the profile “${at}” signs in through a browser, which Convoy does not do`;
    }
    if (profile.has('credential_source') || profile.has('web_identity_token_file')) {
      return `the profile “${at}” takes its keys from the machine it runs on, which Convoy does not do`;
    }
    if (profile.has('credential_process')) return null;
    const source = profile.get('source_profile');
    if (source === undefined) return `the profile “${at}” has no keys`;
    at = source;
  }
  // A profile may be its own source when it has keys; this one has none.
  return `the profile “${name}” leads back to itself`;
}

const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
