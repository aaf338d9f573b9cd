// Test addresses from the first apply to the last, with the real terraform.
import { ARTICLE_YAML, domainsYaml, type Project, withProject } from "../helpers/project";

jest.setTimeout(90_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

const YOU = "you@example.net";
const TESTED = domainsYaml(
  `{domain: example.com, aws: {region: us-east-1}, web: {www: d111111abcdef8.cloudfront.net}, testAddresses: [${YOU}]}`,
);

test("an address waits until it is confirmed, plans nothing then, and goes without a word about lost mail", async () => {
  const waiting = async () => {
    const { stdout } = await project.run("verify", "--emulated", "--json");
    const { causes } = JSON.parse(stdout) as { causes: { id: string; message: string }[] };
    return causes
      .filter(({ id }) => id.startsWith("ses-address-"))
      .map(({ id, message }) => [id, message.includes(YOU)]);
  };
  project.write("domains.yaml", TESTED);
  await project.apply();
  // The emulated account has production access until it is taken away: SES then sends to every address.
  expect(await waiting()).toEqual([]);
  expect(await project.run("emulator", "edit", "account", "us-east-1", "--no-production")).toMatchObject({ code: 0 });
  expect(await waiting()).toEqual([["ses-address-unverified", true]]);
  const { stdout } = await project.run("emulator", "edit", "confirm", YOU);
  expect(stdout).toContain(`identity/${YOU}`);
  expect(await waiting()).toEqual([]);
  expect(await project.run("plan", "--emulated", "--fail-on-changes")).toMatchObject({ code: 0 });

  project.write("domains.yaml", ARTICLE_YAML);
  await project.run("plan", "--emulated");
  const removed = await project.run("apply", "--emulated");
  expect(removed).toMatchObject({ code: 0 });
  const status = await project.run("emulator", "status");
  expect(status.stdout).toContain("SES identity example.com in us-east-1");
  expect(status.stdout).not.toContain(YOU);
});
