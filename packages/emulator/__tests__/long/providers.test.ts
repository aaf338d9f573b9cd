// The real terraform with the emulated providers and configurations written by hand, without the rest of mailzone.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { TERRAFORM } from "../../../../__tests__/helpers/terraform";
import {
  advanceEmulatorClock,
  armEmulatorFault,
  deleteEmulatorObjects,
  readEmulatorStatus,
} from "../../src/commands/commands";
import { startEmulator } from "../../src/emulator";
import { locked, type Outcome, project, type Resources, record, start, ZONE } from "../terraform-project";

const IDENTITY = "${aws_sesv2_email_identity.example.dkim_signing_attributes[0].tokens";

/** The article's records. */
function article(domain = "example.com", region = "eu-west-1"): Resources {
  const dkim = [0, 1, 2].map((index) => {
    const token = `${IDENTITY}[${index}]}`;
    return [`dkim-${index + 1}`, record(`${token}._domainkey.${domain}`, "CNAME", `${token}.dkim.amazonses.com`)];
  });
  return {
    aws_sesv2_email_identity: { example: { email_identity: domain, region } },
    aws_sesv2_email_identity_mail_from_attributes: {
      example: {
        email_identity: "${aws_sesv2_email_identity.example.email_identity}",
        mail_from_domain: `mail.${domain}`,
        region,
      },
    },
    cloudflare_dns_record: {
      ...Object.fromEntries(dkim),
      "mail-from-mx": record(`mail.${domain}`, "MX", `feedback-smtp.${region}.amazonses.com`, { priority: 10 }),
      "mail-from-spf": record(`mail.${domain}`, "TXT", '"v=spf1 include:amazonses.com ~all"', { comment: "SPF" }),
      dmarc: record(`_dmarc.${domain}`, "TXT", '"v=DMARC1; p=none;"'),
      web: record(`www.${domain}`, "CNAME", "aaa.cloudfront.net", { proxied: true }),
      caa: { zone_id: ZONE, name: domain, type: "CAA", ttl: 1, data: { flags: 0, tag: "issue", value: "amazon.com" } },
    },
  };
}

describe("the article's table", () => {
  const { folder, cwd, write, terraform, apply, plan, state } = project("article");

  test("is initialised, validated, applied, and then there is nothing more to do", async () => {
    write(article());
    expect(await terraform("init", "-input=false")).toMatchObject({ code: 0 });
    expect(await terraform("validate")).toMatchObject({ code: 0 });
    const applied = await apply();
    expect(applied.output).toContain("10 added, 0 changed, 0 destroyed");
    expect(applied.code).toBe(0);
    // The first read after the records came makes it SUCCESS, and no plan is needed for that.
    expect(await plan()).toMatchObject({ code: 0 });
    const { identities, zones } = await readEmulatorStatus(locked(folder, "status"));
    expect(identities).toMatchObject([
      { name: "example.com", dkim: "SUCCESS", verification: "SUCCESS", mailFrom: { status: "SUCCESS" } },
    ]);
    expect(zones).toMatchObject([{ id: ZONE }]);
    expect(zones[0]?.records).toHaveLength(8);
    expect((await terraform("refresh")).code).toBe(0);
    expect(state("aws_sesv2_email_identity.example")).toMatchObject({
      arn: "arn:aws:ses:eu-west-1:000000000000:identity/example.com",
      identity_type: "DOMAIN",
      verified_for_sending_status: true,
    });
  });

  test("shows a record that was deleted outside as one to create", async () => {
    await deleteEmulatorObjects(locked(folder, "edit"), { name: "_dmarc.example.com" });
    const planned = await plan();
    expect(planned.code).toBe(2);
    expect(planned.output).toContain("cloudflare_dns_record.dmarc will be created");
    expect(planned.output).toContain("1 to add, 0 to change, 0 to destroy");
    expect((await apply()).code).toBe(0);
  });

  test("replaces an identity in another region, with other tokens", async () => {
    const before = state("aws_sesv2_email_identity.example").dkim_signing_attributes[0].tokens;
    write(article("example.com", "us-west-2"));
    const planned = await plan();
    expect(planned.output).toMatch(/region +=.*forces replacement/);
    expect((await apply()).code).toBe(0);
    expect(await plan()).toMatchObject({ code: 0 });
    const after = state("aws_sesv2_email_identity.example").dkim_signing_attributes[0].tokens;
    expect(after).toHaveLength(3);
    expect(after).not.toEqual(before);
  });

  test("takes what exists under management by its import ids", async () => {
    const id = `${ZONE}/${state("cloudflare_dns_record.caa").id}`;
    writeFileSync(path.join(cwd, "terraform.tfstate"), "");
    const others = article("example.com", "us-west-2");
    write({
      aws_sesv2_email_identity: others.aws_sesv2_email_identity!,
      aws_sesv2_email_identity_mail_from_attributes: others.aws_sesv2_email_identity_mail_from_attributes!,
      cloudflare_dns_record: { caa: others.cloudflare_dns_record!.caa! },
    });
    const addresses = [
      ["aws_sesv2_email_identity.example", "example.com@us-west-2"],
      ["aws_sesv2_email_identity_mail_from_attributes.example", "example.com@us-west-2"],
      ["cloudflare_dns_record.caa", id],
    ] as const;
    for (const address of addresses) expect(await terraform("import", ...address)).toMatchObject({ code: 0 });
    expect(await plan()).toMatchObject({ code: 0 });
    const missing = await terraform("import", "cloudflare_dns_record.caa", `${ZONE}/${"f".repeat(32)}`);
    expect(missing.code).toBe(1);
  });

  test("is destroyed", async () => {
    expect((await terraform("destroy", "-auto-approve")).output).toContain("3 destroyed");
    const { identities } = await readEmulatorStatus(locked(folder, "status"));
    expect(identities).toEqual([]);
  });
});

describe("errors", () => {
  const { folder, write, terraform, apply, plan, state } = project("wrong");

  test("a conflict is reported in Cloudflare's words, with its source", async () => {
    write({ cloudflare_dns_record: { first: record("www.example.com", "A", "192.0.2.1") } });
    await terraform("init", "-input=false");
    expect((await apply()).code).toBe(0);
    write({
      cloudflare_dns_record: {
        first: record("www.example.com", "A", "192.0.2.1"),
        second: record("www.example.com", "CNAME", "example.net"),
        proxied: record("proxied.example.com", "A", "192.0.2.1", { proxied: true, ttl: 300 }),
      },
    });
    expect((await plan()).code).toBe(2);
    const { code, output } = await apply();
    expect(code).toBe(1);
    expect(output).toContain("failed to make http request (emulated)");
    expect(output.replace(/\s*│\s*/g, " ")).toContain('"code":81053');
    expect(output).toContain("ttl must be set to 1 when `proxied` is true (emulated)");
  });

  test("an armed error fails the apply once, and the next one works", async () => {
    write({ aws_sesv2_email_identity: { one: { email_identity: "one.example" } } });
    const match = { operation: "create", type: "aws_sesv2_email_identity" } as const;
    await armEmulatorFault(locked(folder, "fault"), { kind: "error", status: 429, ...match });
    const failed = await apply();
    expect(failed.code).toBe(1);
    expect(failed.output).toContain("TooManyRequestsException");
    expect(await apply()).toMatchObject({ code: 0 });
    expect(state("aws_sesv2_email_identity.one").id).toBe("one.example");
  });

  test("a trailing dot is a permanent difference, letter case is none", async () => {
    const dotted = record("dot.example.com", "CNAME", "target.example.net.");
    write({ cloudflare_dns_record: { dotted } });
    expect((await apply()).code).toBe(0);
    expect((await plan()).code).toBe(2);
    expect((await apply()).code).toBe(0);
    expect((await plan()).code).toBe(2);
    write({ cloudflare_dns_record: { dotted: { ...dotted, content: "Target.Example.NET" } } });
    expect((await plan()).code).toBe(0);
  });
});

describe("changes", () => {
  const { folder, write, terraform, apply, plan, state } = project("changes");
  const text = (content: string, more: object = {}) => ({
    cloudflare_dns_record: { text: record("a.example.com", "TXT", content, more) },
  });

  test("of a record are made in place, keep what they do not touch, and settle", async () => {
    write(text('"one"', { comment: "first" }));
    await terraform("init", "-input=false");
    await apply();
    const before = state("cloudflare_dns_record.text");
    await advanceEmulatorClock(locked(folder, "advance"), "1h");
    write(text('"two"', { comment: "first" }));
    const planned = await plan();
    expect(planned.output).toContain("0 to add, 1 to change, 0 to destroy");
    expect(planned.output).toMatch(/modified_on +=.*known after apply/);
    expect((await apply()).code).toBe(0);
    expect(await plan()).toMatchObject({ code: 0 });
    const { id, created_on, comment_modified_on } = before;
    expect(state("cloudflare_dns_record.text")).toMatchObject({
      id,
      created_on,
      comment_modified_on,
      content: '"two"',
    });
    expect(state("cloudflare_dns_record.text").modified_on).not.toBe(before.modified_on);
  });

  test("of a type make a new record", async () => {
    write({ cloudflare_dns_record: { text: record("a.example.com", "A", "192.0.2.1") } });
    expect((await plan()).output).toMatch(/type +=.*forces replacement/);
    expect((await apply()).code).toBe(0);
    expect(await plan()).toMatchObject({ code: 0 });
  });

  test("two aliases of a provider keep their regions apart", async () => {
    write(
      {
        aws_sesv2_email_identity: {
          here: { email_identity: "example.com" },
          there: { email_identity: "example.com", provider: "aws.there" },
        },
      },
      { provider: { aws: [{ region: "eu-west-1" }, { region: "us-east-1", alias: "there" }], cloudflare: [{}] } },
    );
    await terraform("init", "-input=false");
    expect((await apply()).code).toBe(0);
    expect(state("aws_sesv2_email_identity.here").region).toBe("eu-west-1");
    expect(state("aws_sesv2_email_identity.there").region).toBe("us-east-1");
    expect(await plan()).toMatchObject({ code: 0 });
  });

  test("records that were not published in time: FAILED after 72 hours, and the plan stays empty", async () => {
    await advanceEmulatorClock(locked(folder, "advance"), "73h");
    expect(await plan()).toMatchObject({ code: 0 });
    const { identities } = await readEmulatorStatus(locked(folder, "status"));
    expect(identities.map(({ dkim, timeLeft }) => [dkim, timeLeft])).toEqual([
      ["FAILED", null],
      ["FAILED", null],
    ]);
  });
});

describe("an apply that is stopped", () => {
  const { folder, cwd, write, terraform, plan } = project("stopped");
  const identity = { aws_sesv2_email_identity: { one: { email_identity: "one.example" } } };

  async function applyUntil(signal: NodeJS.Signals, when: () => boolean): Promise<Outcome> {
    const emulator = await startEmulator(locked(folder, "test"));
    try {
      const args = ["apply", "-auto-approve", "-no-color"];
      const { child, ended } = start(TERRAFORM, args, cwd, emulator.environment(process.env));
      while (!when()) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill(signal);
      return await ended;
    } finally {
      await emulator.stop();
    }
  }
  const journal = () => readFileSync(path.join(folder, "world.jsonl"), "utf8");

  test("by an interrupt ends at once, and what had not arrived never happens", async () => {
    write(identity);
    await terraform("init", "-input=false");
    await armEmulatorFault(locked(folder, "fault"), { kind: "delay", milliseconds: 60_000, operation: "create" });
    const armed = journal().length;
    // The delay has begun: other calls, such as the question for the account, come before.
    const { code, output } = await applyUntil("SIGINT", () => journal().slice(armed).includes('"faults/'));
    expect(code).toBe(1);
    expect(output).toContain("context canceled");
    expect(await plan()).toMatchObject({ code: 2 });
    expect((await readEmulatorStatus(locked(folder, "status"))).identities).toEqual([]);
  });

  test("by SIGKILL after the effect leaves an identity that Terraform does not know", async () => {
    await armEmulatorFault(locked(folder, "fault"), { kind: "delay", milliseconds: 60_000, when: "after" });
    await applyUntil("SIGKILL", () => journal().includes('"identities/'));
    expect((await plan()).output).toContain("1 to add");
    const { output } = await terraform("apply", "-auto-approve", "-lock=false");
    expect(output).toContain("AlreadyExistsException: Email identity one.example already exist. (emulated)");
  });
});
