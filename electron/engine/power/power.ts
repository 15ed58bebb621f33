import path from 'node:path';
import { runTool } from '../process/run-tool.ts';
import { readPmset, readWindowsBatteries } from './power-answers.ts';
import type { Power } from './power-state.ts';
import { powerSupplies } from './power-supplies.ts';

const patienceMs = 10_000;

/** What feeds this computer; null = no battery, or it does not tell. Never rejects. */
export async function powerNow(): Promise<Power | null> {
  if (process.platform === 'linux') return powerSupplies('/sys/class/power_supply');
  if (process.platform === 'darwin') return readPmset(await said('/usr/bin/pmset', ['-g', 'batt']));
  if (process.platform === 'win32') {
    const system = process.env['SystemRoot'] ?? String.raw`C:\Windows`;
    const shell = path.win32.join(system, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
    return readWindowsBatteries(await said(shell, ['-NoProfile', '-NonInteractive', '-Command', query]));
  }
  return null;
}

/** One question and one answer in JSON; nothing when there is no battery. */
const query =
  'Get-CimInstance -ClassName Win32_Battery | Select-Object BatteryStatus,EstimatedChargeRemaining | ConvertTo-Json -Compress';

/** Standard output of a tool; empty when it fails. */
async function said(file: string, args: readonly string[]): Promise<string> {
  const facts = await runTool({ file, args, timeoutMs: patienceMs, maxOutput: 65_536 });
  return facts.exitCode === 0 ? facts.stdout : '';
}
