// Where DNS does not answer nothing is claimed.
import { checkDkimKeys } from "../../../../lib/verify/causes/mail/dkim";
import { checkDmarcPolicy, checkReportAuthorization } from "../../../../lib/verify/causes/mail/dmarc";
import type { Check } from "../../../../lib/verify/causes/problem";
import type { Dns } from "../../../../lib/verify/dns/answer";
import type { RecordStatus } from "../../../../lib/verify/verification";
import { ARTICLE } from "../../../helpers/domains";
import { type MemoryZone, memoryDns } from "../../memory-dns";
import { recordsOf } from "../../world";

const NEWS = { ...ARTICLE, domain: "news.example.com", dmarc: "v=DMARC1; p=none; rua=mailto:in@reports.example.com;" };
const OWN = { "_dmarc.news.example.com": { TXT: [NEWS.dmarc] } };
const PARENT = { "_dmarc.example.com": { TXT: ["v=DMARC1; p=reject"] } };
const ELSEWHERE = { ...OWN, "_dmarc.reports.example.com": { TXT: ["v=DMARC1; p=reject; psd=n"] } };
const CONSENT = "news.example.com._report._dmarc.reports.example.com";

test.each<[string, Check, RecordStatus, MemoryZone, string[]]>([
  ["keys that are not there", checkDkimKeys, "live", {}, ["dkim-key-absent"]],
  [
    "keys that cannot be told",
    checkDkimKeys,
    "live",
    Object.fromEntries(["aaa", "bbb", "ccc"].map((token) => [`${token}.dkim.amazonses.com`, { fails: true }])),
    [],
  ],
  ["a record that is missing", checkDmarcPolicy, "missing", PARENT, ["dmarc-at-parent"]],
  ["a record that cannot be told", checkDmarcPolicy, "cannot-tell", PARENT, []],
  ["reports to elsewhere without consent", checkReportAuthorization, "live", ELSEWHERE, ["dmarc-report-consent"]],
  ["consent that cannot be told", checkReportAuthorization, "live", { ...ELSEWHERE, [CONSENT]: { fails: true } }, []],
  [
    "an organization that cannot be told",
    checkReportAuthorization,
    "live",
    { ...OWN, ...PARENT, "_dmarc.reports.example.com": { fails: true } },
    [],
  ],
])("%s", async (_, check, status, zone, expected) => {
  const records = recordsOf(NEWS).map((record) => ({ record, status, authorities: [], resolvers: [], wait: null }));
  const subject = { entry: NEWS.entry, domain: NEWS.domain, records, deadline: null };
  const found = await check(subject, { dns: memoryDns(zone) as Dns, now: () => 0 });
  expect(found.map(({ rule }) => rule)).toEqual(expected);
});
