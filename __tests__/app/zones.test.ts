import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Context } from "../../lib/app/context";
import { Refused } from "../../lib/app/refused";
import { ofZone, readZoneFiles, refused } from "../../lib/app/zones";
import { CloudflareError } from "../../lib/cloudflare/error";
import { Interrupts } from "../../lib/terraform/process/interrupts";
import { live } from "../adopt/zones";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-zones-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const context = { cwd: folder, interrupts: new Interrupts({ kill: () => {} }) } as Context;
fs.writeFileSync(path.join(folder, "good.txt"), "www 300 IN A 192.0.2.1\n");
fs.writeFileSync(path.join(folder, "bad.txt"), "; nothing\nwww\n");

test("what Cloudflare does not answer is refused in its own words, and no defect", async () => {
  const fault = refused(() => Promise.reject(new CloudflareError("no-token", "no token: set it")));
  await expect(fault).rejects.toEqual(new Refused("no token: set it, or read a zone file with --zone-file"));
  await expect(fault).rejects.toBeInstanceOf(Refused);
  const defect = new TypeError("x is undefined");
  await expect(refused(() => Promise.reject(defect))).rejects.toBe(defect);
});

test("a zone is named however it is written", async () => {
  for (const zone of ["example.com", "EXAMPLE.com."]) {
    const records = await readZoneFiles(context, ["example.com"], [`${zone}=good.txt`]);
    expect(records.map(({ name, zone }) => `${name} ${zone}`)).toEqual(["www.example.com example.com"]);
  }
});

test("a zone id that is another zone's is refused; a zone without records may be any", () => {
  const zone = { name: "example.com", id: "0123456789abcdef0123456789abcdef" };
  const named = (...names: string[]) => names.map((name) => live(`A ${name} 192.0.2.1`));
  for (const records of [[], named("example.com"), named("WWW.Example.com.", "x.example.org")])
    expect(ofZone(zone, records)).toBe(records);
  expect(() => ofZone(zone, named("www.example.org", "notexample.com"))).toThrow(
    new Refused(
      'zone "example.com" has the id 0123456789abcdef0123456789abcdef, which is another zone\'s, with "www.example.org" in it: correct it in "zones" of domains.yaml',
    ),
  );
});

test.each([
  [["bad.txt"], 'bad.txt:2:1: expected a name, ttl, class, type and value, got "www"'],
  [["none.txt"], 'cannot read "none.txt": it is not there (ENOENT): name a zone file'],
  [
    ["example.org=good.txt"],
    '--zone-file "example.org=good.txt" is for a zone that no domain is in: the zones are example.com',
  ],
  [[], "there is no --zone-file for example.com: write ZONE=FILE for each"],
])("--zone-file %j is refused", async (named, message) => {
  await expect(readZoneFiles(context, ["example.com"], named)).rejects.toEqual(new Refused(message));
});
