// What the configuration says of a domain that reports are about.
import type { DmarcLadder } from "../../dns/dmarc-ladder";
import type { Location } from "../../dns/finding";

export interface ReportedDomain {
  readonly domain: string;
  /** The key in domains.yaml. */
  readonly entry: string;
  /** The texts of the configured DMARC and SPF records. @default - somebody else manages them */
  readonly dmarc?: string;
  readonly spf?: string;
  /** The MAIL FROM domain. @default - SES uses its own */
  readonly mailFrom?: string;
  /** Where the file has the setting, else where the entry begins. */
  readonly places: Readonly<Record<"dmarc" | "spf" | "mailFrom" | "entry", Location | undefined>>;
  /** @default - the domain has no ladder */
  readonly ladder?: DmarcLadder;
}
