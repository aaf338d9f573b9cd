// A world that somebody made by hand, before mailzone came: records and identities put into a project's emulator through the
// services that answer for Cloudflare and SES, so that all their refusals hold.
import { mkdirSync } from "node:fs";
import {
  type CloudflareRecord,
  createIdentity,
  createRecord,
  DEFAULT_ACCOUNT,
  ensureZones,
  putMailFrom,
  type RecordBody,
  World,
} from "../../packages/emulator/internals/world";
import { ZONE_ID } from "./domains";
import type { Project } from "./project";

/** A record in short: `["TXT", "_dmarc.example.com", '"v=DMARC1; p=none;"']`, and what is not usual of it. */
export type HandMade = readonly [type: string, name: string, content: string, rest?: Partial<RecordBody>];

export interface HandMadeIdentity {
  readonly domain?: string;
  /** @default - the environment's */
  readonly account?: string;
  readonly region?: string;
  readonly mailFrom?: string | null;
  readonly behaviorOnMxFailure?: string;
  readonly configurationSetName?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export class HandMadeWorld {
  constructor(
    private readonly project: Project,
    private readonly zones: Readonly<Record<string, string>> = { [ZONE_ID]: "example.com" },
  ) {}

  /** Opens the world, lets `use` change it, and closes it: no command may run meanwhile. */
  edit<T>(use: (world: World) => T): T {
    const folder = this.project.path(".mailzone", "sandbox");
    mkdirSync(folder, { recursive: true });
    const world = World.open(folder);
    try {
      ensureZones(world, this.zones, []);
      return use(world);
    } finally {
      world.close();
    }
  }

  /** Gives the identity's tokens. */
  identity({ domain = "example.com", region = "us-east-1", ...rest }: HandMadeIdentity = {}): readonly string[] {
    const { mailFrom = `mail.${domain}`, behaviorOnMxFailure, configurationSetName = null, tags = {} } = rest;
    const key = { account: rest.account ?? DEFAULT_ACCOUNT, region, name: domain };
    return this.edit((world) => {
      const { dkim } = createIdentity(world, { ...key, configurationSetName, tags, dkim: {} });
      if (mailFrom !== null) putMailFrom(world, key, mailFrom, behaviorOnMxFailure);
      return dkim.tokens;
    });
  }

  records(records: readonly HandMade[], zone = ZONE_ID): readonly CloudflareRecord[] {
    return this.edit((world) =>
      records.map(([type, name, content, rest]) => createRecord(world, zone, { type, name, content, ttl: 1, ...rest })),
    );
  }

  /** All records as Cloudflare answers with them, in a stable order: two of these are compared byte for byte. */
  all(): readonly CloudflareRecord[] {
    return this.edit((world) => world.records.values().sort((a, b) => (a.id < b.id ? -1 : 1)));
  }
}

/** The article's records, as a careful person would have made them. */
export function articleRecords(tokens: readonly string[], domain = "example.com", region = "us-east-1"): HandMade[] {
  return [
    ...tokens.map((token): HandMade => ["CNAME", `${token}._domainkey.${domain}`, `${token}.dkim.amazonses.com`]),
    ["MX", `mail.${domain}`, `feedback-smtp.${region}.amazonses.com`, { priority: 10 }],
    ["TXT", `mail.${domain}`, '"v=spf1 include:amazonses.com ~all"'],
    ["TXT", `_dmarc.${domain}`, '"v=DMARC1; p=none;"'],
    ["CNAME", `www.${domain}`, "d111111abcdef8.cloudfront.net"],
  ];
}
