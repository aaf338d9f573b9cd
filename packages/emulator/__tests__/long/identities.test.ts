// Identities: accounts, changes in place, and identities that Terraform no longer manages.

import { readEmulatorStatus } from "../../src/commands/commands";
import { flat, locked, project, record } from "../terraform-project";

jest.setTimeout(60_000);

const ONE = "aws_sesv2_email_identity.one";
const tokensOf = (identity: { dkim_signing_attributes: [{ tokens: string[] }] }) =>
  identity.dkim_signing_attributes[0].tokens;

describe("the provider's account", () => {
  const accounts = { profiles: { prod: "333333333333" } };
  const { folder, write, terraform, apply, changes, state } = project("accounts", accounts);
  const role = (account: string) => [{ role_arn: `arn:aws:iam::${account}:role/mail` }];
  const providers = (...aws: object[]) => ({ provider: { aws, cloudflare: [{}] } });
  const region = "eu-west-1";

  test("is the role's, the profile's or the emulator's; each may hold the same domain", async () => {
    const identity = (provider: string) => ({ email_identity: "example.com", provider });
    write(
      {
        aws_sesv2_email_identity: {
          one: identity("aws"),
          role: identity("aws.role"),
          profile: identity("aws.profile"),
        },
      },
      providers(
        { region },
        { region, alias: "role", assume_role: role("222222222222"), allowed_account_ids: ["222222222222"] },
        { region, alias: "profile", profile: "prod", allowed_account_ids: ["333333333333"] },
      ),
    );
    await terraform("init", "-input=false");
    expect((await apply()).code).toBe(0);
    expect(await changes()).toEqual([]);
    const arns = ["one", "role", "profile"].map((name) => state(`aws_sesv2_email_identity.${name}`).arn);
    expect(arns).toEqual(
      ["000000000000", "222222222222", "333333333333"].map((id) => `arn:aws:ses:eu-west-1:${id}:identity/example.com`),
    );
    const { identities } = await readEmulatorStatus(locked(folder, "status"));
    expect(identities.map(({ account }) => account)).toEqual(["000000000000", "222222222222", "333333333333"]);
    expect(new Set(identities.flatMap(({ tokens }) => tokens)).size).toBe(9);
  });

  test("that is not allowed is an error before anything is done", async () => {
    const { write, terraform, plan } = project("refused", accounts);
    write({}, providers({ region }));
    await terraform("init", "-input=false");
    const one = { aws_sesv2_email_identity: { one: { email_identity: "example.com" } } };
    for (const [config, account] of [
      [{ allowed_account_ids: ["111111111111"] }, "000000000000"],
      [{ allowed_account_ids: ["111111111111"], assume_role: role("222222222222") }, "222222222222"],
      [{ forbidden_account_ids: ["222222222222"], assume_role: role("222222222222") }, "222222222222"],
    ] as const) {
      write(one, providers({ region, ...config }));
      const { code, output } = await plan();
      expect(code).toBe(1);
      expect(output).toContain(`AWS account ID not allowed: ${account} (emulated)`);
    }
    write(one, providers({ region, assume_role: [{ role_arn: "mail" }] }));
    expect(flat((await plan()).output)).toContain(
      '"assume_role.0.role_arn" (mail) is an invalid ARN: arn: invalid prefix',
    );
  });
});

describe("an identity", () => {
  const { write, terraform, apply, changes, state } = project("identity");
  const write1 = (more: object = {}, default_tags?: object) =>
    write(
      { aws_sesv2_email_identity: { one: { email_identity: "one.example", ...more } } },
      { provider: { aws: [{ region: "eu-west-1", ...(default_tags && { default_tags }) }], cloudflare: [{}] } },
    );
  /** Applies, expects a change in place and then no more, and gives the state. */
  const changed = async () => {
    expect(await changes()).toEqual([`update ${ONE}`]);
    expect((await apply()).code).toBe(0);
    expect(await changes()).toEqual([]);
    return state(ONE);
  };

  test("gets another key length, with other tokens, and keeps it when the block goes", async () => {
    write1();
    await terraform("init", "-input=false");
    expect((await apply()).code).toBe(0);
    const first = tokensOf(state(ONE));
    const length = (next_signing_key_length: string) =>
      write1({ dkim_signing_attributes: [{ next_signing_key_length }] });
    length("RSA_2048_BIT");
    expect(await changes()).toEqual([]);
    length("RSA_1024_BIT");
    const second = await changed();
    expect(second.dkim_signing_attributes[0].current_signing_key_length).toBe("RSA_1024_BIT");
    expect(tokensOf(second)).not.toEqual(first);
    length("RSA_2048_BIT");
    const third = tokensOf(await changed());
    expect([...first, ...tokensOf(second)]).not.toEqual(expect.arrayContaining(third));
    write1();
    expect(await changes()).toEqual([]);
    expect(tokensOf(state(ONE))).toEqual(third);
  });

  test("gets and loses a configuration set and tags", async () => {
    write1({ configuration_set_name: "any" });
    expect((await changed()).configuration_set_name).toBe("any");
    write1({ configuration_set_name: "other", tags: { a: "1", b: "2" } }, { tags: { team: "mail", b: "default" } });
    expect(await changed()).toMatchObject({
      configuration_set_name: "other",
      tags: { a: "1", b: "2" },
      tags_all: { a: "1", b: "2", team: "mail" },
    });
    write1({ tags: { a: "1" } }, { tags: { team: "mail" } });
    const { configuration_set_name, tags, tags_all } = await changed();
    expect(configuration_set_name || null).toBeNull();
    expect([tags, tags_all]).toEqual([{ a: "1" }, { a: "1", team: "mail" }]);
    write1();
    expect((await changed()).tags_all).toEqual({});
  });
});

test("records made of the tokens follow another key length one apply later, as with the real provider", async () => {
  const { write, terraform, apply, changes } = project("follow");
  const token = `\${${ONE}.dkim_signing_attributes[0].tokens[0]}`;
  const write1 = (more: object = {}) =>
    write({
      aws_sesv2_email_identity: { one: { email_identity: "one.example", ...more } },
      cloudflare_dns_record: {
        dkim: record(`${token}._domainkey.one.example`, "CNAME", `${token}.dkim.amazonses.com`),
      },
    });
  write1();
  await terraform("init", "-input=false");
  expect((await apply()).code).toBe(0);
  write1({ dkim_signing_attributes: [{ next_signing_key_length: "RSA_1024_BIT" }] });
  expect(await changes()).toEqual([`update ${ONE}`]);
  expect((await apply()).code).toBe(0);
  expect(await changes()).toEqual(["update cloudflare_dns_record.dkim"]);
  expect((await apply()).code).toBe(0);
  expect(await changes()).toEqual([]);
});

test("removed blocks forget an identity, its MAIL FROM and its records, and all of them stay in the world", async () => {
  const { folder, write, terraform, apply, changes, state } = project("removed");
  write({
    aws_sesv2_email_identity: { one: { email_identity: "one.example" } },
    aws_sesv2_email_identity_mail_from_attributes: {
      one: { email_identity: `\${${ONE}.email_identity}`, mail_from_domain: "mail.one.example" },
    },
    cloudflare_dns_record: { spf: record("mail.one.example", "TXT", '"v=spf1 include:amazonses.com ~all"') },
  });
  await terraform("init", "-input=false");
  expect((await apply()).code).toBe(0);
  const before = await readEmulatorStatus(locked(folder, "status"));
  const addresses = ["aws_sesv2_email_identity_mail_from_attributes.one", ONE, "cloudflare_dns_record.spf"].sort();
  write({}, { removed: addresses.map((from) => ({ from, lifecycle: { destroy: false } })) });
  expect((await changes()).sort()).toEqual(addresses.map((address) => `forget ${address}`));
  expect((await apply()).code).toBe(0);
  expect(addresses.map(state)).toEqual([undefined, undefined, undefined]);
  const { identities, zones } = await readEmulatorStatus(locked(folder, "status"));
  expect(identities.map(({ name, tokens, mailFrom }) => [name, tokens, mailFrom?.domain])).toEqual(
    before.identities.map(({ name, tokens }) => [name, tokens, "mail.one.example"]),
  );
  expect(zones).toEqual(before.zones);
});
