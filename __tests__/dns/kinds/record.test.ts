import { purposeOfId } from "../../../lib/dns/kinds/kinds";
import { recordId } from "../../../lib/dns/kinds/record";

test("a key that is called as another kind's record is a record all the same", () => {
  expect(["dmarc", "dkim-1", "web-www", "record-x"].map((key) => purposeOfId(recordId(key)))).toEqual([
    "record",
    "record",
    "record",
    "record",
  ]);
  expect(purposeOfId("record-")).toBeUndefined();
});
