// The schema of domains.yaml.
import * as z from "zod";
import { backend } from "./backend";
import { matching } from "./fields";
import { providers } from "./providers";
import { settings } from "./settings";
import { testAddresses } from "./test-addresses";

const ENTRY = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

/** Refuses texts that are not names, such as addresses and wildcards. The rules check the rest, when the name is in punycode. */
const DOMAIN = /^(?!.*\.\d+\.?$)[^\s@:/*][^\s@:/.*]*\.[^\s@:/*]+$/;

export const domain = z.strictObject({
  domain: matching(DOMAIN, "expected a domain name such as example.com").describe(
    "The domain that sends mail, the SES identity, such as example.com.",
  ),
  name: matching(ENTRY, "expected lower-case letters, digits, inner hyphens and dots")
    .optional()
    .describe("The entry's key, unique and part of every Terraform address. Default: the domain."),
  state: z
    .enum(["present", "absent", "released"])
    .optional()
    .describe(
      "absent plans the destruction; released makes Terraform forget everything without destroying it. After the apply, delete the entry. Default: present.",
    ),
  ...settings,
  testAddresses,
});

export const zoneId = matching(/^[0-9a-f]{32}$/, "expected the 32 hexadecimal digits on the zone's overview page");

export const DomainsFile = z.strictObject({
  zones: z
    .record(z.string(), zoneId.nullable())
    .optional()
    .describe(
      "The Cloudflare zones, name to zone id; without an id the zone is looked up by name. A domain belongs to the longest zone name that fits it, else to a zone with its own name.",
    ),
  backend: backend.optional().describe("Where Terraform stores its state, one per stack. Default: local files."),
  providers: providers
    .optional()
    .describe("Other versions of Terraform's providers, for all stacks. Read docs/upgrading-providers.md first."),
  defaults: z.strictObject(settings).optional().describe("Default settings for the domains of this file."),
  domains: z.array(domain).optional().describe("The domains, each an SES identity and its records."),
});

export type DomainsFile = z.infer<typeof DomainsFile>;
export type DomainEntry = NonNullable<DomainsFile["domains"]>[number];
export type DomainSettings = NonNullable<DomainsFile["defaults"]>;
