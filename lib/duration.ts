// A length of time as a person writes it: `73h`, `30m`, `2d`.
import { UserError } from "./user-error";

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The duration in milliseconds. */
export function parseDuration(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|[smhd])$/.exec(text.trim()) ?? [];
  if (number === undefined || unit === undefined) {
    throw new UserError(`duration "${text}" is not understood: write a number and ms, s, m, h or d, such as 73h`);
  }
  return Math.round(Number(number) * UNITS[unit]!);
}

/** The inverse, in the largest units that make it short: `3d 1h`, `15m`. */
export function formatDuration(milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  const parts = [
    [Math.floor(minutes / 1440), "d"],
    [Math.floor(minutes / 60) % 24, "h"],
    [minutes % 60, "m"],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return shown.length === 0 ? "0m" : `${milliseconds < 0 ? "-" : ""}${shown.join(" ")}`;
}
