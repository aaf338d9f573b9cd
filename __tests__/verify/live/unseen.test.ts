// What is said not to have been looked at.
import type { Ses } from "../../../lib/ses/identity";
import type { Dns } from "../../../lib/verify/dns/answer";
import { blindSpots, watcher } from "../../../lib/verify/live/unseen";
import type { VerifyProps } from "../../../lib/verify/verify";
import { ARTICLE } from "../../helpers/domains";
import { cname, failed, recordWith, seen } from "../answers";

const record = recordWith("dkim-1");
const right = cname(record, "aaa.dkim.amazonses.com");
const props: VerifyProps = { domains: [], records: [record], dns: {} as Dns, now: () => 0 };

test("only a resolver that was never heard is told, and a refusal is heard", () => {
  const watch = watcher(props);
  const heardOnce = cname(record, "aaa.dkim.amazonses.com", { server: "once" });
  watch.saw(
    seen(record, [right], [failed("timeout", "once"), failed("servfail", "failing"), failed("timeout", "dead")]),
  );
  watch.saw(seen(record, [right], [heardOnce, failed("servfail", "failing"), failed("unreachable", "dead")]));
  expect(watch.silentResolvers()).toEqual(['resolver "dead": dead: unreachable']);
});

test("a type whose value is not compared is told", () => {
  const https = { ...record, type: "HTTPS", name: "www.example.com" } as unknown as typeof record;
  expect(blindSpots({ ...props, domains: [ARTICLE], ses: {} as Ses, records: [record, https] })).toEqual([
    'the value of HTTPS "www.example.com": only that one is there was looked at',
  ]);
});
