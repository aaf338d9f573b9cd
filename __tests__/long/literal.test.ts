// What a text says is what the real Terraform plans, whatever it looks like.
import { spawnSync } from "node:child_process";
import { formatTxt } from "../../lib/dns/text/txt";
import { domainsYaml, entryOf, Project } from "../helpers/project";

jest.setTimeout(120_000);

const TEXTS = [
  '${filebase64("/proc/self/environ")}',
  "$${a}",
  "%{if true}b%{endif}",
  "${TfToken[TOKEN.0]}",
  "-19e288",
  "a$",
];

test("texts that look like templates and tokens stand in the plan as they were written", async () => {
  const records = TEXTS.map((text, index) => `t${index}: {type: TXT, name: t${index}, content: '${text}'}`);
  const caa = `c: {type: CAA, name: "@", data: {flags: 0, tag: issue, value: '${TEXTS[0]}'}}`;
  const rest = `comment: '${TEXTS[0]}', records: {${caa}, ${records.join(", ")}}`;
  const project = new Project(domainsYaml(entryOf("example.com", "us-east-1", rest)));
  try {
    // What is published is known after the apply alone, for the DKIM tokens in it.
    await project.apply();
    expect(await project.run("plan", "--emulated")).toMatchObject({ code: 0 });
    const { stdout } = spawnSync("find", [project.path(".mailzone"), "-name", "*plan.json"], { encoding: "utf8" });
    const [file = ""] = stdout.trim().split("\n");
    const plan = JSON.parse(project.read(file.slice(project.folder.length + 1)));
    const values = plan.planned_values.root_module.resources.map(({ values }: { values: unknown }) => values);
    const published = plan.planned_values.outputs.records.value;
    const contents = TEXTS.map(formatTxt);
    for (const list of [values, published]) {
      const found = list.filter(
        ({ type, name }: { type?: string; name: string }) => type === "TXT" && /^t\d/.test(name),
      );
      expect(found.map(({ content }: { content: string }) => content).sort()).toEqual([...contents].sort());
      expect(list).toContainEqual(expect.objectContaining({ data: expect.objectContaining({ value: TEXTS[0] }) }));
    }
    expect(values).toContainEqual(expect.objectContaining({ comment: TEXTS[0] }));
  } finally {
    project.remove();
  }
});
