// A Terraform for a machine that has none, from a mirror on loopback that is good, wrong, torn, slow or not there.
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findTerraform } from "../../../lib/terraform/binary";
import { InterruptedError } from "../../../lib/terraform/errors";
import { Interrupts } from "../../../lib/terraform/process/interrupts";
import { type FetchOptions, fetchedProgram, fetchTerraform, isFetched } from "../../../lib/terraform/release/fetch";
import { archiveUrl, platform, RELEASE } from "../../../lib/terraform/release/release";
import { type Mirror, PROGRAM, startMirror } from "./mirror";

let cache: string;
let mirror: Mirror | undefined;
beforeEach(() => {
  cache = fs.mkdtempSync(path.join(tmpdir(), "mailzone-cache-"));
});
afterEach(() => {
  mirror?.stop();
  mirror = undefined;
  fs.rmSync(cache, { recursive: true, force: true });
});

interface Outcome {
  readonly file: string;
  readonly lines: readonly string[];
  readonly progress: readonly (readonly [number, number | undefined])[];
}

async function fetch(env: Record<string, string> = {}, more: Partial<FetchOptions> = {}): Promise<Outcome> {
  const lines: string[] = [];
  const progress: [number, number | undefined][] = [];
  const file = await fetchTerraform({
    env: { XDG_CACHE_HOME: cache, ...(mirror && { MAILZONE_TERRAFORM_MIRROR: mirror.url }), ...env },
    interrupts: new Interrupts({ kill: () => {} }),
    say: (line) => lines.push(line),
    onProgress: (done, total) => progress.push([done, total]),
    ...(mirror && { release: mirror.release }),
    ...more,
  });
  return { file, lines, progress };
}
const kept = () =>
  fs
    .readdirSync(cache, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
const archiveName = `terraform_1.11.4_${platform()}.zip`;

test("the pinned release has a sum for each platform, and HashiCorp's address", () => {
  expect(Object.keys(RELEASE.sums).sort()).toEqual(["darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64"]);
  for (const sum of Object.values(RELEASE.sums)) expect(sum).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(Object.values(RELEASE.sums)).size).toBe(4);
  expect(archiveUrl(RELEASE, {})?.href).toBe(`https://releases.hashicorp.com/terraform/1.11.4/${archiveName}`);
  expect(archiveUrl(RELEASE, { MAILZONE_TERRAFORM_MIRROR: "https://mirror.example.net/tf/" })?.href).toBe(
    `https://mirror.example.net/tf/1.11.4/${archiveName}`,
  );
});

test("it is fetched once, said in one line, and kept where the user's caches are", async () => {
  mirror = await startMirror();
  const { file, lines, progress } = await fetch();
  const folder = path.join(cache, "mailzone", "terraform", `1.11.4_${platform()}`);
  expect(file).toBe(path.join(folder, "terraform"));
  expect(lines).toEqual([
    `no terraform or tofu was found: fetching Terraform 1.11.4 (BUSL-1.1, about 27 MB) from ${mirror.url}/1.11.4/${archiveName} into ${folder}`,
  ]);
  expect(progress.at(-1)).toEqual([mirror.archive.length, mirror.archive.length]);
  expect(fs.readFileSync(file, "utf8")).toBe(PROGRAM);
  expect(kept()).toEqual(["terraform"]);

  const find = () =>
    findTerraform({
      env: { PATH: "/nowhere" },
      cwd: cache,
      interrupts: new Interrupts({ kill: () => {} }),
      fetch: {
        env: { XDG_CACHE_HOME: cache, MAILZONE_TERRAFORM_MIRROR: mirror?.url },
        interrupts: new Interrupts({ kill: () => {} }),
        say: () => {},
        onProgress: () => {},
        release: mirror!.release,
      },
    });
  expect(await find()).toEqual({ file, product: "Terraform", version: "1.11.4" });
  expect(mirror.asked).toHaveLength(1);
  // One that somebody else could have written, or that does not answer, is fetched anew.
  fs.chmodSync(file, 0o777);
  expect(await find()).toMatchObject({ file });
  fs.writeFileSync(file, "#!/bin/sh\nexit 1\n");
  expect(await find()).toMatchObject({ file });
  expect(mirror.asked).toHaveLength(3);
});

test("what terraform or tofu there is comes first, in this order", async () => {
  const program = (name: string, version: string) =>
    fs.writeFileSync(path.join(cache, name), `#!/bin/sh\necho "${version}"\n`, { mode: 0o755 });
  const find = (env: Record<string, string> = {}) =>
    findTerraform({
      env: { PATH: `${cache}:/bin`, ...env },
      cwd: cache,
      interrupts: new Interrupts({ kill: () => {} }),
    });
  program("tofu", "OpenTofu v1.10.7");
  expect(await find()).toEqual({ file: "tofu", product: "OpenTofu", version: "1.10.7" });
  program("terraform", "Terraform v1.11.4");
  expect(await find()).toMatchObject({ file: "terraform" });
  expect(await find({ TERRAFORM_BINARY_NAME: "tofu" })).toMatchObject({ file: "tofu" });
  await expect(find({ TERRAFORM_BINARY_NAME: "other" })).rejects.toThrow('"other" was not found');
});

const INSTALL = expect.stringMatching(/install it \(.+\), or set TERRAFORM_BINARY_NAME to its path$/);

test.each<[string, Parameters<typeof startMirror>[0], RegExp]>([
  [
    "another archive",
    (response, archive) => response.end(Buffer.concat([archive, Buffer.from("x")])),
    /is not the one that is pinned, its SHA-256 is [0-9a-f]{64} and not [0-9a-f]{64}: nothing was kept/,
  ],
  ["a page", (response) => response.end("<html>"), /is not the one that is pinned/],
  [
    "half of it",
    (response, archive) => {
      response.setHeader("content-length", archive.length);
      response.write(archive.subarray(0, 100), () => response.destroy());
    },
    /, it ended after \d+ of \d+ bytes: /,
  ],
  ["nothing", (response) => response.destroy(), /, ECONNRESET: /],
  ["silence", () => {}, /, no byte came for 0\.2 s: /],
  [
    "silence half-way",
    (response, archive) => void response.write(archive.subarray(0, 100)),
    /, no byte came for 0\.2 s: /,
  ],
  ["404", (response) => response.writeHead(404).end(), /, it answered 404: /],
  [
    "a circle",
    (response) => response.writeHead(302, { location: "/again" }).end(),
    /, it leads on more than 3 times: /,
  ],
  [
    "a way to nowhere",
    (response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
    /, .+: install it/,
  ],
])("a mirror that gives %s leaves nothing behind, and is one line", async (name, answer, why) => {
  mirror = await startMirror(answer);
  // Only who is silent is waited for in vain: an answer may take a busy machine as long as it likes.
  const silence = name.startsWith("silence") ? 200 : 60_000;
  const failure = await fetch({}, { silence }).catch((error: Error) => error);
  expect(failure).toMatchObject({ name: "TerraformError", message: expect.stringMatching(why) });
  expect((failure as Error).message).toEqual(INSTALL);
  expect((failure as Error).message).not.toContain("\n");
  expect(kept()).toEqual([]);
  expect(isFetched({ XDG_CACHE_HOME: cache }, mirror.release)).toBe(false);
});

test("a mirror may lead on to its storage, and its password is shown nowhere", async () => {
  mirror = await startMirror((response, archive, request) => {
    if (request.url?.startsWith("/storage")) response.end(archive);
    else response.writeHead(302, { location: "/storage/1" }).end();
  });
  const env = { MAILZONE_TERRAFORM_MIRROR: mirror.url.replace("http://", "http://me:s3cret@") };
  const { file, lines } = await fetch(env);
  expect(fs.existsSync(file)).toBe(true);
  expect(lines.join()).not.toContain("s3cret");
});

test("no mirror, no permission, no platform: one line, and nothing is asked", async () => {
  mirror = await startMirror();
  const gone = mirror.url;
  mirror.stop();
  await expect(fetch({ MAILZONE_TERRAFORM_MIRROR: gone })).rejects.toThrow(
    new RegExp(`^Terraform cannot be fetched from ${gone}/1.11.4/${archiveName}, ECONNREFUSED: install it`),
  );
  await expect(fetch({ MAILZONE_FETCH: "no" })).rejects.toThrow(
    "no terraform or tofu was found, and MAILZONE_FETCH=no forbids to fetch it: install it",
  );
  await expect(fetch({ MAILZONE_TERRAFORM_MIRROR: "mirror" })).rejects.toThrow(
    "MAILZONE_TERRAFORM_MIRROR is no address",
  );
  await expect(fetch({}, { release: { version: "1.11.4", sums: {} } })).rejects.toThrow(
    `there is no release to download for ${platform()}`,
  );
  expect(mirror.asked).toEqual([]);
});

test("a cache that cannot be written is reported before anything is fetched", async () => {
  mirror = await startMirror();
  fs.writeFileSync(path.join(cache, "mailzone"), "");
  await expect(fetch()).rejects.toThrow(
    /^Terraform cannot be kept in ".+": .*E(NOTDIR|EXIST)\)?: set XDG_CACHE_HOME to a folder that is yours$/,
  );
  expect(mirror.asked).toEqual([]);
});

test("two runs at once both end with a whole program", async () => {
  mirror = await startMirror();
  const both = await Promise.all([fetch(), fetch()]);
  expect(both.map(({ file }) => fs.readFileSync(file, "utf8"))).toEqual([PROGRAM, PROGRAM]);
  expect(kept()).toEqual(["terraform"]);
});

test("Ctrl-C ends it, and nothing is left", async () => {
  const interrupts = new Interrupts({ kill: () => {} });
  mirror = await startMirror((response, archive) => {
    response.write(archive.subarray(0, 100));
    interrupts.raise();
  });
  await expect(fetch({}, { interrupts })).rejects.toThrow(InterruptedError);
  await expect(fetch({}, { interrupts })).rejects.toThrow(InterruptedError);
  expect(kept()).toEqual([]);
});

test("the cache is where the platform has caches", () => {
  expect(fetchedProgram({ HOME: "/home/me" })).toMatch(
    /^\/home\/me\/(\.cache|Library\/Caches)\/mailzone\/terraform\/1\.11\.4_\w+\/terraform$/,
  );
  expect(fetchedProgram({ HOME: "/home/me", XDG_CACHE_HOME: "/cache" })).toMatch(/^\/cache\/mailzone\//);
  expect(fetchedProgram({ HOME: "/home/me", XDG_CACHE_HOME: "relative" })).toMatch(/^\/home\/me\//);
});
