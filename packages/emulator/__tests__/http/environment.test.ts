// A program in the emulator gets only environment variables. So these clients run in a separate process.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { emulatedEnvironment } from "../../src/environment";
import { serveApis } from "../../src/http/apis";
import { writeAwsFiles } from "../../src/http/environment";
import { createIdentity } from "../../src/services/aws/ses-identities";
import { type ServedWorld, withServedWorld } from "./served-world";

jest.setTimeout(20_000);

const ACCOUNTS = {
  default: "111111111111",
  mail: "222222222222",
  role: "333333333333",
};
const folder = mkdtempSync(path.join(tmpdir(), "emulator-environment-"));
afterAll(() => rmSync(folder, { recursive: true }));
let served: ServedWorld;
withServedWorld((fresh) => {
  served = fresh;
});

/** What a script prints that runs in the emulator, with the real clients. */
async function run(script: string): Promise<string[]> {
  writeAwsFiles(folder, { default: ACCOUNTS.default, mail: ACCOUNTS.mail });
  const http = { url: served.url, account: ACCOUNTS.default };
  const parent = {
    ...process.env,
    AWS_PROFILE: "real",
    CLOUDFLARE_API_KEY: "real",
    CLOUDFLARE_EMAIL: "real@example.com",
  };
  const env = emulatedEnvironment(parent, {
    folder,
    pid: process.pid,
    listeners: [],
    http,
  });
  const child = spawn(process.execPath, ["--no-warnings", "-e", script], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  await new Promise((resolve) => child.on("close", resolve));
  return output.trim().split("\n");
}

test("AWS's clients find the emulator, and each profile and role its account", async () => {
  for (const [index, account] of Object.values(ACCOUNTS).entries()) {
    const name = `account${index + 1}.example.com`;
    const more = { configurationSetName: null, tags: {}, dkim: {} };
    createIdentity(served.world, {
      account,
      region: "eu-west-1",
      name,
      ...more,
    });
  }
  const script = `
    const { SESv2Client, ListEmailIdentitiesCommand } = require("@aws-sdk/client-sesv2");
    const { SESClient, VerifyDomainDkimCommand } = require("@aws-sdk/client-ses");
    const { fromIni, fromTemporaryCredentials } = require("@aws-sdk/credential-providers");
    const region = "eu-west-1";
    const RoleArn = "arn:aws:iam::${ACCOUNTS.role}:role/deploy";
    const list = async (credentials) => {
      const { EmailIdentities } = await new SESv2Client({ region, credentials }).send(new ListEmailIdentitiesCommand({}));
      console.log(EmailIdentities.map(({ IdentityName }) => IdentityName).join());
    };
    (async () => {
      await list(undefined);
      await list(fromIni({ profile: "mail" }));
      await list(fromTemporaryCredentials({ params: { RoleArn }, clientConfig: { region } }));
      const { DkimTokens } = await new SESClient({ region }).send(new VerifyDomainDkimCommand({ Domain: "account1.example.com" }));
      console.log(DkimTokens.length);
    })();`;
  expect(await run(script)).toEqual(["account1.example.com", "account2.example.com", "account3.example.com", "3"]);
});

test("a program that reads Cloudflare's variables finds the emulator, with a token that is not real", async () => {
  served.world.commit(
    served.world.zones.put("0".repeat(32), {
      id: "0".repeat(32),
      name: "example.com",
    }),
  );
  const script = `
    const { CLOUDFLARE_BASE_URL, CLOUDFLARE_API_TOKEN, CLOUDFLARE_API_KEY, CLOUDFLARE_EMAIL } = process.env;
    (async () => {
      const headers = { authorization: "Bearer " + CLOUDFLARE_API_TOKEN };
      const { result } = await (await fetch(CLOUDFLARE_BASE_URL + "/zones", { headers })).json();
      console.log(result[0].name, CLOUDFLARE_API_TOKEN, CLOUDFLARE_API_KEY, CLOUDFLARE_EMAIL);
    })();`;
  expect(await run(script)).toEqual(["example.com sandbox-token-that-opens-nothing-at-all0 undefined undefined"]);
});

test("a service that is not emulated is refused here, not asked for real", async () => {
  const script = `
    const http = require("node:http");
    http.get(process.env.AWS_ENDPOINT_URL + "/some-bucket/state", (answer) => console.log(answer.resume().statusCode));`;
  expect(await run(script)).toEqual(["403"]);
});

test("each given or named profile has credentials, an unknown account has the provider's", async () => {
  const { world } = served;
  world.commit(world.profiles.put("mail", ACCOUNTS.mail));
  const { account, url, cloudflareUrl, stop } = await serveApis(world, {
    folder,
    profileNames: ["mail", "web"],
  });
  await stop();
  expect({ account, cloudflareUrl }).toEqual({
    account: "000000000000",
    cloudflareUrl: `${url}/client/v4`,
  });
  expect(readFileSync(path.join(folder, "aws", "credentials"), "utf8")).toMatchInlineSnapshot(`
    "# emulator: these open nothing

    [mail]
    aws_access_key_id = ASIASANDBOX222222222222
    aws_secret_access_key = sandbox-secret-that-opens-nothing

    [web]
    aws_access_key_id = ASIASANDBOX000000000000
    aws_secret_access_key = sandbox-secret-that-opens-nothing
    "
  `);
});
