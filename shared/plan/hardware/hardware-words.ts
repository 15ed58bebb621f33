import type { ConvoyError, Warning } from '../../model/error.ts';
import { type HardwareUse, familyNames } from './hardware-encoders.ts';

/** What is said of the graphics chip, in a plan and after a job. */

/** What a plan's line for people ends with: which encoder of the chip, or why none. */
export function hardwareNote(use: HardwareUse): string {
  return use.encoder === null
    ? `, in software: ${use.reason}`
    : `, by the graphics chip (${familyNames[use.family]}, ${use.encoder})`;
}

/** The chip could not, or would not; software did it. `file` is the name of the input. */
export function hardwareRefused(file: string): Warning {
  return {
    kind: 'hardware_refused',
    message: `The graphics chip refused “${file}”. Convoy converted it in software instead.`,
  };
}

/** What to do about a result of the chip that did not pass the check. */
export const softwareHint =
  'The graphics chip encoded it. Nothing was published; Convoy does not use the chip for this file again.';

/** The failure of a job that the graphics chip encoded, with the way on. */
export function withSoftwareHint(error: ConvoyError): ConvoyError {
  return { ...error, hint: softwareHint };
}

/** True for a failure after which converting again means converting in software. */
export function isForSoftware(hint: string | undefined): boolean {
  return hint === softwareHint;
}
