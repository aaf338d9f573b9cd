// Sets, topics, senders and test addresses that one stack has made are adopted by another, with the real terraform.
import fs from "node:fs";
import path from "node:path";
import { domainsYaml, type Project, withProject } from "../helpers/project";

jest.setTimeout(240_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

const ACCOUNT = "111122223333";
const SET = `{name: mail, reputationMetrics: true, tls: require, events: {
  feedback: {types: [bounce, complaint], sns: {subscribers: ["https://hooks.example.com/ses", ops@example.net]}},
  bus: {types: [send], eventBridge: true},
  metrics: {types: [delivery], enabled: false, cloudWatch: {campaign: {from: message-tag, otherwise: none}}}}}`;
/** On one line, as an entry in flow style has to be. */
const YAML = domainsYaml(
  `{domain: example.com, aws: {region: us-east-1, allowedAccountIds: ["${ACCOUNT}"], tags: {team: mail}}, configurationSet: ${SET},
     senders: {shop: "arn:aws:iam::${ACCOUNT}:role/apps/shop", news: {role: "arn:aws:iam::${ACCOUNT}:role/news", from: news@example.com}},
     testAddresses: [you@example.net]}`.replace(/\s+/g, " "),
);

const mailzone = (...args: string[]) => project.run(...args, "--emulated");

/** Another stack knows nothing of what is there. */
function forgetStates(): number {
  const root = project.path(".mailzone", "sandbox");
  const states = (fs.readdirSync(root, { recursive: true }) as string[]).filter((name) => /\.tfstate/.test(name));
  for (const name of states) fs.rmSync(path.join(root, name));
  return states.length;
}

async function confirmAll() {
  for (const endpoint of ["https://hooks.example.com/ses", "ops@example.net", "you@example.net"])
    expect(await project.run("emulator", "edit", "confirm", endpoint)).toMatchObject({ code: 0 });
}

test("all that one stack has made is imported by another, and nothing of it changes", async () => {
  project.write("domains.yaml", YAML);
  await project.apply();
  await confirmAll();
  expect(await mailzone("plan", "--fail-on-changes")).toMatchObject({ code: 0 });
  expect(forgetStates()).toBeGreaterThan(0);

  const seen = await mailzone("adopt", "--json");
  const { counts, matches } = JSON.parse(seen.stdout) as {
    counts: object;
    matches: { id: string; status: string; changes: object[]; importId: string }[];
  };
  expect(matches.filter(({ status }) => status !== "identical")).toEqual([]);
  expect(counts).toMatchObject({ absent: 0, clash: 0, different: 0, managed: 0 });
  const ids = Object.fromEntries(matches.map(({ id, importId }) => [id, importId]));
  const topic = `arn:aws:sns:us-east-1:${ACCOUNT}:mail-feedback`;
  expect(ids).toMatchObject({
    set: "mail@us-east-1",
    "events/feedback": "mail|feedback@us-east-1",
    "events/bus": "mail|bus@us-east-1",
    "events/metrics": "mail|metrics@us-east-1",
    "topic/feedback": topic,
    "topic-policy/feedback": topic,
    "subscriber/feedback/ops@example.net": expect.stringContaining(`${topic}:`),
    "subscriber/feedback/https://hooks.example.com/ses": expect.stringContaining(`${topic}:`),
    "sender-shop": "shop:mailzone-example.com-shop-us-east-1",
    "sender-news": "news:mailzone-example.com-news-us-east-1",
    "test-address-you@example.net": "you@example.net@us-east-1",
  });

  expect(await mailzone("adopt", "--write")).toMatchObject({ code: 0 });
  const planned = await mailzone("plan");
  // Of each subscriber the provider writes two settings of its own into the state.
  expect(planned.stdout).toMatch(
    new RegExp(`: ${matches.length} to import, 0 to add, 2 to change, 0 to destroy$`, "m"),
  );
  expect(planned.stdout).not.toContain("->");
  expect((await mailzone("review")).stdout).not.toMatch(/DANGER|danger/);
  expect(await mailzone("apply")).toMatchObject({ code: 0 });
  fs.rmSync(project.path("imports.yaml"));
  expect(await mailzone("plan", "--fail-on-changes")).toMatchObject({ code: 0 });
  const again = await mailzone("adopt", "--json");
  expect(JSON.parse(again.stdout)).toMatchObject({ counts: { managed: matches.length } });
});

test("a first domains.yaml has a set with its events, tracking, senders and test addresses, and nothing changes", async () => {
  const senders = `senders: {shop: "arn:aws:iam::000000000000:role/apps/shop", news: {role: "arn:aws:iam::000000000000:role/news", from: news@example.com}}`;
  const write = (set: string) => {
    const entry = `{domain: example.com, aws: {region: us-east-1}, configurationSet: ${set}, ${senders}, testAddresses: [you@example.net]}`;
    project.write("domains.yaml", domainsYaml(entry.replace(/\s+/g, " ")));
  };
  write(SET);
  await project.apply();
  // SES takes a tracking domain of a verified domain only.
  expect(await mailzone("verify")).toMatchObject({ code: 0 });
  write(SET.replace("name: mail,", "name: mail, tracking: click,"));
  await project.apply();
  expect(forgetStates()).toBeGreaterThan(0);
  fs.rmSync(project.path("domains.yaml"));

  expect(await mailzone("adopt", "--init", "example.com")).toMatchObject({ code: 0 });
  const drafted = project.read("domains.yaml");
  expect(drafted).toMatch(/sns: arn:aws:sns:us-east-1:\d{12}:mail-feedback\n/);
  expect(drafted).toContain("tracking: click\n");
  expect(await mailzone("adopt", "--write")).toMatchObject({ code: 0 });
  const planned = await mailzone("plan");
  // The identity, its MAIL FROM, seven records, the set, three event destinations, two policies of roles and an address.
  expect(planned.stdout).toMatch(/^emulated: mailzone: 16 to import, 0 to add, 0 to change, 0 to destroy$/m);
});
