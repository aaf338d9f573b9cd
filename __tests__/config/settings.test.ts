// Each setting of an entry says something: a new one that no Domain takes from the file would be ignored silently.
import { parse, stringify } from "yaml";
import { parseConfiguration } from "../../lib/config/configuration";
import { KIND_SETTINGS } from "../../lib/config/kinds/kinds";
import type { DomainEntry, DomainSettings } from "../../lib/config/schema/domains-file";
import { KINDS, type KindSetting, PURPOSES } from "../../lib/dns/kinds/kinds";
import { KIND_SAMPLES } from "../dns/kinds/samples";

type Setting = Exclude<keyof DomainSettings | keyof DomainEntry, "domain">;

/** A value of each setting that is not its default. The compiler reports a setting that is missing; those of kinds have their samples. */
const SAMPLES: Readonly<Record<Exclude<Setting, KindSetting>, unknown>> = {
  name: "shop",
  state: "released",
  stack: "eu",
  aws: { tags: { team: "mail" } },
  identity: "existing",
  senders: { shop: "arn:aws:iam::111122223333:role/shop" },
  testAddresses: "a@example.net",
  overrides: { dmarc: { ttl: 120 } },
  ttl: 300,
  comment: "ours",
  protect: false,
  ignore: { "dmarc-no-reports": "we read none" },
};

/** The settings of an entry with this one, and what it needs beside it. */
function withSetting(setting: string): Readonly<Record<string, unknown>> {
  if (setting === "dkim") return { dkim: { keyLength: 1024 } };
  if (!(setting in KIND_SETTINGS)) return { [setting]: SAMPLES[setting as keyof typeof SAMPLES] };
  const samples = PURPOSES.filter((purpose) => KINDS[purpose].setting === setting).map((purpose) =>
    parse(`{${KIND_SAMPLES[purpose].yaml}}`),
  );
  return samples.find((sample) => setting in sample) ?? {};
}

/** What is made of the entry example.com, which has the settings. The other entry is for the consent to its reports. */
function made(settings: Readonly<Record<string, unknown>>) {
  const text = stringify({
    defaults: { aws: { region: "us-east-1" } },
    domains: [
      { domain: "example.com", ...settings },
      { domain: "example.org", dmarc: { policy: "none", rua: "d@example.com" } },
    ],
  });
  const { domains, findings } = parseConfiguration([{ file: "domains.yaml", text }]);
  expect([settings, findings.filter(({ rule }) => rule === "schema" || rule === "yaml")]).toEqual([settings, []]);
  return domains[0];
}

test("every setting of an entry changes what is made of it", () => {
  for (const setting of [...Object.keys(SAMPLES), ...Object.keys(KIND_SETTINGS)]) {
    const { [setting]: own, ...others } = withSetting(setting);
    expect([setting, own]).not.toEqual([setting, undefined]);
    expect([setting, made({ ...others, [setting]: own })]).not.toEqual([setting, made(others)]);
  }
});
