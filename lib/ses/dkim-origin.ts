// Which keys an identity signs with. `SigningAttributesOrigin` says so; the number of tokens does not: an identity whose DKIM was
// never started has no tokens, one with BYODKIM has one (the selector), and one that uses the keys of another region has three.
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_DkimAttributes.html
import type { Identity } from "./identity";

/**
 * `easy-dkim`: SES manages the keys, and its three tokens make the records. `byodkim`: bring your own DKIM, the owner holds the private
 * key. `none`: SES has made no tokens. `unknown`: an origin that this version does not know.
 */
export type DkimOrigin = "easy-dkim" | "byodkim" | "none" | "unknown";

export function dkimOrigin({ dkim: { origin, tokens } }: Pick<Identity, "dkim">): DkimOrigin {
  if (origin === "EXTERNAL") return "byodkim";
  if (origin !== "AWS_SES" && primaryRegion(origin) === undefined) return "unknown";
  return tokens.length === 3 ? "easy-dkim" : "none";
}

/** The primary region, whose keys an identity uses (Deterministic Easy DKIM): `eu-west-1` of `AWS_SES_EU_WEST_1`. */
export function primaryRegion(origin: string): string | undefined {
  return /^AWS_SES_([A-Z]+(?:_[A-Z]+)+_\d+)$/.exec(origin)?.[1]?.toLowerCase().replaceAll("_", "-");
}
