// Whose keys an identity signs with. `SigningAttributesOrigin` says it, the number of tokens does not: an identity whose DKIM was
// never started has none, one with a key of its own has one, the selector, and one that takes the keys of another region has three.
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_DkimAttributes.html
import type { Identity } from "./identity";

/**
 * `ses`: SES's own, and its three tokens make the records. `own`: the private key is the owner's. `none`: SES has made no tokens.
 * `unknown`: an origin that this version does not know.
 */
export type DkimKeys = "ses" | "own" | "none" | "unknown";

export function dkimKeys({ dkim: { origin, tokens } }: Pick<Identity, "dkim">): DkimKeys {
  if (origin === "EXTERNAL") return "own";
  if (origin !== "AWS_SES" && dkimKeysRegion(origin) === undefined) return "unknown";
  return tokens.length === 3 ? "ses" : "none";
}

/** The region whose keys an identity takes (Deterministic Easy DKIM): `eu-west-1` of `AWS_SES_EU_WEST_1`. */
export function dkimKeysRegion(origin: string): string | undefined {
  return /^AWS_SES_([A-Z]+(?:_[A-Z]+)+_\d+)$/.exec(origin)?.[1]?.toLowerCase().replaceAll("_", "-");
}
