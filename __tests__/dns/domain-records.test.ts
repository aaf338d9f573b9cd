import { domainRecords, PLACEHOLDER_REFS } from "../../lib/dns/domain-records";
import { ARTICLE } from "../helpers/domains";

const refs = { ...PLACEHOLDER_REFS, dkimTokens: ["aaa", "bbb", "ccc"] } as const;
const ids = (records: readonly { id: string }[]) => records.map(({ id }) => id);

test("a domain publishes the article's table", () => {
  const common = { entry: "example.com", domain: "example.com", region: "us-east-1", zone: "example.com" };
  const rest = { priority: null, data: null, ttl: 1, proxied: false };
  const dkim = (id: string, token: string) => ({
    ...common,
    id,
    purpose: "dkim",
    type: "CNAME",
    name: `${token}._domainkey.example.com`,
    content: `${token}.dkim.amazonses.com`,
    ...rest,
  });
  expect(domainRecords(ARTICLE, refs)).toEqual([
    dkim("dkim-1", "aaa"),
    dkim("dkim-2", "bbb"),
    dkim("dkim-3", "ccc"),
    {
      ...common,
      id: "mail-from-mx",
      purpose: "mail-from-mx",
      type: "MX",
      name: "mail.example.com",
      content: "feedback-smtp.us-east-1.amazonses.com",
      ...rest,
      priority: 10,
    },
    {
      ...common,
      id: "mail-from-spf",
      purpose: "mail-from-spf",
      type: "TXT",
      name: "mail.example.com",
      content: '"v=spf1 include:amazonses.com ~all"',
      ...rest,
    },
    {
      ...common,
      id: "dmarc",
      purpose: "dmarc",
      type: "TXT",
      name: "_dmarc.example.com",
      content: '"v=DMARC1; p=none;"',
      ...rest,
    },
    {
      ...common,
      id: "web-www",
      purpose: "web",
      type: "CNAME",
      name: "www.example.com",
      content: "d111111abcdef8.cloudfront.net",
      ...rest,
    },
  ]);
});

test("what is switched off is not published", () => {
  const { mailFrom: _, dmarc: __, ...bare } = ARTICLE;
  expect(ids(domainRecords({ ...bare, web: [] }, PLACEHOLDER_REFS))).toEqual(["dkim-1", "dkim-2", "dkim-3"]);
});

test("a region with a DKIM zone of its own points there, and what AWS said wins", () => {
  const content = (changes: object) => domainRecords({ ...ARTICLE, ...changes }, refs)[0]?.content;
  expect(content({ region: "af-south-1" })).toBe("aaa.dkim.af-south-1.amazonses.com");
  expect(content({ region: "eu-west-1" })).toBe("aaa.dkim.amazonses.com");
  expect(content({ signingHostedZone: "dkim.cell.example.net" })).toBe("aaa.dkim.cell.example.net");
});

test("a website's id is its name below the domain, @ for the domain itself, the full name elsewhere", () => {
  const target = "d111111abcdef8.cloudfront.net";
  const web = ["example.com", "a.b.example.com", "www.example.org"].map((name) => ({
    name,
    target,
    proxied: false,
    ttl: 1,
  }));
  expect(ids(domainRecords({ ...ARTICLE, web }, refs)).slice(-3)).toEqual(["web-@", "web-a.b", "web-www.example.org"]);
});
