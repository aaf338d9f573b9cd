// SES's word beside what DNS has, case by case.
import type { Identity } from "../../../lib/ses/identity";
import { checkIdentity } from "../../../lib/verify/causes/ses";
import type { Dns } from "../../../lib/verify/dns/answer";
import type { RecordStatus } from "../../../lib/verify/verification";
import { ARTICLE } from "../../helpers/domains";
import { NOW, recordsOf, VERIFIED } from "../world";

const HOUR = 3_600_000;
const pending = { ...VERIFIED, dkim: { ...VERIFIED.dkim, status: "PENDING" } } as const;
const notStarted = { ...VERIFIED, dkim: { ...VERIFIED.dkim, status: "NOT_STARTED" } } as const;
const mailFrom = (changes: Partial<NonNullable<Identity["mailFrom"]>>): Identity => ({
  ...VERIFIED,
  mailFrom: { ...VERIFIED.mailFrom!, ...changes },
});

test.each<[string, Identity, RecordStatus, number | null, string[]]>([
  ["all is well", VERIFIED, "live", null, []],
  ["SES looks, and DNS is right", pending, "live", 12, ["ses-pending"]],
  ["SES looks, and caches are old", pending, "propagating", 12, ["ses-pending"]],
  ["SES looks for what is missing, a day is left", pending, "missing", 24, []],
  ["SES looks for what is missing, less is left", pending, "missing", 23.9, ["ses-deadline"]],
  ["SES looks for what is missing, nobody knows how long", pending, "missing", null, []],
  ["SES does not look", notStarted, "missing", null, ["ses-failed"]],
  ["MAIL FROM waits, and DNS is right", mailFrom({ status: "PENDING" }), "live", null, ["ses-mail-from-pending"]],
  ["MAIL FROM waits for what is missing", mailFrom({ status: "PENDING" }), "missing", null, []],
  ["another MAIL FROM", mailFrom({ domain: "bounce.example.com" }), "live", null, ["ses-mail-from-other"]],
])("%s", (_, identity, status, hours, expected) => {
  const records = recordsOf(ARTICLE).map((record) => {
    return { record, status, authorities: [], resolvers: [], wait: null };
  });
  const deadline = hours === null ? null : NOW + hours * HOUR;
  const subject = { entry: ARTICLE.entry, domain: ARTICLE.domain, config: ARTICLE, records, identity, deadline };
  expect(checkIdentity(subject, { dns: {} as Dns, now: () => NOW }).map(({ rule }) => rule)).toEqual(expected);
});
