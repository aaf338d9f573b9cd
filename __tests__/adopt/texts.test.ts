// Existing SPF texts that SES is to be a sender of.
import { spfWithSes } from "../../lib/adopt/texts";
import { parseSpf } from "../../lib/dns/text/spf-parser";

test("SES merged into an SPF, with the lookups before and after", () => {
  const termsAt = (name: string) => (name === "_spf.example.net" ? parseSpf("v=spf1 a mx ~all").terms : undefined);
  expect(spfWithSes("v=spf1 mx include:_spf.example.net -all", termsAt)).toEqual({
    value: { amazonses: true, mx: ["@"], include: ["_spf.example.net"], all: "-all" },
    text: "v=spf1 mx include:amazonses.com include:_spf.example.net -all",
    lookups: [4, 5],
  });
  expect(spfWithSes("v=spf1 ?mx ptr -all")).toMatchObject({
    text: "v=spf1 ?mx ptr include:amazonses.com -all",
    lookups: [2, 3],
  });
  expect(spfWithSes("v=spf1 include:amazonses.com ?mx -all").text).toBe("v=spf1 include:amazonses.com ?mx -all");
});
