// Rules for the roles that may send as a domain.
import { knownAccountId } from "../account-roles";
import { partitionOf } from "../regions";
import { senderDocument, senderId, sendersOf } from "../sending";
import type { CheckProblem, CheckRule } from "./rule";

/** What all policies of one role may have together: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LARGEST = 10_240;

export const SENDER_CHECKS: readonly CheckRule[] = [
  {
    id: "sender-account",
    severity: "error",
    fixed: true,
    reference: "Amazon SES, Controlling access: the identity is in the account of the role",
    summary: "A role that may send is in the account and partition of the identity.",
    check: ({ domains }) =>
      sendersOf(domains).flatMap(({ key, role, domain: { entry, region, account } }): CheckProblem[] => {
        const [, partition, , , owner] = role.split(":");
        const expected = knownAccountId(account);
        const subject = `sender "${key}" of "${entry}" is the role "${role}"`;
        const record = senderId({ key });
        if (partition !== partitionOf(region)) {
          const fix = `name one whose ARN begins with arn:${partitionOf(region)}:`;
          return [
            { domain: entry, record, message: `${subject}, which is in another partition than ${region}: ${fix}` },
          ];
        }
        if (expected === undefined || owner === expected) return [];
        const fix = `name a role of ${expected}; one of another account can assume that`;
        return [
          { domain: entry, record, message: `${subject}, and the identity is in the account ${expected}: ${fix}` },
        ];
      }),
  },
  {
    id: "sender-quota",
    severity: "error",
    reference: "AWS IAM, Quotas: all inline policies of a role together have at most 10,240 characters",
    summary: "The policies of one role fit into IAM's limit, which is that of about thirty domains.",
    check: ({ domains }) => {
      const sizes = new Map<string, number>();
      return sendersOf(domains).flatMap((sender): CheckProblem[] => {
        const { key, role, domain } = sender;
        const before = sizes.get(role) ?? 0;
        const size = before + JSON.stringify(senderDocument(sender, domain)).length;
        sizes.set(role, size);
        if (size <= LARGEST || before > LARGEST) return [];
        const fix = `give some domains another role, or attach managed policies, which mailzone permissions --for sender prints`;
        const message = `sender "${key}" of "${domain.entry}" makes the policies of the role "${role}" larger than IAM's ${LARGEST} characters: ${fix}`;
        return [{ domain: domain.entry, record: senderId({ key }), message }];
      });
    },
  },
];
