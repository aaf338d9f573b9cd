// What is wrong with the signatures, and what to do.
import type { MessageProblem, SignatureEvaluation, SignatureFault } from "../evaluation";
import type { MessageRule } from "./rule";

export const dkimRule: MessageRule = ({ from, dkim }, ours) => {
  const aligned = dkim.filter((signature) => signature.aligned);
  const passing = aligned.filter(({ result }) => result === "pass");
  const findings: MessageProblem[] = [];
  const severity = ours.dkim.length > 0 ? "error" : "warning";
  if (passing.length === 0) {
    // Of the signatures that are not evaluated, one is enough.
    const seen = aligned.filter(({ fault }) => fault !== "too-many");
    const unseen = dkim.find(({ fault }) => fault === "too-many");
    findings.push(...[...seen, ...(unseen === undefined ? [] : [unseen])].map((one) => faultFinding(one, severity)));
    if (dkim.every((signature) => signature.aligned === false)) findings.push(unsigned(from ?? "", dkim, severity));
  }
  const foreign = passing.find(({ record }) => record === null);
  if (foreign !== undefined && ours.dkim.length > 0 && passing.every(({ record }) => record === null)) {
    const message = `dkim passes by the selector "${foreign.selector}" of "${foreign.domain}", which is none of the records of domains.yaml: another sender signed, or the tokens have changed, run "mailzone plan"`;
    findings.push({ rule: "dkim-foreign", severity: "warning", message });
  }
  if (passing.length > 0 && passing.every(({ signedInPart }) => signedInPart)) {
    const message = `the signature of "${passing[0]?.domain}" covers the body in part (l=), anybody can add to it: sign without l=`;
    findings.push({ rule: "dkim-part", severity: "warning", message });
  }
  const weak = passing.find(({ keyBits }) => keyBits !== null && keyBits < 2048);
  if (weak !== undefined) {
    const message = `the key of "${weak.domain}" has ${weak.keyBits} bits, 2048 are usual (RFC 8301 §3.2): set dkim-key-length to 2048`;
    findings.push({ rule: "dkim-bits", severity: "warning", message });
  }
  return findings;
};

function unsigned(from: string, dkim: readonly SignatureEvaluation[], severity: "error" | "warning"): MessageProblem {
  const others = [...new Set(dkim.map(({ domain }) => domain))];
  if (others.some((domain) => domain.endsWith("amazonses.com"))) {
    const message = `the message is signed by amazonses.com alone and not by "${from}", SES does not sign for the domain: run "mailzone verify ${from}", its DKIM status must be SUCCESS and signing on`;
    return { rule: "dkim-amazon-only", severity, message };
  }
  const by = others.length === 0 ? "nobody" : others.map((domain) => `"${domain}"`).join(" and ");
  const message = `the message is signed by ${by} and not by "${from}": it was not sent by SES, or signing is off`;
  return { rule: "dkim-missing", severity, message };
}

/** Each fault in words, and what to do. */
const FAULTS: Readonly<Record<SignatureFault, readonly [string, string]>> = {
  "body-altered": [
    "the body is not the one that was signed",
    "save the message as it came, a relay or program changed it",
  ],
  "body-short": ["the body is shorter than the signature says", "save the message whole"],
  "headers-altered": [
    "it fits neither headers nor key",
    "save the message as it came, and see whether the key was replaced",
  ],
  "no-key": ["there is no key in DNS", "publish the CNAME, and see whether ses has its target"],
  "bad-key": ["the key in DNS cannot be used", "look at what stands at that name"],
  "weak-key": ["the key has less than 1024 bits", "make a new one, receivers take no such key (RFC 8301 §3.2)"],
  "weak-hash": ["receivers do not verify it (RFC 8301 §3.1)", "sign with rsa-sha256"],
  testing: [
    "the key says t=y, and receivers treat such mail as unsigned (RFC 6376 §3.6.1)",
    "take t=y out of the record",
  ],
  "field-added": ["a field that it signs stands there twice (RFC 6376 §8.15)", "send a message that has it once"],
  "too-many": ["it stands below many others, receivers stop before it", "send a message with few signatures"],
  "from-unsigned": ["it does not sign From (RFC 6376 §5.4)", "sign From"],
  identity: ["it speaks for another domain (RFC 6376 §6.1.1)", "sign with i= at d=, or without i="],
  expired: ["it has expired", "send a new message"],
  future: ["it is from the future", "see whether the clocks are right, here and where it was signed"],
  malformed: ["receivers cannot read it (RFC 6376 §3.5)", "send a new message, and look at who signs"],
  dns: ["DNS does not tell its key", "try again, and look for servers that fail"],
};

function faultFinding(signature: SignatureEvaluation, severity: "error" | "warning"): MessageProblem {
  const { domain, selector, record, fault, reason } = signature;
  const [what, todo] = FAULTS[fault ?? "malformed"];
  const which = record === null ? `selector "${selector}"` : `"${record.id}", selector "${selector}"`;
  const why = reason === null ? "" : ` (${reason})`;
  const message = `dkim of "${domain}" (${which}) does not pass, ${what}${why}: ${todo}`;
  return { rule: `dkim-${fault ?? "malformed"}`, severity: fault === "dns" ? "unknown" : severity, message };
}
