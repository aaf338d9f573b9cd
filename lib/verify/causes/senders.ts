// The roles of senders: without its policy a role may not send, and AWS denies its mail.
import { isSamePolicy } from "../../dns/policy-text";
import { roleNameOf, senderDocument, senderPolicyName } from "../../dns/sending";
import { quotedList } from "../text";
import { type ObservedEntry, type Problem, problem } from "./problem";

export function checkSenders({ domain, config, senders = [] }: ObservedEntry): readonly Problem[] {
  if (config === undefined) return [];
  return senders.flatMap(({ sender, found }) => {
    const role = quotedList([roleNameOf(sender.role)]);
    const policy = quotedList([senderPolicyName(sender, config)]);
    const todo = "run mailzone plan and apply";
    if (found.kind === "no-role")
      return problem("sender-role-absent", domain, [], {
        message: `there is no role ${role}, which senders.${sender.key} of "${domain}" names`,
        fix: `make the role, or correct senders.${sender.key}, and apply; if it is there, these credentials lead to another account`,
      });
    if (found.kind === "no-policy")
      return problem("sender-policy-absent", domain, [], {
        message: `the role ${role} has no policy ${policy}: by senders.${sender.key} it is to send as "${domain}"`,
        fix: todo,
      });
    if (isSamePolicy(found.document, JSON.stringify(senderDocument(sender, config)))) return [];
    return problem("sender-policy-other", domain, [], {
      message: `the policy ${policy} of the role ${role} does not say what senders.${sender.key} of "${domain}" says`,
      fix: `${todo}; the plan shows what it says now`,
    });
  });
}
