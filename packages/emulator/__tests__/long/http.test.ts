// Terraform and HTTP clients use the same world: clients see what Terraform made, and Terraform's next plan sees what they changed.
// The variables for those clients do not affect Terraform.
import { ListEmailIdentitiesCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { fromIni } from "@aws-sdk/credential-providers";
import { startEmulator } from "../../src/emulator";
import { CloudflareCalls } from "../http/cloudflare-calls";
import { locked, project, record, ZONE } from "../terraform-project";

jest.setTimeout(60_000);

const options = {
  http: true,
  zones: { [ZONE]: "example.com" },
  profiles: { mail: "222222222222" },
  profileNames: ["mail"],
};
const identity = { email_identity: "example.com" };
const token = (index: number) => `\${aws_sesv2_email_identity.main.dkim_signing_attributes[0].tokens[${index}]}`;
const dkim = [0, 1, 2].map((index) => [
  `dkim${index}`,
  record(`${token(index)}._domainkey.example.com`, "CNAME", `${token(index)}.dkim.amazonses.com`),
]);

test("what terraform made is listed, verified, and changed over HTTP, which the next plan sees", async () => {
  const { write, terraform, apply, plan, changes, folder } = project("http", options);
  const resources = {
    aws_sesv2_email_identity: { main: identity },
    cloudflare_dns_record: {
      ...Object.fromEntries(dkim),
      dmarc: record("_dmarc.example.com", "TXT", '"v=DMARC1; p=none;"'),
    },
  };
  write(resources, { provider: { aws: [{ region: "eu-west-1", profile: "mail" }], cloudflare: [{}] } });
  await terraform("init", "-input=false");
  expect(await apply()).toMatchObject({ code: 0 });
  expect((await plan()).code).toBe(0);

  const emulator = await startEmulator({ ...locked(folder, "test"), ...options });
  try {
    const env = emulator.environment({});
    const files = { filepath: env.AWS_SHARED_CREDENTIALS_FILE!, configFilepath: env.AWS_CONFIG_FILE! };
    const client = new SESv2Client({
      endpoint: env.AWS_ENDPOINT_URL_SESV2!,
      region: "eu-west-1",
      credentials: fromIni({ profile: "mail", ...files }),
    });
    const { EmailIdentities } = await client.send(new ListEmailIdentitiesCommand({}));
    expect(EmailIdentities).toMatchObject([{ IdentityName: "example.com", VerificationStatus: "SUCCESS" }]);

    const cloudflare = new CloudflareCalls(env.CLOUDFLARE_BASE_URL!, env.CLOUDFLARE_API_TOKEN!);
    const result: { type: string; id: string }[] = (await cloudflare.call("GET", `/zones/${ZONE}/dns_records`)).result;
    expect(result.map(({ type }) => type).sort()).toEqual(["CNAME", "CNAME", "CNAME", "TXT"]);
    const dmarc = result.find(({ type }) => type === "TXT")!;
    await cloudflare.records.delete(ZONE, dmarc.id);
  } finally {
    await emulator.stop();
  }
  expect(await changes()).toEqual(["create cloudflare_dns_record.dmarc"]);
});
