import type { Estimate } from '../../../shared/plan/plan.ts';

/** How sizes, times and shares are worded; the window words them the same. */

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** The unit in which a size has one to three digits before the point, after rounding to three digits. */
function unitOf(bytes: number): { readonly value: number; readonly unit: string } {
  let value = Math.max(0, bytes);
  let step = 0;
  // 999.5 kB would round to 1000 kB: it is 1.00 MB.
  while (value >= 999.5 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  return { value, unit: units[step] ?? 'B' };
}

const digits = (value: number, unit: string): string => {
  if (unit === 'B' || value >= 99.95) return value.toFixed(0);
  return value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
};

/** Bytes in decimal units with three digits: `318 kB`, `2.41 MB`, `61.4 GB`. */
export function sizeText(bytes: number): string {
  const { value, unit } = unitOf(bytes);
  return `${digits(value, unit)} ${unit}`;
}

/** A range of bytes: `580 to 640 MB`, `980 kB to 1.20 MB`; one size when both ends read the same. */
export function estimateText({ low, high }: Estimate): string {
  if (sizeText(low) === sizeText(high)) return sizeText(high);
  const [from, to] = [unitOf(low), unitOf(high)];
  return from.unit === to.unit
    ? `${digits(from.value, from.unit)} to ${sizeText(high)}`
    : `${sizeText(low)} to ${sizeText(high)}`;
}

/** What a conversion did to the size: `87% smaller`, `under 1% smaller`, `12% larger`; null when nothing is known. */
export function savingText(before: number, after: number): string | null {
  if (before <= 0) return null;
  if (before === after) return 'same size';
  const share = Math.abs(after - before) / before;
  const percent = Math.round(share * 100);
  if (after > before) return percent < 1 ? 'under 1% larger' : `${percent}% larger`;
  return percent < 1 ? 'under 1% smaller' : `${Math.min(percent, 99)}% smaller`;
}

/** Time that was taken, from milliseconds: `41 s`, `8 min 04 s`, `1 h 02 min`. */
export function takenText(ms: number): string {
  if (ms < 1000) return 'under 1 s';
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** Time to go, from seconds, without "left" or "about": `40 s`, `2 min`, `1 h 20 min`, `2 days`. */
export function toGoText(seconds: number): string {
  if (seconds < 59.5) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) {
    const rest = minutes % 60;
    return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
  }
  const days = Math.max(1, Math.round(minutes / 60 / 24));
  return days === 1 ? '1 day' : `${days} days`;
}

/** A share of 0 to 1 as a percent without decimals. It is 99 at most: 100 is said by "Done". */
export function percentText(share: number): string {
  return `${Math.min(99, Math.max(0, Math.floor(share * 100)))}%`;
}

/** Speed as a multiple of real time: `1.8×`, `24×`. */
export function speedText(speed: number): string {
  return `${speed < 9.95 ? speed.toFixed(1) : speed.toFixed(0)}×`;
}

/** A count with its digits grouped by no-break spaces: `4 812`. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, '\u00a0');
}

/** `1 file`, `24 files`. */
export function countOf(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A place in media, from seconds: `0:05`, `31:02`, `1:02:03`. */
export function positionText(seconds: number): string {
  const whole = Math.floor(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Bits per second: `12.4 Mb/s`, `192 kb/s`. */
export function rateText(bitsPerSecond: number): string {
  return `${sizeText(bitsPerSecond).replace(/B$/, 'b')}/s`;
}
