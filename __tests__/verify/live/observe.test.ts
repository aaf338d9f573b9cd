// What the answers of several servers make of one record.
import type { Answer } from "../../../lib/verify/dns/answer";
import { statusOf } from "../../../lib/verify/live/observe";
import { cname, failed, noName, recordWith } from "../answers";

const record = recordWith("dkim-1");
const right = cname(record, "aaa.dkim.amazonses.com");
const wrong = cname(record, "old.example.net", { ttl: 60 });

test.each<[string, readonly Answer[], readonly Answer[], string, number | null]>([
  ["all have it", [right, right], [right], "live", null],
  ["a name server is silent", [right, failed("timeout")], [right], "live", null],
  ["the name servers are silent, a resolver has it", [failed("timeout")], [right], "live", null],
  ["the name servers are silent, a resolver has it not", [failed("timeout")], [noName(60)], "cannot-tell", null],
  ["nobody is heard", [failed("timeout")], [failed("servfail")], "cannot-tell", null],
  ["a look-up is endless, and a resolver has it", [failed("gave-up")], [right], "cannot-tell", null],
  ["a look-up is endless, and another server has it not", [failed("gave-up"), noName(60)], [], "cannot-tell", null],
  ["a name server is at a private address", [right, failed("private")], [right], "live", null],
  ["all name servers are, and a resolver has it", [failed("private")], [right], "live", null],
  [
    "the name servers have it without authority, and every resolver has it",
    [failed("without-authority")],
    [right],
    "live",
    null,
  ],
  [
    "the name servers have it without authority, and nobody else is asked",
    [failed("without-authority")],
    [],
    "cannot-tell",
    null,
  ],
  ["a resolver is silent", [right], [failed("timeout"), right], "live", null],
  ["a resolver does not serve us", [right], [failed("refused")], "live", null],
  ["a resolver does not resolve", [right], [failed("lame"), right], "cannot-tell", null],
  ["a resolver gets no answer", [right], [failed("servfail"), right], "cannot-tell", null],
  ["nothing is there", [noName(60)], [right], "missing", null],
  ["something else is there", [wrong], [wrong], "different", null],
  ["one name server has it not", [right, noName(60)], [], "different", null],
  ["old answers are cached, the last for 90 s", [right], cached(wrong, noName(90), right), "propagating", 90],
  ["a no without SOA is kept by nobody", [right], cached(noName(null)), "propagating", null],
  [
    "an answer whose time is over is kept by nobody",
    [right],
    cached(cname(record, "x.example", { ttl: 0 })),
    "propagating",
    null,
  ],
  ["a resolver has a zone of its own", [right], [wrong], "propagating", null],
  [
    "one resolver has a zone of its own, another an older answer",
    [right],
    [noName(900), ...cached(noName(60))],
    "propagating",
    60,
  ],
  [
    "of two old records one goes first",
    [right],
    cached(both(wrong, cname(record, "x.example", { ttl: 9 }))),
    "propagating",
    9,
  ],
])("%s", (_, authorities, resolvers, status, wait) => {
  expect(statusOf(record, authorities, resolvers)).toEqual({ status, wait });
});

/** From a cache, and not by the server's own authority. */
function cached(...answers: readonly Answer[]): Answer[] {
  return answers.map((answer) => (answer.status === "failed" ? answer : { ...answer, authoritative: false }));
}

function both(one: Answer, other: Answer): Answer {
  if (one.status !== "answer" || other.status !== "answer") throw new Error("no answers");
  return { ...one, records: [...one.records, ...other.records] };
}
