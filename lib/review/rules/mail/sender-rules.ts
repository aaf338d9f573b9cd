// Rules for the roles that may send as a domain.
import { type SendingPolicy, sendingPolicyOf } from "../../../plan/sending-policy";
import { shownValue } from "../../../plan/value-text";
import { isAdded, isRemoved, type MailChange } from "../../changes/change";
import { perChange, type ReviewRule } from "../rule";
import { listed, type Sentence, say } from "../sentence";

const perSender = (check: (change: MailChange) => Sentence | false | undefined) => perChange(["sender"], check);

export const SENDER_RULES: readonly ReviewRule[] = [
  {
    id: "sender-added",
    risk: "caution",
    when: "A role gets the permission to send as a domain.",
    why: "Whoever has the role can send signed mail with these senders.",
    check: perSender((change) => {
      const { after } = change.resource;
      return isAdded(change) && say`the role ${roleOf(after)} may send from ${listed(policyOf(after)?.from ?? [])}`;
    }),
  },
  {
    id: "sender-removed",
    risk: "danger",
    when: "A role loses the permission to send as a domain.",
    why: "SES refuses its mail, unless another policy of the role allows it.",
    check: perSender((change) => {
      const { before } = change.resource;
      const lost = say`the role ${roleOf(before)} may no longer send from ${listed(policyOf(before)?.from ?? [])}`;
      return isRemoved(change) && say`${lost}: SES refuses its mail`;
    }),
  },
  {
    id: "sender-broadened",
    risk: "caution",
    when: "A role may send from more addresses, as another identity, or with another configuration set.",
    why: "Whoever has the role can send signed mail with these senders.",
    check: perSender((change) => {
      const more = difference(change, "after");
      return more.length > 0 && say`the role ${roleOf(change.resource.after)} may also use ${listed(more)}`;
    }),
  },
  {
    id: "sender-narrowed",
    risk: "danger",
    when: "A role may send from fewer addresses, or no longer as an identity or with a configuration set.",
    why: "SES refuses mail that uses them.",
    check: perSender((change) => {
      const less = difference(change, "before");
      const role = roleOf(change.resource.after);
      return less.length > 0 && say`the role ${role} may no longer use ${listed(less)}: SES refuses such mail`;
    }),
  },
  {
    id: "sender-renamed",
    risk: "safe",
    when: "The policy of a role that may send is written differently and means the same.",
    why: "The role may send as before.",
    check: perSender(
      (change) =>
        change.resource.action === "update" &&
        change.differs.length > 0 &&
        difference(change, "before").length + difference(change, "after").length === 0 &&
        say`the policy of the role ${roleOf(change.resource.after)} is written differently`,
    ),
  },
  {
    id: "sender-forgotten",
    risk: "caution",
    when: "The permission of a role to send leaves Terraform's state and stays in AWS.",
    why: "The role may send as before, but this configuration no longer manages it.",
    check: perSender(
      (change) =>
        change.resource.action === "forget" &&
        say`the role ${roleOf(change.resource.before)} may still send, and its policy is no longer managed here`,
    ),
  },
];

function policyOf(side: MailChange["resource"]["after"]): SendingPolicy | undefined {
  return sendingPolicyOf(side?.policy);
}

function roleOf(side: MailChange["resource"]["after"]): string {
  return shownValue(side?.role);
}

/** What one side of an update allows and the other does not. `*@example.com` covers every address of the domain. */
function difference({ resource }: MailChange, side: "before" | "after"): string[] {
  const [mine, other] = [resource[side], resource[side === "after" ? "before" : "after"]].map(policyOf);
  if (resource.action !== "update" || mine === undefined || other === undefined) return [];
  const isCovered = (sender: string) =>
    other.from.includes(sender) || other.from.includes(`*${sender.slice(sender.indexOf("@"))}`);
  return [
    ...mine.from.filter((sender) => !isCovered(sender)),
    ...mine.resources.filter((arn) => !other.resources.includes(arn)),
  ];
}
