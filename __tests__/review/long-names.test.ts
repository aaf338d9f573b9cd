// Names and addresses of megabytes, in a plan of somebody else's: judged like any other, and no defect.

import { count } from "../run/cases";
import { change, dns, judged, plan, RECORD } from "./plans";

const LONG = "a.".repeat(count(20_000, 1_500_000));
const mx = dns("MX", "example.com", `${LONG}example`, { priority: 10 });

test.each([
  ["a record's name", "safe", change(`${RECORD}.x`, null, dns("TXT", `${LONG}example.com`, '"x"'))],
  ["a target", "danger", change(`${RECORD}.x`, null, mx)],
  ["an address", "danger", change(`${RECORD}.x["${"k".repeat(count(40_000, 3_000_000))}"]`, null, mx)],
  [
    "another service's zone",
    "caution",
    change("ns1_record.x", null, { domain: `${LONG}example`, zone: `${LONG}example`, type: "MX" }),
  ],
])("%s of megabytes is judged", (_, risk, resource) => {
  expect(judged(plan([resource])).split(" ")[0]).toBe(risk);
});
