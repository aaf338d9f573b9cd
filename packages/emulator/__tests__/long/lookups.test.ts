// The data sources: zones by name and id, CloudFront distributions.

import { addEmulatorZone, deleteEmulatorObjects, readEmulatorStatus } from "../../src/commands/commands";
import { flat, locked, project, record } from "../terraform-project";

jest.setTimeout(60_000);

const UNKNOWN_ID = "f".repeat(32);
const byName = (name: string) => ({ cloudflare_zone: { zone: { filter: { name } } } });

describe("a zone that the configuration looks up by name", () => {
  const { folder, write, terraform, apply, plan, changes, state } = project("zone", { zoneNames: ["Example.com"] });
  const zone_id = "${data.cloudflare_zone.zone.zone_id}";
  const www = { cloudflare_dns_record: { www: { ...record("www.example.com", "A", "192.0.2.1"), zone_id } } };

  test("is there without further steps, and its id is known to the plan", async () => {
    write(www, { data: byName("example.com") });
    await terraform("init", "-input=false");
    expect(await changes()).toEqual(["create cloudflare_dns_record.www"]);
    expect((await apply()).code).toBe(0);
    expect(await plan()).toMatchObject({ code: 0 });
    expect(state("cloudflare_zone.zone")).toMatchObject({
      name: "example.com",
      status: "active",
      account: { name: "sandbox" },
      filter: { name: "example.com" },
    });
    expect(state("cloudflare_dns_record.www").zone_id).toBe(state("cloudflare_zone.zone").id);
    const { zones } = await readEmulatorStatus(locked(folder, "status"));
    expect(zones.map(({ name, records }) => [name, records.length])).toEqual([["example.com", 1]]);
  });

  test("is gone when somebody deletes it, with its records, and is another one when it is added again", async () => {
    const before = state("cloudflare_zone.zone").id;
    expect(await deleteEmulatorObjects(locked(folder, "edit"), { name: "example.com", type: "zone" })).toEqual([
      `zone example.com with the id ${before}`,
    ]);
    const planned = await plan();
    expect(planned.code).toBe(1);
    expect(flat(planned.output)).toContain("failed to find exactly one result (emulated)");
    expect(flat(planned.output)).toContain("0 found");
    const { id } = await addEmulatorZone(locked(folder, "edit"), "example.com");
    expect(id).not.toBe(before);
    expect(await changes()).toEqual(["create cloudflare_dns_record.www"]);
    await expect(addEmulatorZone(locked(folder, "edit"), "example.com")).rejects.toThrow(
      "exists in the emulator already",
    );
  });
});

describe("a zone that is looked up by its id", () => {
  const [one, two] = ["1".repeat(32), "2".repeat(32)];
  const zones = { [one]: "one.example", [two]: "one.example", ["3".repeat(32)]: "three.example" };
  const { write, terraform, plan } = project("told", { zones });
  const refused = async (data: object) => {
    write({}, { data });
    const { code, output } = await plan();
    expect(code).toBe(1);
    return flat(output);
  };

  test("is found by name and by id", async () => {
    write({}, { data: byName("three.example"), output: { id: { value: "${data.cloudflare_zone.zone.id}" } } });
    await terraform("init", "-input=false");
    expect((await plan()).output).toContain(`id = "${"3".repeat(32)}"`);
    write(
      {},
      {
        data: { cloudflare_zone: { zone: { zone_id: one } } },
        output: { name: { value: "${data.cloudflare_zone.zone.name}" } },
      },
    );
    expect((await plan()).output).toContain('name = "one.example"');
  });

  test("is not found where several have the name, or none", async () => {
    expect(await refused(byName("one.example"))).toContain("2 found");
    expect(await refused(byName("other.example"))).toContain("0 found");
    expect(await refused({ cloudflare_zone: { zone: { zone_id: UNKNOWN_ID } } })).toContain('"code":1001');
  });

  test("needs an id or a filter, and not both", async () => {
    expect(await refused({ cloudflare_zone: { zone: {} } })).toContain("Missing Attribute Configuration");
    const both = { zone_id: one, filter: { name: "one.example" } };
    expect(await refused({ cloudflare_zone: { zone: both } })).toContain("Invalid Attribute Combination");
  });
});

test("a distribution has a name of its own, and one that is unknown or deleted is an error", async () => {
  const { folder, write, terraform, apply, changes, plan, state } = project("web", {
    distributions: ["E2QWRUHAPOMQZL"],
  });
  const distributionData = (id: string) => ({ aws_cloudfront_distribution: { web: { id } } });
  const content = "${data.aws_cloudfront_distribution.web.domain_name}";
  write(
    { cloudflare_dns_record: { www: record("www.example.com", "CNAME", content) } },
    { data: distributionData("E2QWRUHAPOMQZL") },
  );
  await terraform("init", "-input=false");
  expect((await apply()).code).toBe(0);
  expect(await changes()).toEqual([]);
  expect(state("aws_cloudfront_distribution.web")).toMatchObject({
    arn: "arn:aws:cloudfront::000000000000:distribution/E2QWRUHAPOMQZL",
    status: "Deployed",
    hosted_zone_id: "Z2FDTNDATAQYW2",
  });
  expect(state("cloudflare_dns_record.www").content).toMatch(/^sandbox[a-z0-9]{7}\.cloudfront\.net$/);
  const { distributions } = await readEmulatorStatus(locked(folder, "status"));
  expect(distributions.map(({ id }) => id)).toEqual(["E2QWRUHAPOMQZL"]);
  const message = "reading CloudFront Distribution (E2QWRUHAPOMQZL): couldn't find resource (emulated)";
  await deleteEmulatorObjects(locked(folder, "edit"), { name: "E2QWRUHAPOMQZL", type: "distribution" });
  expect(flat((await plan()).output)).toContain(message);
  write({}, { data: distributionData("EUNKNOWN") });
  expect(flat((await plan()).output)).toContain("reading CloudFront Distribution (EUNKNOWN): couldn't find resource");
});
