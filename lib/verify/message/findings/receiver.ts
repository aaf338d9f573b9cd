// Where the receiver's results differ from ours. Neither needs to be wrong: DNS changes, and so do messages.
import type { ReceiverResults } from "../evaluation";
import type { MessageRule } from "./rule";

export const receiverRule: MessageRule = ({ receiver, dkim, spf, dmarc }) => {
  if (receiver === null) return [];
  const signed = [...new Set(receiver.dkim.map(({ domain }) => domain))].map((domain) => ({
    what: `dkim of "${domain}"`,
    theirs: best(receiver.dkim.filter((one) => one.domain === domain)),
    ours: best(dkim.filter((one) => one.domain === domain)),
  }));
  const sent =
    receiver.spf?.domain === spf.domain ? [{ what: "spf", theirs: receiver.spf?.result, ours: spf.result }] : [];
  const differences = [...signed, ...sent, { what: "dmarc", theirs: receiver.dmarc, ours: dmarc.result }].flatMap(
    ({ what, theirs, ours }) => (isDifferent(theirs, ours) ? [`${what} was ${theirs} and is ${ours}`] : []),
  );
  if (differences.length === 0) return [];
  const message = `"${receiver.name}" says otherwise in Authentication-Results, ${differences.join(", ")}: dns or the message has changed since, it judges by other rules, or somebody else wrote that header`;
  return [{ rule: "receiver-differs", severity: "warning", message }];
};

/** Whether one is a pass and the other is not; an unknown result does not count as different. */
function isDifferent(theirs: string | null | undefined, ours: string | undefined): boolean {
  if (theirs === null || theirs === undefined || ours === undefined) return false;
  return (theirs === "pass") !== (ours === "pass") && ![theirs, ours].some((result) => OPEN.has(result));
}

const OPEN: ReadonlySet<string> = new Set(["temperror", "unknown", "none", "bestguesspass"]);

function best(results: readonly Pick<ReceiverResults["dkim"][number], "result">[]): string | undefined {
  return (results.find(({ result }) => result === "pass") ?? results[0])?.result;
}
