// Makes a Domain of the properties of a MailDomain. Tokens in them are set aside, because the schema cannot check them: Terraform only
// knows their values when it runs.
import { TerraformProvider, Token } from "cdktf";
import type { Construct } from "constructs";
import { faults, readMailDomain, settingFault } from "../config/mail-domain";
import type { MailDomainSettings } from "../config/mail-domain-settings";
import type { Domain } from "../dns/domain";
import type { Finding } from "../dns/finding";
import { plainProps } from "./plain-props";

/**
 * The properties of a MailDomain. All values are text and numbers as in domains.yaml, except that `zoneId`,
 * `configurationSetName` and the targets of `web` may be tokens: attributes of other resources.
 */
export interface MailDomainProps extends MailDomainSettings {
  /** The provider of the AWS account. @default - the stack's provider without an alias */
  readonly awsProvider?: TerraformProvider;
  /** The provider of the Cloudflare account. @default - the stack's provider without an alias */
  readonly cloudflareProvider?: TerraformProvider;
}

/** The properties of a MailDomain, validated. */
export interface MailDomainParts {
  /** The domain, without tokens. */
  readonly domain: Domain;
  readonly zoneId: string;
  /** The token for it. @default - `domain` has the name, or there is none */
  readonly configurationSetName?: string;
  /** The tokens for website targets, by the placeholder ids in `domain`. */
  readonly targets: ReadonlyMap<string, string>;
  readonly awsProvider?: TerraformProvider;
  readonly cloudflareProvider?: TerraformProvider;
}

/** A placeholder that passes the schema if the id is a token. */
const SOME_ZONE_ID = "0".repeat(32);

/** @throws ConfigurationError with all errors, by the construct's path and the property's name */
export function readMailDomainProps(construct: Construct, props: MailDomainProps): MailDomainParts {
  const { path } = construct.node;
  const subject = `"${path}"`;
  if (typeof props !== "object" || props === null)
    throw faults([settingFault(`${subject} has no properties: give it at least domain, zoneId and region`)]);
  const { awsProvider, cloudflareProvider, ...given } = props;
  const settings: Record<string, unknown> = { ...given };

  const zoneToken = asToken(given.zoneId);
  if (zoneToken !== undefined) settings.zoneId = SOME_ZONE_ID;
  const configurationSetName = asToken(given.configurationSetName);
  if (configurationSetName !== undefined) delete settings.configurationSetName;
  const targets = new Map<string, string>();
  settings.web = withoutTokens(given.web, targets);

  const { plain, findings } = plainProps(settings, subject);
  const wrongProviders = [
    providerFault(awsProvider, { name: "awsProvider", type: "aws", expected: "an AwsProvider" }, subject),
    providerFault(
      cloudflareProvider,
      { name: "cloudflareProvider", type: "cloudflare", expected: "a CloudflareProvider" },
      subject,
    ),
  ];
  const wrong = [...findings, ...wrongProviders.filter((fault) => fault !== undefined)];
  if (wrong.length > 0) throw faults(wrong);
  const domain = readMailDomain(plain, path);
  return { domain, zoneId: zoneToken ?? given.zoneId, configurationSetName, targets, awsProvider, cloudflareProvider };
}

/** A provider that is none, or the other cloud's: Terraform would say only "Invalid provider configuration". */
function providerFault(
  provider: unknown,
  { name, type, expected }: { readonly name: string; readonly type: string; readonly expected: string },
  subject: string,
): Finding | undefined {
  if (provider === undefined) return undefined;
  const given = TerraformProvider.isTerraformProvider(provider) ? provider.terraformResourceType : undefined;
  if (given === type) return undefined;
  const what = given === undefined ? "no provider" : `a provider of ${given}`;
  return settingFault(`"${name}" of ${subject} is ${what}: expected ${expected}`);
}

/** `web` with a placeholder id for every target that is a token; the tokens are added to `targets`. */
function withoutTokens(web: MailDomainProps["web"], targets: Map<string, string>): unknown {
  if (typeof web !== "object" || web === null || Token.isUnresolved(web)) return web;
  const standIn = (token: string) => {
    const id = `E${String(targets.size).padStart(13, "0")}`;
    targets.set(id, token);
    return id;
  };
  return Object.fromEntries(
    Object.entries(web).map(([name, value]): [string, unknown] => {
      const token = asToken(value);
      if (token !== undefined) return [name, { distribution: standIn(token) }];
      if (typeof value !== "object" || value === null) return [name, value];
      const { target, ...rest } = value;
      const inner = asToken(target);
      return [name, inner === undefined ? value : { ...rest, distribution: standIn(inner) }];
    }),
  );
}

/** The token as text; undefined for a value that is not a token. */
function asToken(value: unknown): string | undefined {
  if (!Token.isUnresolved(value) || Array.isArray(value) || typeof value === "number") return undefined;
  return Token.asString(value);
}
