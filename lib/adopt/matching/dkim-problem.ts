// Why an identity cannot be adopted because of its DKIM keys: without the three tokens of SES its DKIM records would be wrong.
import { dkimOrigin, primaryRegion } from "../../ses/dkim-origin";
import type { Identity } from "../../ses/identity";

export interface DkimProblem {
  /** Continues a sentence after the identity's name. */
  readonly what: string;
  readonly fix: string;
}

/** Undefined if the identity has the three tokens. */
export function dkimProblem(identity: Identity): DkimProblem | undefined {
  const { domain, region, dkim } = identity;
  const { origin, status, signingEnabled } = dkim;
  switch (dkimOrigin(identity)) {
    case "easy-dkim":
      return undefined;
    case "byodkim": {
      const signs = status === "SUCCESS" && signingEnabled;
      const meanwhile = signs ? "until then it signs as it does now" : `it signs nothing now (DKIM is ${status})`;
      return {
        what: "has its own DKIM key instead of three tokens, so its DKIM records would be wrong",
        fix: `switch it to Easy DKIM in SES, or leave the domain out; ${meanwhile}`,
      };
    }
    case "none": {
      const primary = primaryRegion(origin);
      if (primary === undefined) {
        const canStart = status === "NOT_STARTED" || status === "FAILED";
        return {
          what: `has no DKIM tokens of SES's (DKIM is ${status})`,
          fix: canStart
            ? `run "mailzone verify ${domain} --retry --yes", which asks SES for them and changes nothing else, then adopt again`
            : "switch it to Easy DKIM in SES, then adopt again",
        };
      }
      return {
        what: `is to take its DKIM keys from ${primary}, and has none yet (DKIM is ${status})`,
        fix: `look in SES whether "${domain}" is there in ${primary} with keys that SES has made, or switch it to Easy DKIM in ${region}`,
      };
    }
    case "unknown":
      return {
        what: `has DKIM keys of an origin that mailzone does not know (${origin})`,
        fix: "switch it to Easy DKIM in SES, or leave the domain out",
      };
  }
}
