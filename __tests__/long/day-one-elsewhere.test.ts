// A repository on GitLab and one in Atlantis from their first day on, with the package that npm has installed in them.
import fs from "node:fs";
import { UserRepository } from "../helpers/user-repository";
import { atlantisRun, gitlabJob } from "../pipelines/others";
import { emptyRepository, type Repository } from "../pipelines/repository";

jest.setTimeout(600_000);

const user = new UserRepository("gitlab");
const testInstalled = user.install() ? test : test.skip;
const root = user.path("node_modules", "@mailzone", "mailzone");
afterAll(() => user.remove());

const FIRST = fs.readFileSync(user.path("domains.yaml"), "utf8");
const FIRST_AND_NEWS = `${FIRST}  - domain: news.example.com\n    stack: news\n`;

let other: Repository;
/** A repository that the installed package writes, and that has it. */
function begin(pipeline: "gitlab" | "atlantis"): void {
  other = emptyRepository();
  other.options = { root };
  new UserRepository(pipeline, other.project.folder, user);
}
afterEach(() => other.stop());
const byHand = () => other.project.run("emulator", "edit", "delete", "_dmarc.news.example.com", "TXT");

testInstalled("on GitLab: day one, a second stack, an entry that is dropped, a stale digest, and drift", async () => {
  begin("gitlab");
  const job = (name: string) => gitlabJob(other, other.project.path(".gitlab-ci.yml"), name);
  // The first merge request is like every other one: after its merge the default branch plans, and a person starts the apply.
  other.push(FIRST, "1");
  expect(await job("check")).toMatchObject({ code: 0 });
  expect(await job("review")).toMatchObject({ code: 0 });
  expect(await job("plan")).toMatchObject({ code: 0 });
  expect(await job("apply")).toMatchObject({ code: 0, log: expect.stringContaining("8 added") });

  other.push(FIRST_AND_NEWS, "2");
  expect(await job("review")).toMatchObject({ code: 0, log: expect.stringContaining("1 of 2 stacks are planned") });
  expect(await job("plan")).toMatchObject({ code: 0 });
  expect(await job("apply")).toMatchObject({ code: 0, log: expect.stringContaining("news: applied") });

  other.push(FIRST, "3");
  expect(await job("check")).toMatchObject({ code: 1, log: expect.stringContaining("news.example.com") });
  other.git("reset", "--quiet", "--hard", "HEAD^");

  other.push(`${FIRST_AND_NEWS}    ttl: 600\n`, "4");
  expect(await job("plan")).toMatchObject({ code: 0 });
  await byHand();
  expect(await job("apply")).toMatchObject({
    code: 1,
    log: expect.stringContaining("no longer do what was reviewed"),
  });
  expect(await job("drift")).toMatchObject({ code: 1, log: expect.stringContaining("drift: changed") });
  expect(await job("plan")).toMatchObject({ code: 0 });
  expect(await job("apply")).toMatchObject({ code: 0, log: expect.stringContaining("news: applied") });
});

testInstalled("in Atlantis: day one, a second stack, an entry that is dropped, and a stale digest", async () => {
  begin("atlantis");
  const atlantis = (command: "plan" | "apply") => atlantisRun(other, other.project.path("atlantis.yaml"), command);
  other.push(FIRST, "1");
  expect(await atlantis("plan")).toMatchObject({ code: 0, log: expect.stringContaining("## mailzone review") });
  expect(await atlantis("apply")).toMatchObject({ code: 0, log: expect.stringContaining("8 added") });

  other.push(FIRST_AND_NEWS, "2");
  expect(await atlantis("plan")).toMatchObject({ code: 0 });
  expect(await atlantis("apply")).toMatchObject({ code: 0, log: expect.stringContaining("news: applied") });

  other.push(`${FIRST_AND_NEWS}    ttl: 600\n`, "3");
  expect(await atlantis("plan")).toMatchObject({ code: 0 });
  await byHand();
  expect(await atlantis("apply")).toMatchObject({
    code: 1,
    log: expect.stringContaining("no longer do what was reviewed"),
  });

  other.push(FIRST, "4");
  expect(await atlantis("plan")).toMatchObject({ code: 1, log: expect.stringContaining("news.example.com") });
});
