// Configurations that the rules for senders refuse.
import type { Domain } from "../../../lib/dns/domain";
import { domainNamed } from "../../helpers/domains";
import { type Cases, QUIET } from "./cases";

const ROLE = "arn:aws:iam::111122223333:role/shop";
const sending = (domain: Domain, role = ROLE): Domain => ({ ...domain, senders: [{ key: "shop", role, from: [] }] });
const inAccount = (account: Domain["account"], domain: Domain = QUIET): Domain => ({ ...sending(domain), account });
const many = Array.from({ length: 40 }, (_, index) =>
  sending(domainNamed(`d${index + 10}.example.com`, { dmarc: "v=DMARC1; p=reject", configurationSet: "mail" })),
);

export const SENDER_CASES: Cases = {
  "sender-account": [
    [
      [inAccount({ allowedAccountIds: ["222233334444"] })],
      `sender "shop" of "example.com" is the role "${ROLE}", and the identity is in the account 222233334444: name a role of 222233334444; one of another account can assume that`,
    ],
    [
      [inAccount({ assumeRoleArn: "arn:aws:iam::222233334444:role/mail" })],
      `sender "shop" of "example.com" is the role "${ROLE}", and the identity is in the account 222233334444: name a role of 222233334444; one of another account can assume that`,
    ],
    [
      [sending(QUIET, "arn:aws-us-gov:iam::111122223333:role/shop")],
      `sender "shop" of "example.com" is the role "arn:aws-us-gov:iam::111122223333:role/shop", which is in another partition than us-east-1: name one whose ARN begins with arn:aws:`,
    ],
  ],
  "sender-quota": [
    [
      many,
      `sender "shop" of "d42.example.com" makes the policies of the role "${ROLE}" larger than IAM's 10240 characters: give some domains another role, or attach managed policies, which mailzone permissions --for sender prints`,
    ],
  ],
};
