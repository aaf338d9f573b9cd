// The CNAME of tracked links: published unless something else is meant to be at its name.
import { parseConfiguration } from "../../../lib/config/configuration";
import { domainRecords, PLACEHOLDER_REFS } from "../../../lib/dns/domain-records";
import { ZONE_ID } from "../../helpers/domains";

const tracked = (settings: string) => {
  const text = `zones: {example.com: ${ZONE_ID}}\ndomains:\n  - {domain: example.com, aws: {region: eu-west-1}, ${settings}}\n`;
  const [domain] = parseConfiguration([{ file: "domains.yaml", text }]).domains;
  return domain === undefined
    ? []
    : domainRecords(domain, PLACEHOLDER_REFS)
        .filter(({ purpose }) => purpose === "tracking")
        .map(({ type, name, content, proxied }) => [type, name, content, proxied]);
};

test("leads to SES's host of the region, not through Cloudflare's proxy", () => {
  expect(tracked("configurationSet: {name: mail, tracking: click}")).toEqual([
    ["CNAME", "click.example.com", "r.eu-west-1.awstrack.me", false],
  ]);
});

test.each([
  "configurationSet: {name: mail}",
  "configurationSet: mail",
  "configurationSet: {name: mail, tracking: {domain: click, https: require}}",
  "configurationSet: {name: mail, tracking: click.example.net}",
  "configurationSet: {name: mail, tracking: click}, records: {own: {type: CNAME, name: click, content: r.eu-west-1.awstrack.me}}",
  "configurationSet: {name: mail, tracking: click}, web: {click: d111111abcdef8.cloudfront.net}",
  "configurationSet: {name: mail, tracking: mail}",
  "configurationSet: {name: mail, tracking: example.com}",
])("none with %s", (settings) => {
  expect(tracked(settings)).toEqual([]);
});
