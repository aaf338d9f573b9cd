// Differences that are known: what later providers do and the pinned one, which the emulated provider follows, does not. Each is in the
// table of docs/providers.md.
import { compareVersions } from "../../lib/config/schema/providers";
import type { Difference } from "./compare";
import type { Versions } from "./scenarios";

interface Known {
  readonly provider: keyof Versions;
  /** The first version that shows it. */
  readonly since: string;
  /** The end of the attribute's path. */
  readonly at: RegExp;
  readonly emulated: readonly unknown[];
  readonly real: readonly unknown[];
}

const KNOWN: readonly Known[] = [
  // The state's schema. An earlier provider does not read a state of this version.
  { provider: "cloudflare", since: "5.19.0", at: /\.schema_version$/, emulated: [0], real: [500] },
  // A new attribute, which our records leave alone.
  { provider: "cloudflare", since: "5.19.0", at: /\.private_routing$/, emulated: [undefined], real: [null, false] },
  // What the API leaves out is false in the state, and no difference in a plan.
  {
    provider: "cloudflare",
    since: "5.19.0",
    at: /\.settings\.ipv[46]_only$/,
    emulated: [null, undefined, true],
    real: [false, undefined],
  },
  // A new attribute of the data source cloudflare_zone.
  {
    provider: "cloudflare",
    since: "5.19.0",
    at: /\.filter(?:\[1\])?\.type$/,
    emulated: [undefined],
    real: [null, ["list", "string"]],
  },
];

export function isKnown({ at, emulated, real }: Difference, versions: Versions): boolean {
  return KNOWN.some((known) => {
    const version = versions[known.provider];
    // A range such as `~> 5.0` is the newest.
    const isSince = !/^\d/.test(version) || compareVersions(version, known.since) >= 0;
    return isSince && known.at.test(at) && isOneOf(known.emulated, emulated) && isOneOf(known.real, real);
  });
}

function isOneOf(values: readonly unknown[], value: unknown): boolean {
  return values.some((one) => JSON.stringify(one) === JSON.stringify(value));
}
