// What a first domains.yaml says of DMARC is only what receivers find.
import { initConfiguration } from "../../../lib/adopt/init/init";
import type { ZoneRecord } from "../../../lib/cloudflare/zone-record";
import { articleBut, identity, live, ZONE, ZONE_ID } from "../zones";

const WITHOUT = articleBut(({ name }) => (name.startsWith("_dmarc") ? null : {}));
const alias = (target: string) => live(`CNAME _dmarc.example.com ${target}`);
const OFF = "left alone, dmarc is false";

const cases: [what: string, records: readonly ZoneRecord[], note: string][] = [
  [
    "an alias to another zone",
    [alias("dmarc.example.net")],
    `"_dmarc.example.com" is a CNAME to dmarc.example.net, outside this zone, where a DMARC record may be: ${OFF}`,
  ],
  [
    "an alias to a name that has the record",
    [alias("policy.example.com"), live("TXT policy.example.com v=DMARC1; p=reject")],
    `"_dmarc.example.com" is a CNAME to policy.example.com, where the record is: ${OFF}`,
  ],
  [
    "an alias to a name that has other texts",
    [alias("example.com"), live("TXT example.com MS=ms1")],
    `"_dmarc.example.com" is a CNAME to example.com, where no DMARC record is, so that receivers find no policy: ${OFF}`,
  ],
  [
    "an alias to an alias to nothing",
    [alias("one.example.com"), live("CNAME one.example.com two.example.com")],
    `"_dmarc.example.com" is a CNAME to one.example.com, where no DMARC record is, so that receivers find no policy: ${OFF}`,
  ],
  [
    "an alias to a name that other servers answer for",
    [alias("one.sub.example.com"), live("NS sub.example.com ns.example.net")],
    `"_dmarc.example.com" is a CNAME to one.sub.example.com, outside this zone, where a DMARC record may be: ${OFF}`,
  ],
  [
    "aliases in a ring",
    [alias("one.example.com"), live("CNAME one.example.com _dmarc.example.com")],
    `"_dmarc.example.com" is a CNAME to one.example.com, from where aliases go on and on, so that receivers find no policy: ${OFF}`,
  ],
  [
    "a text with a blank before it",
    [live('TXT _dmarc.example.com " v=DMARC1; p=reject"')],
    `TXT " v=DMARC1; p=reject" at "_dmarc.example.com" is almost a DMARC record, but receivers ignore it, because it has a blank before "v=DMARC1": ${OFF}; correct it in the zone, or write dmarc and let the plan replace it`,
  ],
  [
    "another text",
    [live('TXT _dmarc.example.com "verify=1"')],
    '"example.com" has no DMARC record, so dmarc is false: remove that to publish p=none',
  ],
];

test.each(cases)("%s", (_what, records, note) => {
  const zone = { name: ZONE, id: ZONE_ID };
  const { yaml, notes } = initConfiguration({ zone, live: [...WITHOUT, ...records], identities: [identity()] });
  expect(yaml).toContain("dmarc: false");
  expect(notes).toEqual([note]);
});

test("an odd optional tag does not cost the record", () => {
  const text = "v=DMARC1; p=quarantine; rua=mailto:d@example.com; fo=0:1:d:s; adkim=strict";
  const zone = { name: ZONE, id: ZONE_ID };
  const records = [...WITHOUT, live(`TXT _dmarc.example.com "${text}"`)];
  const { yaml, notes } = initConfiguration({ zone, live: records, identities: [identity()] });
  expect(yaml).toContain(`raw: ${text}`);
  expect(notes).toEqual([]);
});
