// The certificate of a domain's websites in ACM. ACM only says after the request which records it wants to see, so each record's name and
// target are looked up in the result by the name that they validate: the addresses of the records depend on no order and no index.
import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import type { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Domain } from "../dns/domain";
import { CERTIFICATE_REGION, certificateId, validatedNames } from "../dns/kinds/certificate";
import type { Refs } from "../dns/record";
import { resourceName } from "../dns/resource-name";
import { claimAddress } from "./claimed-addresses";
import { escapeTemplates, escapeTokens, mapStrings, unescapeOnSynth } from "./escape";

export interface WebCertificateProps {
  /** With a certificate. */
  readonly domain: Domain;
  /** The provider of the AWS account. @default - the stack's provider without an alias */
  readonly provider?: TerraformProvider | undefined;
}

/** The certificate, in the region in which CloudFront takes it, and what waits until it is issued if the domain asks for that. */
export class WebCertificate extends Construct {
  /** The certificate, for overrides and for attributes that have no property here. */
  readonly certificate: AcmCertificate;
  /** The records to publish, as domainRecords() takes them. */
  readonly validation: NonNullable<Refs["validation"]>;
  readonly #domain: Domain;
  readonly #provider: TerraformProvider | undefined;
  #waiter?: AcmCertificateValidation;

  constructor(scope: Construct, id: string, { domain, provider }: WebCertificateProps) {
    super(scope, id);
    unescapeOnSynth(this);
    this.#domain = domain;
    this.#provider = provider;
    const { entry, tags } = domain;
    const [name = "", ...others] = domain.certificate?.names ?? [];
    const logicalId = resourceName(entry);
    claimAddress(this, `aws_acm_certificate.${logicalId}`, `the certificate of "${entry}"`);
    this.certificate = new AcmCertificate(this, "certificate", {
      provider,
      region: CERTIFICATE_REGION,
      domainName: escapeTemplates(name),
      subjectAlternativeNames: others.length === 0 ? undefined : others.map(escapeTemplates),
      validationMethod: "DNS",
      tags: Object.keys(tags).length === 0 ? undefined : mapStrings(tags, escapeTemplates),
      // ACM deletes no certificate that a distribution uses: the new one has to be there first.
      lifecycle: { createBeforeDestroy: true },
    });
    this.certificate.overrideLogicalId(escapeTokens(logicalId));
    const asked = new Set(domain.certificate?.names);
    const address = `aws_acm_certificate.${logicalId}`;
    this.validation = (validated) => {
      const of = escapeTemplates(JSON.stringify(asked.has(validated) ? validated : `*.${validated}`));
      const option = (attribute: string) =>
        `\${trimsuffix(one([for option in ${address}.domain_validation_options : option.${attribute} if option.domain_name == ${of}]), ".")}`;
      return { name: option("resource_record_name"), target: option("resource_record_value") };
    };
  }

  /** The ARN; where the apply waits, it is known once the certificate is issued. */
  get arn(): string {
    return this.#waiter?.certificateArn ?? this.certificate.arn;
  }

  /** Adds what waits, if the domain asks for it. @param records the domain's records, by their ids */
  waitFor(records: Readonly<Record<string, DnsRecord>>): void {
    const { entry, domain, certificate } = this.#domain;
    if (!certificate?.wait) return;
    const ids = validatedNames(certificate.names).map((name) => certificateId(name, domain));
    this.#waiter = new AcmCertificateValidation(this, "issued", {
      provider: this.#provider,
      region: CERTIFICATE_REGION,
      certificateArn: this.certificate.arn,
      validationRecordFqdns: ids.flatMap((id) => records[id]?.name ?? []),
      timeouts: certificate.timeout === undefined ? undefined : { create: certificate.timeout },
    });
    this.#waiter.overrideLogicalId(escapeTokens(resourceName(entry)));
  }
}
