import { type ConvoyError, ConvoyFailure, convoyError } from '../../shared/model/error.ts';

/** Turns whatever was thrown into data. What we did not throw ourselves is a defect, and is told as one. */
export function errorOf(error: unknown): ConvoyError {
  if (error instanceof ConvoyFailure) return error.error;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return convoyError('internal', { detail });
}
