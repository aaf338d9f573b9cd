// What is wrong with DMARC, and what to do.
import type { MessageProblem } from "../evaluation";
import type { MessageResults, MessageRule } from "./rule";

export const dmarcRule: MessageRule = (evaluation, ours) => {
  const { from, dmarc } = evaluation;
  const { result, policy, testing, policyDomain } = dmarc;
  const fate = testing ? "receivers report it" : POLICY_EFFECTS[policy ?? "none"];
  if (result === "temperror") {
    const isKnown = policyDomain !== null;
    const why = isKnown ? "nothing that could be told passes for the domain" : "DNS does not tell its record";
    const todo = evaluation.spf.result === "unknown" && isKnown ? "see spf" : "try again";
    const message = `dmarc of "${from}" cannot be told, ${why}: ${todo}`;
    return [{ rule: "dmarc-dns", severity: "unknown", message }];
  }
  if (result === "none") {
    const message = `dmarc of "${from}" has no record that can be read: ${ours.dmarc ? "publish it" : "set dmarc"}`;
    return [{ rule: "dmarc-none", severity: "error", message }];
  }
  if (result === "fail") {
    const message = `dmarc of "${from}" fails, neither DKIM nor SPF passes for the domain, ${fate}: repair one of them`;
    return [{ rule: "dmarc-fails", severity: "error", message }];
  }
  if (policyDomain !== from && from === ours.domain && ours.dmarc) {
    const message = `dmarc of "${from}" comes from its parent "${policyDomain}", the record at "_dmarc.${from}" is not there: publish it`;
    return [{ rule: "dmarc-parent", severity: "error", message }];
  }
  return unknownAlignment(evaluation);
};

/** DMARC passes, but the alignment of one of our records is not known. */
function unknownAlignment({ from, dkim, spf }: MessageResults): readonly MessageProblem[] {
  const open = [...dkim, spf].find(
    ({ result, aligned, record }) => result === "pass" && aligned === null && record !== null,
  );
  if (open === undefined) return [];
  const message = `"${open.domain}" passes, and DNS does not tell whether it may speak for "${from}": try again`;
  return [{ rule: "alignment-dns", severity: "unknown", message }];
}

const POLICY_EFFECTS = {
  none: "receivers report it and deliver",
  quarantine: "receivers put it with junk",
  reject: "receivers refuse it",
} as const;
