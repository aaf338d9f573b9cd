// Failing cases of MTA-STS and BIMI.
import type { Domain } from "../../../lib/dns/domain";
import { type Cases, mx, QUIET, withRecords } from "./cases";

const sts = (mode: "testing" | "enforce", maxAge = 604_800): Partial<Domain> => ({
  mtaSts: { text: "v=STSv1; id=1;", policy: { mode, mx: ["mx.example.net"], maxAge } },
});
const HOST = { key: "host", type: "CNAME", name: "mta-sts.example.com", content: "x.example.net" } as const;
const withHost: Partial<Domain> = { records: [{ ...HOST, proxied: false, ttl: 1 }] };
const BIMI = "v=BIMI1; l=https://example.com/logo.svg;";
const logo = (dmarc: string): Domain[] => [{ ...QUIET, bimi: BIMI, dmarc }];

export const POLICY_CASES: Cases = {
  "mta-sts-mx": [
    [
      withRecords(mx("mx.example.org"), { ...HOST }).map((domain) => ({ ...domain, ...sts("enforce") })),
      'mtaSts of "example.com" does not list its mail server "mx.example.org": add it to mx, or leave mx out',
    ],
  ],
  "mta-sts-host": [
    [
      [{ ...QUIET, ...sts("testing") }],
      'mtaSts of "example.com" needs a website at https://mta-sts.example.com/.well-known/mta-sts.txt, and nothing here publishes "mta-sts.example.com": add it to web or records, and give its host what mailzone records --policy prints',
    ],
  ],
  "mta-sts-age": [
    [
      [{ ...QUIET, ...sts("enforce", 3_600), ...withHost }],
      'mtaSts of "example.com" is forgotten after 3600 seconds: write a maxAge of weeks, such as 604800',
    ],
  ],
  "bimi-dmarc": [
    [
      logo("v=DMARC1; p=none; rua=mailto:d@example.com;"),
      'bimi of "example.com" shows no logo, because its DMARC has the policy none: write dmarc: quarantine or reject',
    ],
    [
      logo("v=DMARC1; p=reject; sp=none;"),
      'bimi of "example.com" shows no logo, because its DMARC has the policy none for subdomains: write dmarc: quarantine or reject',
    ],
    [
      logo("v=DMARC1; p=reject; t=y;"),
      'bimi of "example.com" shows no logo, because its DMARC is only tested (t=y): write dmarc: quarantine or reject',
    ],
  ],
};
