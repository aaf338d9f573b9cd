// What `dmarc: false` and `spf: false` do to records that Terraform has: they stay, and the state forgets them.
import { domainsYaml, entryOf, type Project, withProject } from "../helpers/project";

jest.setTimeout(90_000);

const SPF = "spf: {include: _spf.example.net}";
const FOREIGN = 'TXT example.com "v=spf1 include:_spf.example.net ~all"';
const POLICY = 'TXT _dmarc.example.com "v=DMARC1; p=none;"';

let project: Project;
withProject(
  (fresh) => {
    project = fresh;
  },
  domainsYaml(entryOf("example.com", "us-east-1", SPF)),
);

const write = (...rest: string[]) => project.write("domains.yaml", domainsYaml(...rest));

test("a written false leaves the records in place, and the next plan is empty", async () => {
  await project.apply();
  const { records } = await project.world();
  expect(records).toEqual(expect.arrayContaining([FOREIGN, POLICY]));

  write(entryOf("example.com", "us-east-1", "dmarc: false, spf: false"));
  const plan = await project.runHere("plan", "--emulated");
  expect(plan.stdout).toContain("0 to import, 0 to add, 0 to change, 0 to destroy, 2 to forget");
  const review = await project.runHere("review", "--emulated");
  expect(review.stdout).toContain("policy-forgotten");
  await project.apply();
  expect((await project.world()).records).toEqual(records);
  expect(await project.runHere("plan", "--emulated", "--fail-on-changes")).toMatchObject({ code: 0 });

  // Back to a value: what stands there is to be adopted, and nothing is made beside it.
  write(entryOf("example.com", "us-east-1", SPF));
  await project.runHere("plan", "--emulated");
  const apply = await project.runHere("apply", "--emulated");
  expect(apply.code).not.toBe(0);
  expect(apply.stderr).toContain("adopt");
  expect((await project.world()).records).toEqual(records);
});
