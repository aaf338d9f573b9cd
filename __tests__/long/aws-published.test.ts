// AWS as others know it: its published model (botocore's service-2.json) for what the emulator's SES, STS, ACM, IAM and SNS check, and moto,
// an emulator by other hands, for what our clients read: identities in states that ours does not have, and a store for Terraform's state.
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import * as acm from "@aws-sdk/client-acm";
import * as iam from "@aws-sdk/client-iam";
import * as sesv2 from "@aws-sdk/client-sesv2";
import * as sns from "@aws-sdk/client-sns";
import { matchIdentity } from "../../lib/adopt/matching/identity";
import { backendBlock } from "../../lib/config/backend";
import { parseConfiguration, validDomains } from "../../lib/config/configuration";
import type { Identity } from "../../lib/ses/identity";
import { createSes } from "../../lib/ses/ses";
import { ask } from "../../packages/emulator/__tests__/http/aws-calls";
import { ACCOUNT, type ServedWorld, withServedWorld } from "../../packages/emulator/__tests__/http/served-world";
import {
  ACM_CALLS,
  ACM_LIMITS,
  enumOf,
  IAM_LIMITS,
  LIMITS,
  type Limits,
  operationOf,
  QUERY_ACTIONS,
  type SdkModel,
  SES_CALLS,
  SNS_LIMITS,
} from "../../packages/emulator/internals/http";
import { createIdentity, createSet } from "../../packages/emulator/internals/world";
import { describeWithPython, type PythonServer, runPython, startPython } from "../helpers/python";
import { TERRAFORM } from "../helpers/terraform";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
const run = promisify(execFile);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-aws-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Of SendEmail and AssumeRole the emulator reads little: what it does not read it does not check. */
const UNREAD =
  /^(Attachment|Template|MessageHeader|MessageTag|SendEmailRequest|ListManagementOptions|ConfigurationOverrides|Tracking\w*|Archiving\w*|PolicyDescriptorType|ProvidedContext|IdentityFilter\w*|SuppressionCon\w+|DashboardOptions|GuardianOptions|SmimeSigningScheme)\.|SharedPoolDeliveryMode$|SuppressionScope$/;
const UNREAD_OF_STS =
  /^AssumeRoleRequest\.(Policy|Tags|TransitiveTagKeys|ExternalId|SerialNumber|TokenCode|SourceIdentity|ProvidedContexts|PolicyArns|MinimumSessionTokenSize)|^Tag\./;

/** Of certificates that the emulator does not make, and of filters that it does not read. */
const UNREAD_OF_ACM =
  /^DomainValidationOption\.|^Filters\.|\.(CertificateAuthorityArn|DomainValidationOptions|CertificateUsage|ManagedBy|RootHierarchyTypes?|CertificateKeyPairOrigins?)$/;

/** Settings of roles, lists and providers that are not emulated. */
const UNREAD_OF_IAM =
  /^ContextProvider|\.(PathPrefix|MaxSigninSessionDuration|IdentityCenterInstanceArn|ContextProviders?)$/;

/** Their patterns accept all printable text. */
const PRINTABLE = ["RoleArn", "NextToken"];

interface Published {
  readonly http: readonly [string, string];
  readonly required: readonly string[];
  readonly limits: Readonly<Record<string, { min?: number; max?: number; pattern?: string; enum?: readonly string[] }>>;
  /** The status of each error. */
  readonly errors: Readonly<Record<string, number>>;
}

const ARN = `arn:aws:ses:eu-west-1:${ACCOUNT}:identity/example.com`;

/** Members of a call that goes through. */
const BASE: Readonly<Record<string, unknown>> = {
  EmailIdentity: "example.com",
  ConfigurationSetName: "mail",
  EventDestinationName: "all",
  ResourceArn: ARN,
  TagKeys: ["team"],
  Tags: [{ Key: "team", Value: "mail" }],
  Content: { Simple: { Subject: { Data: "x" }, Body: { Text: { Data: "x" } } } },
  FromEmailAddress: "a@none.example",
  Destination: { ToAddresses: ["b@example.net"] },
  EventDestination: {
    Enabled: true,
    MatchingEventTypes: ["SEND"],
    EventBridgeDestination: { EventBusArn: `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/default` },
  },
};

const TEXTS = [
  "",
  "none.example",
  "x".repeat(3000),
  '${x} %{y} "\u202e\n',
  "arn:aws:ses:eu-west-1:111122223333:identity/a",
];
const OF_KIND: Readonly<Record<string, readonly unknown[]>> = {
  string: TEXTS,
  number: [-1, 1e9, 0.5],
  boolean: [null, "yes"],
  list: [[], [""], TEXTS, [{ Key: "a" }], Array.from({ length: 60 }, (_, at) => ({ Key: `k${at}`, Value: "" }))],
  structure: [{}, { Raw: { Data: "" } }, { SnsDestination: { TopicArn: "a" } }, { DomainSigningSelector: "a" }],
  map: [{}, { a: "b" }],
};

/** The call without each of its members, and with wrong values of it. */
function hostileInputs(name: string): (readonly [string, Readonly<Record<string, unknown>>])[] {
  const { members } = operationOf(sesv2 as unknown as SdkModel, name).input;
  const known = Object.keys(members).filter((member) => member in BASE);
  const base = Object.fromEntries(known.map((member) => [member, BASE[member]]));
  return Object.entries(members).flatMap(([member, shape]) =>
    [undefined, ...(OF_KIND[shape().kind] ?? [])].map((value) => {
      return [`${member} ${JSON.stringify(value)?.slice(0, 40)}`, { ...base, [member]: value }] as const;
    }),
  );
}

function requestOf(name: string, { ...rest }: Record<string, unknown>) {
  const { method = "", path: template = "" } = operationOf(sesv2 as unknown as SdkModel, name).http ?? {};
  const url = template.replace(/:(\w+)/g, (_all, member: string) => {
    const value = rest[member];
    delete rest[member];
    // Nobody can leave a part of a path out.
    return encodeURIComponent(String(value || "none"));
  });
  if (method !== "GET" && method !== "DELETE") return { method, url, body: rest };
  const query = Object.entries(rest).flatMap(([member, value]) =>
    [value ?? []].flat().map((one) => `${member}=${encodeURIComponent(String(one))}`),
  );
  return { method, url: `${url}${query.length === 0 ? "" : `${url.includes("?") ? "&" : "?"}${query.join("&")}`}` };
}

describeWithPython("with tools/python/requirements.txt in .cache/python", () => {
  test("operations, required members, lengths, patterns and enumerations are the published ones", async () => {
    const names = [
      ...Object.keys(SES_CALLS).map((name) => `sesv2:${name}`),
      ...Object.keys(ACM_CALLS).map((name) => `acm:${name}`),
    ];
    const actions = Object.entries(QUERY_ACTIONS).map(([name, { sdk }]) => `${sdk}:${name}`);
    const { code, stdout, stderr } = await runPython([
      path.join(__dirname, "python", "aws_limits.py"),
      ...names,
      ...actions,
    ]);
    expect([code, stderr]).toEqual([0, ""]);
    const published: Readonly<Record<string, Published>> = JSON.parse(stdout);
    const model = sesv2 as unknown as SdkModel;
    for (const name of Object.keys(SES_CALLS)) {
      const { http, input } = operationOf(model, name);
      const told = published[`sesv2:${name}`];
      const place = [http?.method, http?.path.replace(/:(\w+)/g, "{$1}")];
      expect([name, place, [...input.required].sort()]).toEqual([name, told?.http, told?.required]);
    }
    const models = { acm, iam, sns } as unknown as Readonly<Record<string, SdkModel>>;
    for (const place of Object.keys(published)) {
      const [service = "", name = ""] = place.split(":");
      const other = models[service];
      if (other === undefined) continue;
      const { input } = operationOf(other, name);
      expect([place, [...input.required].sort()]).toEqual([place, published[place]?.required]);
    }
    const limitsOf = (...services: string[]) => {
      const all = Object.entries(published).flatMap(([name, { limits }]) =>
        services.includes(name.split(":")[0] ?? "") ? [limits] : [],
      );
      return Object.assign({}, ...all) as Published["limits"];
    };
    const sesAndSts = limitsOf("sesv2", "ses", "sts");
    compareLimits(model, LIMITS, sesAndSts, (name) => UNREAD.test(name) || UNREAD_OF_STS.test(name), 13);
    compareLimits(models.acm!, ACM_LIMITS, limitsOf("acm"), (name) => UNREAD_OF_ACM.test(name), 10);
    compareLimits(models.iam!, IAM_LIMITS, limitsOf("iam"), (name) => UNREAD_OF_IAM.test(name), 40);
    compareLimits(models.sns!, SNS_LIMITS, limitsOf("sns"), () => false, 5);
  });

  describe("a call of SES that is refused", () => {
    let served: ServedWorld;
    withServedWorld(
      (fresh) => {
        served = fresh;
      },
      { send: async () => ({ messageId: "0100" }) },
    );

    test("gets an error that the published model has for the call, whatever it holds", async () => {
      const names = Object.keys(SES_CALLS);
      const { stdout } = await runPython([
        path.join(__dirname, "python", "aws_limits.py"),
        ...names.map((name) => `sesv2:${name}`),
      ]);
      const published: Readonly<Record<string, Published>> = JSON.parse(stdout);
      const seen = new Set<string>();
      for (const name of names) {
        for (const [given, input] of hostileInputs(name)) {
          const key = { account: ACCOUNT, region: "eu-west-1", name: "example.com" };
          if (served.world.identities.get(`${ACCOUNT}/eu-west-1/example.com`) === undefined)
            createIdentity(served.world, { ...key, configurationSetName: null, tags: {}, dkim: {} });
          if (served.world.sets.get(`${ACCOUNT}/eu-west-1/mail`) === undefined)
            createSet(served.world, { ...key, name: "mail" }, {}, []);
          const { method, url, body } = requestOf(name, input);
          const { status, type } = await ask(served, method, url, body);
          if (status === 200 || type === "SerializationException") continue;
          seen.add(type ?? "");
          expect([name, given, published[`sesv2:${name}`]?.errors[type ?? ""]]).toEqual([name, given, status]);
        }
      }
      expect([...seen].sort()).toEqual([
        "AlreadyExistsException",
        "BadRequestException",
        "MessageRejected",
        "NotFoundException",
      ]);
    });
  });

  /** What the emulator checks of each member that it reads is what the model says. */
  function compareLimits(
    model: SdkModel,
    own: Limits,
    limits: Published["limits"],
    isUnread: (name: string) => boolean,
    atLeast: number,
  ): void {
    const read = Object.entries(limits).filter(([name]) => !isUnread(name));
    const wanted = read.map(([name, { enum: values, ...rest }]) => {
      const member = name.split(".")[1] ?? "";
      const { pattern, ...sizes } = rest;
      return [
        name,
        {
          ...sizes,
          ...(PRINTABLE.includes(member) || pattern === undefined ? {} : { pattern }),
          ...(values && { values }),
        },
      ];
    });
    const checked = read.map(([name]) => {
      const { values, ...rest } = own[name] ?? own[name.split(".")[1] ?? ""] ?? {};
      return [name, { ...rest, ...(values && { values: enumOf(model, values) }) }];
    });
    expect(checked).toEqual(wanted);
    expect(read.length).toBeGreaterThanOrEqual(atLeast);
  }

  describe("moto", () => {
    let moto: PythonServer;
    beforeAll(async () => {
      moto = await startPython(["-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]);
    });
    afterAll(() => moto.stop());
    const credentials = { accessKeyId: "example", secretAccessKey: "not-a-secret" };
    const env = () => ({
      AWS_ENDPOINT_URL: moto.url,
      AWS_ACCESS_KEY_ID: "example",
      AWS_SECRET_ACCESS_KEY: "not-a-secret",
      AWS_EC2_METADATA_DISABLED: "true",
    });
    const client = () => new sesv2.SESv2Client({ endpoint: moto.url, region: "us-east-1", credentials });
    const ses = () => createSes({ env: env(), maxAttempts: 1 });
    const place = (domain: string, account = {}) => ({ domain, region: "us-east-1", account });

    test("an identity there: adopt says that it has no tokens, and not that it has a key of its own", async () => {
      const Tags = [{ Key: "team", Value: "mail" }];
      await client().send(new sesv2.CreateEmailIdentityCommand({ EmailIdentity: "example.com", Tags }));
      const seen = (await ses().identity(place("example.com"))) as Identity;
      expect(seen).toMatchObject({
        verifiedForSending: false,
        verification: "SUCCESS",
        mailFrom: null,
        tags: { team: "mail" },
        dkim: { status: "NOT_STARTED", origin: "AWS_SES", tokens: [], signingEnabled: false },
      });
      const text = "domains: [{domain: example.com, aws: {region: us-east-1, tags: {team: mail}}}]";
      const [domain] = validDomains(parseConfiguration([{ file: "domains.yaml", text }]));
      const [match] = matchIdentity(domain!, seen);
      expect([match?.status, match?.notes[0]]).toEqual([
        "clash",
        expect.stringMatching(/^it has no DKIM tokens of SES's/),
      ]);
    });

    test("an answer that is not in AWS's form is no word of AWS's", async () => {
      // moto writes the time of such a key as a text, which the SDK cannot read.
      const DkimSigningAttributes = { DomainSigningSelector: "own", DomainSigningPrivateKey: "AAAA" };
      const command = new sesv2.CreateEmailIdentityCommand({ EmailIdentity: "own.example", DkimSigningAttributes });
      await expect(client().send(command)).rejects.toThrow();
      expect(await ses().identity(place("own.example"))).toEqual({
        kind: "other",
        message: `ses:GetEmailIdentity for "own.example" in us-east-1 got an answer that cannot be read: check the network's proxy`,
      });
    });

    test("what is not there is null, and what moto does not have is one line without its page", async () => {
      expect(await ses().identity(place("none.example"))).toBeNull();
      const failure = await ses().account(place(""));
      expect(failure).toMatchObject({
        kind: "unreachable",
        message: expect.stringMatching(/^ses:GetAccount for "the account" in us-east-1/),
      });
      expect(JSON.stringify(failure)).not.toMatch(/doctype|html>/i);
    });

    test("STS names the account, directly and by a role, and a wrong one stops before anything is sent", async () => {
      const message = { from: "a@example.com", to: "b@example.org" };
      const other = place("example.com", { allowedAccountIds: ["111122223333"] });
      expect(await ses().send(other, message)).toMatchObject({
        kind: "denied",
        message: expect.stringContaining("leads to the account 123456789012"),
      });
      const role = { assumeRoleArn: "arn:aws:iam::111122223333:role/mail", allowedAccountIds: ["111122223333"] };
      expect(await ses().send(place("example.com", role), message)).not.toMatchObject({ kind: "denied" });
    });

    test("Terraform's state in its S3: the lock is written only where there is none", async () => {
      const s3 = async (method: string, key: string, body?: string) =>
        fetch(`${moto.url}/state${key}`, {
          method,
          headers: { authorization: "AWS example:not-checked" },
          ...(body === undefined ? {} : { body }),
        });
      expect((await s3("PUT", "")).status).toBe(200);
      const place = `{type: s3, bucket: state, region: us-east-1, endpoints: {s3: '${moto.url}'}, usePathStyle: true, skipCredentialsValidation: true, skipRequestingAccountId: true}`;
      const text = `backend: ${place}\ndomains: [{domain: example.com, aws: {region: us-east-1}}]`;
      const block = backendBlock(parseConfiguration([{ file: "domains.yaml", text }]).backend, "mail")!;
      const stack = (value: string) =>
        JSON.stringify({ terraform: { backend: { [block.type]: block.attributes } }, output: { told: { value } } });
      const file = path.join(folder, "cdk.tf.json");
      const terraform = async (...args: string[]) => {
        const own = { PATH: process.env.PATH, HOME: folder, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
        return run(TERRAFORM, [...args, "-input=false", "-no-color"], { cwd: folder, env: { ...own, ...env() } }).then(
          () => "",
          ({ stderr }: { stderr: string }) => stderr,
        );
      };
      fs.writeFileSync(file, stack("one"));
      expect(await terraform("init")).toBe("");
      expect(await terraform("apply", "-auto-approve")).toBe("");
      const state = `/${String(block.attributes.key)}`;
      const read = async () => JSON.parse(await (await s3("GET", state)).text()).outputs.told.value;
      expect(await read()).toBe("one");
      // Gone after each run; while somebody else's is there, nothing is done.
      expect((await s3("GET", `${state}.tflock`)).status).toBe(404);
      await s3("PUT", `${state}.tflock`, '{"ID":"of-another-run","Who":"somebody"}');
      fs.writeFileSync(file, stack("two"));
      expect(await terraform("apply", "-auto-approve")).toMatch(/Error acquiring the state lock/);
      expect(await read()).toBe("one");
      await s3("DELETE", `${state}.tflock`);
      expect(await terraform("apply", "-auto-approve")).toBe("");
      expect(await read()).toBe("two");
    });
  });
});
