// The first domains.yaml of a zone file, as adopt --init makes it where SES cannot be asked, matched with the same file again.
import { initConfiguration } from "../../../lib/adopt/init/init";
import { desiredRecords } from "../../../lib/adopt/matching/records/desired";
import { matchRecords } from "../../../lib/adopt/matching/records/records";
import { zoneFileText } from "../../../lib/adopt/zone-file/text";
import { readZoneFile } from "../../../lib/adopt/zone-file/zone-file";
import { parseConfiguration } from "../../../lib/config/configuration";
import type { Domain } from "../../../lib/dns/domain";
import { others } from "../zones";

export const TOKENS = ["a".repeat(32), "b".repeat(32), "c".repeat(32)] as const;

export interface FirstFile {
  readonly domains: readonly Domain[];
  readonly errors: readonly string[];
  /** The records that adopt --zone-file would not take over as they are. */
  readonly changes: readonly string[];
  readonly notes: readonly string[];
}

export function firstFile(file: Buffer | string): FirstFile {
  const live = readZoneFile(typeof file === "string" ? file : zoneFileText(file), "example.com");
  const { yaml, notes } = initConfiguration({ zone: { name: "example.com", id: null }, live, region: "eu-west-1" });
  const { domains, findings } = parseConfiguration([{ file: "domains.yaml", text: yaml ?? "" }]);
  const refs = { dkimTokens: TOKENS, distributionDomain: () => "" };
  const { matches } = matchRecords(
    domains.flatMap((domain) => desiredRecords(domain, refs)),
    live,
  );
  const errors = findings.filter(({ severity }) => severity === "error").map(({ message }) => message);
  return { domains, errors, changes: others(matches), notes };
}
