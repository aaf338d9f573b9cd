// The article's domain, and small ways to vary it.
import type { Domain } from "../../lib/dns/domain";

export const ZONE_ID = "0123456789abcdef0123456789abcdef";

export const ARTICLE: Domain = {
  entry: "example.com",
  domain: "example.com",
  stack: "mailzone",
  zone: { name: "example.com", id: ZONE_ID },
  region: "us-east-1",
  state: "present",
  account: {},
  tags: {},
  mailFrom: { domain: "mail.example.com", onMxFailure: "use-default", spf: "~all" },
  dmarc: "v=DMARC1; p=none;",
  web: [{ name: "www.example.com", target: "d111111abcdef8.cloudfront.net", proxied: false, ttl: 1 }],
  records: [],
  overrides: {},
  ttl: 1,
  protect: true,
  ignore: {},
};

/** A domain of its own zone, shaped like the article's. */
export function domainNamed(name: string, changes: Partial<Domain> = {}): Domain {
  return {
    ...ARTICLE,
    entry: name,
    domain: name,
    zone: { name, id: ZONE_ID },
    mailFrom: { domain: `mail.${name}`, onMxFailure: "use-default", spf: "~all" },
    web: [],
    ...changes,
  };
}
