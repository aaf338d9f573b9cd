// What is wrong with DMARC, and what to do.
import { isAlignmentKnown, type Rule } from "./rule";

export const dmarcRule: Rule = ({ from, dmarc }, ours) => {
  const { result, policy, testing, policyDomain } = dmarc;
  const fate = testing ? "receivers report it" : FATES[policy ?? "none"];
  if (result === "temperror") {
    const why = isAlignmentKnown(dmarc) ? "neither DKIM nor SPF can be told in full" : "DNS does not answer";
    const message = `dmarc of "${from}" cannot be told, ${why}: try again`;
    return [{ id: "dmarc-dns", severity: "unknown", message }];
  }
  if (result === "none") {
    const message = `dmarc of "${from}" has no record that can be read: ${ours.dmarc ? "publish it" : "set dmarc"}`;
    return [{ id: "dmarc-none", severity: "error", message }];
  }
  if (result === "fail") {
    const message = `dmarc of "${from}" fails, neither DKIM nor SPF passes for the domain, ${fate}: repair one of them`;
    return [{ id: "dmarc-fails", severity: "error", message }];
  }
  if (policyDomain !== from && from === ours.domain && ours.dmarc) {
    const message = `dmarc of "${from}" comes from its parent "${policyDomain}", the record at "_dmarc.${from}" is not there: publish it`;
    return [{ id: "dmarc-parent", severity: "error", message }];
  }
  return [];
};

const FATES = {
  none: "receivers report it and deliver",
  quarantine: "receivers put it with junk",
  reject: "receivers refuse it",
} as const;
