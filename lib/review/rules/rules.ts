// All review rules, and how a review is made: every change with what the rules say about it. A change that no rule knows is
// always reported.
import { isEffective } from "../../plan/change";
import type { MailChange } from "../changes/change";
import { CAA_RULES } from "./caa-rules";
import { CERTIFICATE_RULES } from "./certificate-rules";
import { BESIDE_RULES } from "./mail/beside-rules";
import { DKIM_RULES } from "./mail/dkim-rules";
import { DMARC_DETAIL_RULES } from "./mail/dmarc-detail-rules";
import { DMARC_EVIDENCE_RULES } from "./mail/dmarc-evidence-rules";
import { DMARC_RECORD_RULES } from "./mail/dmarc-record-rules";
import { DMARC_RULES } from "./mail/dmarc-rules";
import { EVENT_RULES } from "./mail/event-rules";
import { HOST_RULES } from "./mail/host-rules";
import { IDENTITY_RULES } from "./mail/identity-rules";
import { MAIL_FROM_RULES } from "./mail/mail-from-rules";
import { MX_RULES } from "./mail/mx-rules";
import { NO_MAIL_RULES } from "./mail/no-mail-rules";
import { POLICY_REMOVAL_RULES } from "./mail/policy-removal-rules";
import { SENDER_RULES } from "./mail/sender-rules";
import { SHADOW_RULES } from "./mail/shadow-rules";
import { SPF_DETAIL_RULES } from "./mail/spf-detail-rules";
import { SPF_RULES } from "./mail/spf-rules";
import { TEST_ADDRESS_RULES } from "./mail/test-address-rules";
import { PLAN_RULES } from "./plan-rules";
import { RECORD_RULES } from "./record-rules";
import { type ReviewFacts, type ReviewRule, type ReviewStatement, type Risk, statementOf } from "./rule";
import { RUN_RULES } from "./run-rules";
import { say } from "./sentence";
import { isElsewhere, TERRAFORM_RULES } from "./terraform-rules";
import { UNKNOWN_RULES } from "./unknown-rules";
import { WEB_RULES } from "./web-rules";

const UNEXPLAINED: ReviewRule = {
  id: "change-unexplained",
  risk: "caution",
  when: "No other rule recognises a change.",
  why: "What it does is not known.",
  // judge() adds these, because only it knows what the other rules said.
  check: () => [],
};

export const RULES: readonly ReviewRule[] = [
  ...PLAN_RULES,
  ...RUN_RULES,
  ...UNKNOWN_RULES,
  ...IDENTITY_RULES,
  ...DKIM_RULES,
  ...MAIL_FROM_RULES,
  ...EVENT_RULES,
  ...SENDER_RULES,
  ...TEST_ADDRESS_RULES,
  ...MX_RULES,
  ...NO_MAIL_RULES,
  ...SPF_RULES,
  ...SPF_DETAIL_RULES,
  ...DMARC_EVIDENCE_RULES,
  ...DMARC_RULES,
  ...DMARC_RECORD_RULES,
  ...DMARC_DETAIL_RULES,
  ...HOST_RULES,
  ...SHADOW_RULES,
  ...BESIDE_RULES,
  ...POLICY_REMOVAL_RULES,
  ...WEB_RULES,
  ...CERTIFICATE_RULES,
  ...CAA_RULES,
  ...RECORD_RULES,
  ...TERRAFORM_RULES,
  UNEXPLAINED,
];

/** What a rule says, together with the rule. */
export interface RuleStatement extends ReviewStatement {
  readonly rule: string;
  readonly risk: Risk;
}

/** What the rules say, in their order. If only the type of a record can be read, no rule may call it safe. */
export function applyRules(facts: ReviewFacts): RuleStatement[] {
  const statements = RULES.flatMap(({ id, risk, check }) =>
    check(facts)
      .filter(({ change }) => risk !== "safe" || change === undefined || !isElsewhere(change))
      .map((statement): RuleStatement => ({ ...statement, rule: id, risk })),
  );
  const explained = new Set(statements.map(({ change }) => change));
  const others = facts.all.filter((change) => isEffective(change.resource) && !explained.has(change));
  return [...statements, ...others.flatMap(unexplained)];
}

function unexplained(change: MailChange): RuleStatement[] {
  const { resource, differs } = change;
  const what = differs.length > 0 ? differs.join(", ") : resource.actions.join(", ");
  const found = statementOf(change, say`${resource.address} changes in a way that no rule recognises: ${what}`);
  return found.map((one) => ({ ...one, rule: UNEXPLAINED.id, risk: UNEXPLAINED.risk }));
}
