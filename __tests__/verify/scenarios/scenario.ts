// A fault, set up on real DNS servers, and the causes that verify has to name: those and no others.
import type { CauseId } from "../../../lib/verify/causes/table";
import type { DnsOptions } from "../../../lib/verify/dns/options";
import type { VerifyOptions } from "../../../lib/verify/options";
import type { Verification } from "../../../lib/verify/verification";
import type { DnsDeclaration } from "../../helpers/dns-zones";

export interface Scenario {
  /** Also the golden's file name. */
  readonly name: string;
  readonly world: DnsDeclaration;
  readonly props?: Partial<VerifyOptions>;
  /** @default - as patient as in the world */
  readonly options?: DnsOptions;
  readonly verdict: Verification["verdict"];
  readonly causes: readonly CauseId[];
}
