// The settings of one domain as the construct MailDomain takes them: flat, with the names that SES and Cloudflare use. Settings with
// the same name as in domains.yaml are shared, so a new one there is also one here; `npm run schemas` writes the interface.
import * as z from "zod";
import { dkimKeys } from "../kinds/dkim";
import { mailFromDomain } from "../kinds/mail-from";
import { madeConfigurationSet, setName } from "./configuration-set";
import { type DomainEntry, domain, zoneId } from "./domains-file";
import { aws, settings } from "./settings";

/** Settings that the construct names differently, or that its stack and providers decide. */
const {
  stack: _stack,
  aws: _aws,
  mail: _mail,
  dkim: _dkim,
  configurationSet: _set,
  mailFrom: _from,
  ...shared
} = settings;

/** The properties of a MailDomain, without its providers. */
export const MailDomainSettings = z.strictObject({
  domain: domain.shape.domain,
  zoneId: zoneId.describe(
    "The id of the Cloudflare zone: 32 hexadecimal digits, or a token, such as another resource's attribute.",
  ),
  region: aws.shape.region.unwrap().describe("The AWS region of the identity, such as eu-west-1."),
  zoneName: domain.shape.domain
    .optional()
    .describe("The name of the Cloudflare zone, if the domain is a subdomain of it. Default: the domain."),
  entry: domain.shape.name.describe(
    "Part of the Terraform addresses; another value recreates the resources. Set it for the second of two constructs with one domain. Default: the domain.",
  ),
  tags: aws.shape.tags,
  nextSigningKeyLength: z
    .enum(["RSA_1024_BIT", "RSA_2048_BIT"])
    .optional()
    .describe(
      "The length of the DKIM keys. A change makes new tokens; the DNS records change with the next plan and apply. Default: that of SES, RSA_2048_BIT.",
    ),
  signingHostedZone: dkimKeys.shape.signingHostedZone,
  configurationSetName: setName
    .optional()
    .describe("The SES configuration set of the identity, one that exists. Default: none."),
  configurationSet: madeConfigurationSet
    .optional()
    .describe(
      "A configuration set that the construct makes; constructs of a stack with the same one share it. Default: none.",
    ),
  mailFromDomain: z
    .union([z.literal(false), mailFromDomain])
    .optional()
    .describe(
      "The custom MAIL FROM domain, where bounces go: a label, a full name below the domain, or false for none. Default: mail.",
    ),
  behaviorOnMxFailure: z
    .enum(["USE_DEFAULT_VALUE", "REJECT_MESSAGE"])
    .optional()
    .describe(
      "What SES does when the MX of the MAIL FROM domain is missing: send from amazonses.com, or refuse to send. Default: USE_DEFAULT_VALUE.",
    ),
  mailFromSpf: z
    .enum(["~all", "-all"])
    .optional()
    .describe(
      "The end of the MAIL FROM domain's SPF record: mail from other senders is marked, or refused. Default: ~all.",
    ),
  ...shared,
  testAddresses: domain.shape.testAddresses,
});

export type MailDomainSettings = z.infer<typeof MailDomainSettings>;

/** The same settings as an entry of domains.yaml. */
export function asEntry(given: MailDomainSettings): DomainEntry {
  const { domain, zoneId: _zoneId, zoneName: _zoneName, region, entry, tags, ...more } = given;
  const { nextSigningKeyLength, signingHostedZone, configurationSetName, configurationSet, ...rest } = more;
  const { mailFromDomain, behaviorOnMxFailure, mailFromSpf, ...same } = rest;
  const keyLength = nextSigningKeyLength && (nextSigningKeyLength === "RSA_1024_BIT" ? 1024 : 2048);
  const onMxFailure = behaviorOnMxFailure && (behaviorOnMxFailure === "REJECT_MESSAGE" ? "reject" : "use-default");
  return {
    ...same,
    domain,
    name: entry,
    aws: { region, tags },
    dkim: { keyLength, signingHostedZone },
    configurationSet: configurationSet ?? configurationSetName,
    mailFrom: mailFromDomain === false ? false : { domain: mailFromDomain, onMxFailure, spf: mailFromSpf },
  };
}
