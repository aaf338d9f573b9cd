// LOC (RFC 1876 §2): angles in thousandths of a second of arc, lengths in centimetres, sizes as a digit and a power of ten.
import { RdataError } from "./error";

/** The fields of LOC by Cloudflare's names, as text. */
export type LocationFields = Readonly<Record<string, string>>;

const EQUATOR = 2 ** 31;
const DEGREE = 3_600_000;
/** Altitudes are counted from 100,000 m below the reference, in centimetres. */
const ALTITUDE_BASE = 10_000_000;
const SIZES = ["size", "precision_horz", "precision_vert"];

/** @throws RdataError */
export function encodeLocation(parts: LocationFields): Buffer {
  const bytes = Buffer.alloc(16);
  for (const [index, key] of SIZES.entries()) bytes[index + 1] = sizeByte(key, metres(key, parts[key]));
  bytes.writeUInt32BE(EQUATOR + angle(parts, "lat", ["N", "S"], 90), 4);
  bytes.writeUInt32BE(EQUATOR + angle(parts, "long", ["E", "W"], 180), 8);
  const altitude = metres("altitude", parts.altitude) + ALTITUDE_BASE;
  if (altitude < 0 || altitude > 0xffffffff)
    throw new RdataError(`altitude "${parts.altitude}" is not from -100000 to 42849672.95`);
  bytes.writeUInt32BE(altitude, 12);
  return bytes;
}

/** @throws RdataError if there are not 16 bytes, or the version is not 0 */
export function decodeLocation(bytes: Buffer): Readonly<Record<string, string | number>> {
  if (bytes.length !== 16 || bytes[0] !== 0) throw new RdataError("it is no location of version 0");
  const sizes = SIZES.map(
    (key, index) => [key, ((bytes[index + 1]! >> 4) * 10 ** (bytes[index + 1]! & 0xf)) / 100] as const,
  );
  return {
    ...angleParts("lat", bytes.readUInt32BE(4) - EQUATOR, ["N", "S"]),
    ...angleParts("long", bytes.readUInt32BE(8) - EQUATOR, ["E", "W"]),
    altitude: (bytes.readUInt32BE(12) - ALTITUDE_BASE) / 100,
    ...Object.fromEntries(sizes),
  };
}

/** The fields in the words of a zone file: `42 21 54 N 71 6 18 W -24m 30m`; undefined if they are not a location. */
export function parseLocation(words: readonly string[]): Readonly<Record<string, string | number>> | undefined {
  const number = "\\d+(?:\\.\\d+)?";
  const side = (name: string, letters: string) =>
    `(?<${name}_degrees>\\d+)(?: (?<${name}_minutes>\\d+)(?: (?<${name}_seconds>${number}))?)? (?<${name}_direction>[${letters}])`;
  const length = (name: string, sign = "") => `(?<${name}>${sign}${number})m?`;
  const pattern = `^${side("lat", "NS")} ${side("long", "EW")} ${length("altitude", "-?")}(?: ${length("size")}(?: ${length("precision_horz")}(?: ${length("precision_vert")})?)?)?$`;
  const groups = new RegExp(pattern, "i").exec(words.join(" "))?.groups;
  if (groups === undefined) return undefined;
  const named = Object.entries(groups).filter(([, text]) => text !== undefined);
  return Object.fromEntries(
    named.map(([key, text]) => [key, key.endsWith("direction") ? text.toUpperCase() : Number(text)]),
  );
}

function angle(
  parts: LocationFields,
  side: "lat" | "long",
  [positive, negative]: readonly [string, string],
  max: number,
): number {
  const whole = (unit: string, limit: number, pattern: RegExp) => {
    const text = parts[`${side}_${unit}`] ?? "";
    if (pattern.test(text) && Number(text) <= limit) return Number(text);
    throw new RdataError(
      `${side}_${unit} "${text}" is no ${limit === 59.999 ? "" : "whole "}number from 0 to ${limit}`,
    );
  };
  const [degrees, minutes] = [whole("degrees", max, /^\d+$/), whole("minutes", 59, /^\d+$/)];
  const seconds = whole("seconds", 59.999, /^\d+(?:\.\d+)?$/);
  const thousandths = degrees * DEGREE + minutes * 60_000 + Math.round(seconds * 1000);
  if (thousandths > max * DEGREE)
    throw new RdataError(`${side}_degrees ${degrees} with minutes and seconds is above ${max}`);
  const decimals = parts[`${side}_direction`] ?? "";
  const direction = decimals.toUpperCase();
  if (direction !== positive && direction !== negative)
    throw new RdataError(`${side}_direction "${decimals}" is not ${positive} or ${negative}`);
  return direction === positive ? thousandths : -thousandths;
}

function angleParts(side: string, thousandths: number, [positive, negative]: readonly [string, string]) {
  const all = Math.abs(thousandths);
  return {
    [`${side}_degrees`]: Math.floor(all / DEGREE),
    [`${side}_minutes`]: Math.floor((all % DEGREE) / 60_000),
    [`${side}_seconds`]: (all % 60_000) / 1000,
    [`${side}_direction`]: thousandths < 0 ? negative : positive,
  };
}

/** Centimetres. */
function metres(key: string, text = ""): number {
  if (!/^-?\d+(?:\.\d+)?m?$/.test(text)) throw new RdataError(`${key} "${text}" is no number of metres`);
  return Math.round(Number.parseFloat(text) * 100);
}

/** One digit and a power of ten; further digits are cut off, as name servers do. */
function sizeByte(key: string, centimetres: number): number {
  if (centimetres < 0 || centimetres > 9e9) throw new RdataError(`${key} is not from 0 to 90000000 metres`);
  let [digit, power] = [centimetres, 0];
  for (; digit >= 10; power += 1) digit = Math.floor(digit / 10);
  return (digit << 4) | power;
}
