// The names and texts of a MAIL FROM domain, read as they are written.
import {
  feedbackHost,
  feedbackRegion,
  mailFromSpf,
  parseMailFromSpf,
  resemblesFeedbackHost,
} from "../../../lib/dns/kinds/mail-from";
import { SES_REGIONS } from "../../../lib/dns/regions";

test("the region is read back from the host that takes bounces, in every region", () => {
  for (const region of SES_REGIONS) expect(feedbackRegion(feedbackHost(region))).toBe(region);
});

test.each([
  ["feedback-smtp.eu-west-1.amazonses.com.example.com", false],
  ["feedback-smtp.eu-west-1.amazonaws.com", true],
  ["feedback-smtp.amazonses.com", true],
  ["inbound-smtp.eu-west-1.amazonaws.com", false],
  ["xfeedback-smtp.eu-west-1.amazonses.com", false],
  ["feedback-smtp.eu.west.amazonses.com", false],
])("%s takes no bounces; meant so: %j", (name, isMeant) => {
  expect([feedbackRegion(name), resemblesFeedbackHost(name)]).toEqual([undefined, isMeant]);
});

test("the SPF text is read back, and no other is taken for it", () => {
  expect([parseMailFromSpf(mailFromSpf("~all")), parseMailFromSpf(mailFromSpf("-all"))]).toEqual(["~all", "-all"]);
  for (const text of ["v=spf1 include:amazonses.com ?all", "v=spf1 include:amazonses.com  ~all", "v=spf1 -all", ""])
    expect(parseMailFromSpf(text)).toBeUndefined();
});
