// What is said not to have been looked at.
import type { Domain } from "../../../lib/dns/domain";
import { domainRecords, PLACEHOLDER_REFS } from "../../../lib/dns/domain-records";
import type { Ses } from "../../../lib/ses/identity";
import type { Dns } from "../../../lib/verify/dns/answer";
import { monitorResolvers, uncheckedParts } from "../../../lib/verify/live/coverage";
import type { VerifyOptions } from "../../../lib/verify/options";
import { ARTICLE } from "../../helpers/domains";
import { cname, failed, recordWith, seen } from "../answers";

const record = recordWith("dkim-1");
const right = cname(record, "aaa.dkim.amazonses.com");
const tls = (async () => ({})) as never;
const props: VerifyOptions = { domains: [], records: [record], dns: {} as Dns, now: () => 0 };

test("a resolver without an answer is reported, for all records or for some, and a failure is an answer", () => {
  const watch = monitorResolvers(props);
  const heardOnce = cname(record, "aaa.dkim.amazonses.com", { server: "once" });
  watch.add(
    seen(record, [right], [failed("timeout", "once"), failed("servfail", "failing"), failed("timeout", "dead")]),
  );
  watch.add(seen(record, [right], [heardOnce, failed("servfail", "failing"), failed("unreachable", "dead")]));
  expect(watch.silentResolvers()).toEqual([
    'resolver "once", of 1 of 2 records: once: timeout',
    'resolver "dead": dead: unreachable',
  ]);
});

test("that no resolver was asked is reported where anything else was", () => {
  const watch = monitorResolvers(props);
  expect(watch.silentResolvers()).toEqual([]);
  watch.add(seen(record, [right], []));
  expect(watch.silentResolvers()).toEqual([
    "what resolvers keep, and how they find signatures: none was asked, --resolver names one",
  ]);
});

describe("what domains.yaml asks for and was not applied", () => {
  const all = domainRecords(ARTICLE, PLACEHOLDER_REFS);
  const spots = (domain: Domain, records = all) =>
    uncheckedParts({ ...props, domains: [domain], ses: {} as Ses, tls, records });
  const { mailFrom: _, ...withoutMailFrom } = ARTICLE;

  test("nothing where all is applied, or where more is", () => {
    expect(spots(ARTICLE)).toEqual([]);
    expect(spots(withoutMailFrom)).toEqual([]);
  });

  test("a MAIL FROM domain, a DMARC record, a website", () => {
    expect(spots(ARTICLE, domainRecords(withoutMailFrom, PLACEHOLDER_REFS))).toEqual([
      'MX "mail.example.com": domains.yaml asks for it, and it is not applied yet',
      'TXT "mail.example.com": domains.yaml asks for it, and it is not applied yet',
    ]);
    expect(
      spots(
        ARTICLE,
        all.filter(({ purpose }) => purpose !== "dmarc" && purpose !== "web"),
      ),
    ).toEqual([
      'TXT "_dmarc.example.com": domains.yaml asks for it, and it is not applied yet',
      'CNAME "www.example.com": domains.yaml asks for it, and it is not applied yet',
    ]);
  });

  test("another policy, another name", () => {
    expect(spots({ ...ARTICLE, dmarc: "v=DMARC1; p=reject;" })).toEqual([
      'TXT "_dmarc.example.com": domains.yaml asks for another value than the one that is applied',
    ]);
    const [mx, txt] = ["MX", "TXT"].map(
      (type) => `${type} "bounce.example.com": domains.yaml asks for another value than the one that is applied`,
    );
    expect(
      spots({ ...ARTICLE, mailFrom: { domain: "bounce.example.com", onMxFailure: "use-default", spf: "~all" } }),
    ).toEqual([mx, txt]);
  });
});
