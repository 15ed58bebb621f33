import type { RunFlagSpec } from '../flag-spec.ts';

/** `--preset`, wherever files become something. */
export const presetFlag: RunFlagSpec = {
  flag: '--preset <name>',
  help: 'start from this preset (name or id); options that are given win',
};
