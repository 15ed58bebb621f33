/** Shows a command so that a person can paste it into a shell. Display only: nothing is ever run through a shell. */

/** Quotes one argument for a POSIX shell; newlines and quotes survive. */
function quotePosix(argument: string): string {
  if (argument !== '' && /^[\w@%+=:,./-]+$/.test(argument)) return argument;
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** Quotes one argument for PowerShell, where a doubled single quote stands for one. */
function quotePowerShell(argument: string): string {
  if (argument !== '' && /^[\w+=:./\\-]+$/.test(argument)) return argument;
  return `'${argument.replaceAll("'", "''")}'`;
}

/** The whole command in one line. */
export function commandLine(
  file: string,
  args: readonly string[],
  shell: 'posix' | 'powershell' = 'posix',
): string {
  if (shell === 'powershell') return ['&', ...[file, ...args].map(quotePowerShell)].join(' ');
  return [file, ...args].map(quotePosix).join(' ');
}
