// What keeps the emulator and the real world apart.
import fs from "node:fs";
import { type Project, withProject } from "../helpers/project";

jest.setTimeout(60_000);

let project: Project;
withProject((fresh) => {
  project = fresh;
});

test("the emulator leaves no trace outside its folder, and a plan of it is none for real", async () => {
  await project.startApplied();
  expect(fs.readdirSync(project.folder).sort()).toEqual([".mailzone", "cdktf.json", "domains.yaml"]);
  expect(fs.readdirSync(project.path(".mailzone"))).toEqual(["sandbox"]);
  fs.cpSync(project.path(".mailzone", "sandbox", "plans"), project.path(".mailzone", "plans"), { recursive: true });
  const real = await project.run("apply");
  expect(real).toMatchObject({
    code: 2,
    stderr:
      'the saved plan of stack "mailzone" was made in the emulator, this run is outside it: run mailzone plan first\n',
  });
});

test("secrets of the environment get neither into the emulator nor into anything it writes", async () => {
  const shown = await project.run("emulator", "--", "sh", "-c", "env");
  expect(shown.stdout).not.toContain("not-a-real");
  // What leads AWS's and Cloudflare's clients says that it is the emulator's.
  const leads = shown.stdout.split("\n").filter((line) => /^(AWS|CLOUDFLARE)_/.test(line));
  expect(leads.filter((line) => !/sandbox|=http:\/\/127\.0\.0\.1:|METADATA_DISABLED=true/i.test(line))).toEqual([]);
  await project.startApplied();
  const files = (fs.readdirSync(project.folder, { recursive: true }) as string[]).map((file) => project.path(file));
  for (const file of files.filter((name) => fs.statSync(name).isFile())) {
    expect(fs.readFileSync(file, "latin1")).not.toContain("not-a-real");
  }
  expect(fs.statSync(project.path(".mailzone", "sandbox", "plans", "mailzone")).mode & 0o777).toBe(0o700);
});
