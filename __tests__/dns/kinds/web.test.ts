import { isDistributionName } from "../../../lib/dns/kinds/web";

test.each([
  ["d111111abcdef8.cloudfront.net", true],
  ["cloudfront.net", false],
  ["a.b.cloudfront.net", false],
  ["d111111abcdef8.cloudfront.net.example.com", false],
])("%s is a distribution's: %j", (name, is) => {
  expect(isDistributionName(name)).toBe(is);
});
