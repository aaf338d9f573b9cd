// An identity that another stack or team owns: verify names its owner instead of a command that would change it.
import type { Domain } from "../../../lib/dns/domain";
import type { Identity } from "../../../lib/ses/identity";
import { checkIdentity } from "../../../lib/verify/causes/ses";
import { checkSet } from "../../../lib/verify/causes/sets";
import type { Dns } from "../../../lib/verify/dns/answer";
import { ARTICLE } from "../../helpers/domains";
import { NOW, recordsOf, VERIFIED } from "../world";

const EXISTING: Domain = { ...ARTICLE, identity: "existing", configurationSet: "mail" };
const { mailFrom: _, ...NO_MAIL_FROM } = EXISTING;
const dkim = (changes: Partial<Identity["dkim"]>): Identity => ({
  ...VERIFIED,
  dkim: { ...VERIFIED.dkim, ...changes },
});
const mailFrom = (changes: Partial<NonNullable<Identity["mailFrom"]>> | null): Identity => ({
  ...VERIFIED,
  mailFrom: changes && { ...VERIFIED.mailFrom!, ...changes },
});

test.each<[string, Identity | null, Domain, "live" | "missing", string]>([
  ["ses-identity-absent", null, EXISTING, "live", "ask its owner to make it"],
  ["ses-failed", dkim({ status: "FAILED" }), EXISTING, "live", "ask the identity's owner to start the search again"],
  ["ses-deadline", dkim({ status: "PENDING" }), EXISTING, "missing", "the identity's owner has to start the search"],
  ["ses-signing-off", dkim({ signingEnabled: false }), EXISTING, "live", "ask the identity's owner to turn DKIM"],
  ["ses-mail-from-other", mailFrom(null), EXISTING, "live", 'ask for "mail.example.com", or write mailFrom: false'],
  ["ses-mail-from-other", mailFrom({ domain: "b.example.com" }), EXISTING, "live", 'write mailFrom: "b.example.com"'],
  ["ses-mail-from-failed", mailFrom({ status: "FAILED" }), EXISTING, "live", "ask the identity's owner to start"],
  ["ses-mail-from-unwanted", VERIFIED, NO_MAIL_FROM, "live", "or ask the identity's owner to take it out"],
])("%s", (rule, identity, config, status, fix) => {
  const records = recordsOf(config).map((record) => ({ record, status, authorities: [], resolvers: [], wait: null }));
  const subject = { entry: config.entry, domain: config.domain, config, records, identity, deadline: NOW };
  const [problem, ...more] = checkIdentity(subject, { dns: {} as Dns, now: () => NOW });
  expect(problem).toMatchObject({ rule, fix: expect.stringContaining(fix) });
  expect(problem?.fix).not.toMatch(/mailzone (plan|apply|verify)/);
  expect(more).toEqual([]);
});

test("which configuration set it uses is its owner's choice", () => {
  const set = { name: "mail", sendingEnabled: true, destinations: [] };
  const subject = { entry: "a", domain: "example.com", records: [], deadline: null, identity: VERIFIED, set };
  expect(checkSet({ ...subject, config: EXISTING })).toEqual([]);
  expect(checkSet({ ...subject, config: { ...EXISTING, identity: undefined } as never })).toHaveLength(1);
});
