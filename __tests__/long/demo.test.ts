// What `mailzone emulator demo` prints, with the real terraform. That it runs in an installed package is tested by long/package.
import fs from "node:fs";
import { Project } from "../helpers/project";

const project = new Project(fs.readFileSync("domains.yaml", "utf8"));
afterAll(() => project.remove());

test("the demo tells the whole story, and leaves the person's emulator alone", async () => {
  await project.run("emulator", "edit", "add", "zone", "example.net");
  const { code, stdout } = await project.run("emulator", "demo");
  expect(code).toBe(0);
  for (const line of [
    "domains.yaml: 1 domain, no errors, no warnings, 1 note",
    "emulated: mailzone: 0 to import, 9 to add, 0 to change, 0 to destroy",
    "emulated: mailzone: applied: 0 imported, 9 added, 0 changed, 0 destroyed",
    "emulated: mailzone: no changes",
    "not live: 6 of 7 records are live; 1 error",
    "live: 7 of 7 records are live",
    "example.com in us-east-1: verified, DKIM SUCCESS, MAIL FROM SUCCESS",
    'emulated: message from "example.com": authenticated: DMARC passes, and every record does its part',
  ]) {
    expect(stdout).toContain(`${line}\n`);
  }
  // Two screens, each line of which is there to be read, and then what to type for one's own domain.
  const lines = stdout.trim().split("\n");
  expect(lines.length).toBeLessThanOrEqual(64);
  expect(lines.slice(-3)).toEqual([
    "  npx --no-install mailzone plan",
    "  npx --no-install mailzone apply",
    "  npx --no-install mailzone verify --wait 30m",
  ]);
  expect(lines.filter((line) => lines.indexOf(line) !== lines.lastIndexOf(line) && line !== "")).toEqual([]);
  expect((await project.run("emulator", "status")).stdout).toContain("example.net");
});
