// Differences that are known: what earlier or later providers do and the pinned one, which the emulated provider follows, does not. Each
// is in a table of docs/providers.md.
import { compareVersions } from "../../lib/config/schema/providers";
import type { Difference } from "./compare";
import type { Versions } from "./steps";

interface Known {
  readonly provider: keyof Versions;
  /** The first version that shows it. @default - all before `before` */
  readonly since?: string;
  /** The first version that does not show it any more. @default - none */
  readonly before?: string;
  /** The attribute's path, or its end. */
  readonly at: RegExp;
  readonly emulated: readonly unknown[] | ((value: unknown) => boolean);
  readonly real: readonly unknown[] | ((value: unknown) => boolean);
}

const isText = (value: unknown) => typeof value === "string";

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
  // Since 6 every regional resource has its region; before, the provider configuration alone has one.
  { provider: "aws", before: "6.0.0", at: /\baws_\w+\..*\.region$/, emulated: isText, real: [undefined] },
  // The same, where a plan knows nothing else of a resource.
  {
    provider: "aws",
    before: "6.0.0",
    at: /\baws_\w+\.[\w-]+\.values$/,
    emulated: (value) => Object.keys(value as object).join() === "region",
    real: [undefined],
  },
  // A new attribute of 6.13.
  {
    provider: "aws",
    before: "6.13.0",
    at: /\baws_sesv2_email_identity\..*\.verification_status$/,
    emulated: ["PENDING", "SUCCESS", "FAILED", true],
    real: [undefined],
  },
  // A new attribute of 6.3.
  { provider: "aws", before: "6.3.0", at: /\.anycast_ip_list_id$/, emulated: [""], real: [undefined] },
  // A new argument of 6.4.
  {
    provider: "aws",
    before: "6.4.0",
    at: /\baws_acm_certificate\..*\.options\[0\]\.export$/,
    emulated: ["DISABLED", true],
    real: [undefined],
  },
  // 6 names an attachment by its role and policy; before, the name has a number that no other has.
  {
    provider: "aws",
    before: "6.0.0",
    at: /\baws_iam_role_policy_attachment\..*\.id$/,
    emulated: (value) => isText(value) && /^[\w-]+\/arn:aws:iam::/.test(value as string),
    real: (value) => isText(value) && /^[\w-]+-\d{18}[0-9a-f]{8}$/.test(value as string),
  },
  // The real one has this call since 5.94.0, and made it in none of our scenarios. The emulated one makes it for every confirmed
  // subscription, so that the permission for it is never missing.
  { provider: "aws", at: /\.calls\.sns:ListSubscriptionsByTopic$/, emulated: [true], real: [undefined] },
];

export function isKnown({ at, emulated, real }: Difference, versions: Versions): boolean {
  return KNOWN.some((known) => {
    const version = versions[known.provider];
    return isBetween(version, known) && known.at.test(at) && isOne(known.emulated, emulated) && isOne(known.real, real);
  });
}

/** A range such as `~> 5.0` is the newest. */
function isBetween(version: string, { since, before }: Known): boolean {
  if (!/^\d/.test(version)) return before === undefined;
  if (since !== undefined && compareVersions(version, since) < 0) return false;
  return before === undefined || compareVersions(version, before) < 0;
}

function isOne(known: Known["real"], value: unknown): boolean {
  if (typeof known === "function") return known(value);
  return known.some((one) => JSON.stringify(one) === JSON.stringify(value));
}
