// The article's domain as it was applied, as Terraform writes a state, and as it is seen now.
import type { ZoneRecord } from "../../lib/cloudflare/zone-record";
import { type AwsThing, awsKeyOf, awsKindOf } from "../../lib/drift/aws-drift";
import { compareStacks, type LiveWorld } from "../../lib/drift/drift";
import type { Drift } from "../../lib/drift/result";
import { readState } from "../../lib/drift/state";
import type { Identity } from "../../lib/ses/identity";
import { ARTICLE, identity, TOKENS, ZONE, ZONE_ID } from "../adopt/zones";

export interface StateJson {
  readonly version: number;
  readonly serial?: number;
  readonly lineage?: string;
  readonly resources: readonly ResourceJson[];
}

export interface ResourceJson {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  readonly module?: string;
  readonly instances: readonly Readonly<Record<string, unknown>>[];
}

const CLOUDFLARE = 'provider["registry.terraform.io/cloudflare/cloudflare"]';
const AWS = 'provider["registry.terraform.io/hashicorp/aws"]';

const NAMES = ["dkim-1", "dkim-2", "dkim-3", "mail-from-mx", "mail-from-spf", "dmarc", "web-www"];

/** A record as the provider writes it into a state. */
export function recordJson(name: string, live: ZoneRecord, more: Readonly<Record<string, unknown>> = {}): ResourceJson {
  const { zone: _zone, zoneId: zone_id, flattened: _flattened, ...rest } = live;
  const computed = { created_on: "2026-01-02T03:04:05Z", proxiable: true, meta: "{}", settings: null };
  const attributes = { ...rest, ...computed, zone_id, ...more };
  const instances = [{ schema_version: 0, attributes, sensitive_attributes: [] }];
  return { mode: "managed", type: "cloudflare_dns_record", name, provider: CLOUDFLARE, instances };
}

export function identityJson(more: Readonly<Record<string, unknown>> = {}): ResourceJson {
  const attributes = {
    id: "example.com",
    arn: "arn:aws:ses:us-east-1:111122223333:identity/example.com",
    email_identity: "example.com",
    region: "us-east-1",
    configuration_set_name: "",
    tags: null,
    tags_all: {},
    verification_status: "PENDING",
    dkim_signing_attributes: [
      {
        tokens: [...TOKENS],
        status: "PENDING",
        next_signing_key_length: "RSA_2048_BIT",
        domain_signing_selector: "",
        domain_signing_private_key: "",
      },
    ],
    ...more,
  };
  const instances = [{ schema_version: 0, attributes, sensitive_attributes: [] }];
  return { mode: "managed", type: "aws_sesv2_email_identity", name: "example_com", provider: AWS, instances };
}

export function mailFromJson(more: Readonly<Record<string, unknown>> = {}): ResourceJson {
  const attributes = {
    id: "example.com",
    email_identity: "example.com",
    region: "us-east-1",
    mail_from_domain: "mail.example.com",
    behavior_on_mx_failure: "USE_DEFAULT_VALUE",
    ...more,
  };
  const type = "aws_sesv2_email_identity_mail_from_attributes";
  return { mode: "managed", type, name: "example_com", provider: AWS, instances: [{ schema_version: 0, attributes }] };
}

export const RECORDS: readonly ResourceJson[] = ARTICLE.map((live, index) =>
  recordJson(`example_com__${NAMES[index]}`, live),
);

export const RESOURCES: readonly ResourceJson[] = [identityJson(), mailFromJson(), ...RECORDS];

export function stateText(resources: readonly ResourceJson[] = RESOURCES, rest: object = {}): string {
  return JSON.stringify({
    version: 4,
    terraform_version: "1.11.4",
    serial: 3,
    lineage: "l",
    outputs: {},
    resources,
    ...rest,
  });
}

/** What differs from the state, where nothing else does. */
export interface Seen {
  readonly resources?: readonly ResourceJson[];
  readonly zone?: readonly ZoneRecord[] | string;
  readonly identity?: Identity | null | string;
  readonly others?: readonly AwsThing[];
}

export function driftOf({
  resources = RESOURCES,
  zone = ARTICLE,
  identity: found = identity(),
  others = [],
}: Seen): Drift {
  const state = readState(stateText(resources), "mail");
  const things = [...others, typeof found === "string" ? found : ({ kind: "identity", found } as const)];
  const live: LiveWorld = {
    zones: new Map([[ZONE_ID, zone]]),
    zoneNames: new Map([[ZONE_ID, ZONE]]),
    aws: new Map(
      state.resources.flatMap((resource) => {
        const kind = awsKindOf(resource);
        const thing = things.find((one) => (typeof one === "string" ? "identity" : one.kind) === kind);
        return thing === undefined ? [] : [[awsKeyOf(resource), thing]];
      }),
    ),
  };
  return compareStacks([state], live);
}

/** `gone TXT _dmarc.example.com danger dmarc-removed`; what could not be told behind it. */
export function told({ domains, unknown }: Drift): string[] {
  return [
    ...domains.flatMap(({ items }) =>
      items.map(({ kind, risk, effects, change: { before, after, resource } }) =>
        [
          kind,
          after?.type ?? before?.type ?? resource.type,
          after?.name ?? before?.name ?? "",
          risk,
          ...new Set(effects.map(({ rule }) => rule)),
        ]
          .filter((word) => word !== "")
          .join(" "),
      ),
    ),
    ...unknown.map(({ message }) => message),
  ];
}
