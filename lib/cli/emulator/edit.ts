// mailzone emulator edit: changes that somebody makes by hand, outside Terraform.
import { Argument, type Command, Option } from "commander";
import {
  addEmulatorRecord,
  addEmulatorZone,
  changeEmulatorAccount,
  changeEmulatorRecord,
  confirmEmulatorEndpoint,
  DEFAULT_ACCOUNT,
  deleteEmulatorObjects,
  describeEmulatorLimit,
  type IdentityChange,
  NO_LIMIT,
  putEmulatorIdentity,
  type RateLimitSetting,
  type RecordAddition,
  type RecordChange,
  type RecordFields,
  setEmulatorLimit,
} from "../../../packages/emulator/commands";
import { Refused } from "../../app/refused";
import { parseDuration } from "../../duration";
import { emulatorAccess } from "../emulator-folder";
import { wholeNumber } from "../options";
import type { Shell } from "../shell";

type AddOptions = RecordFields & Pick<RecordAddition, "zone">;
interface AccountOptions {
  readonly account: string;
  readonly production?: boolean;
  readonly sending?: boolean;
}
type ChangeOptions = RecordFields & Pick<RecordChange, "content" | "from">;

export function addEmulatorEdit(emulator: Command, shell: Shell, say: (line: string) => void): void {
  const edit = emulator.command("edit").description("change its world behind Terraform's back");
  const access = () => emulatorAccess(shell, "emulator edit");
  const kinds = ["identity", "zone", "distribution"];

  withFields(
    edit
      .command("add")
      .description("make a zone that a configuration can look up by name; or a record, as in Cloudflare's dashboard")
      .addArgument(new Argument("<kind>", "what to make").choices(["zone", "record"]))
      .argument("<name>", "its full name, such as example.com")
      .argument("[type]", "of a record, such as TXT")
      .argument("[content]", 'of a record, such as "v=spf1 -all"')
      .option("--zone <zone>", "name or id of the record's zone (default: the longest that its name is in)"),
  ).action(async (kind: string, name: string, type?: string, content?: string, options: AddOptions = {}) => {
    if (kind === "record") {
      if (type === undefined || content === undefined) {
        throw new Refused(
          `record "${name}" has no type or no content: write mailzone emulator edit add record NAME TYPE CONTENT`,
        );
      }
      return say(`added ${await addEmulatorRecord(access(), { ...options, name, type, content })}`);
    }
    const zone = await addEmulatorZone(access(), name);
    say(`made the zone ${zone.name} with the id ${zone.id}`);
  });

  withFields(
    edit
      .command("change")
      .description("change a record, as in Cloudflare's dashboard")
      .argument("<name>", "its full name, such as _dmarc.example.com")
      .argument("<type>", "such as TXT")
      .option("--content <content>", "what it is to say")
      .option("--from <content>", "what it says now, where the name has several of the type"),
  ).action(async (name: string, type: string, options: ChangeOptions) =>
    say(`changed to ${await changeEmulatorRecord(access(), { ...options, name, type })}`),
  );

  edit
    .command("account")
    .description("what AWS does to an account in a region: takes production access away, pauses sending")
    .argument("<region>", "such as us-east-1")
    .option("--production", "out of SES's sandbox, as it is at first")
    .option("--no-production", "in SES's sandbox: to verified addresses alone")
    .option("--sending", "it may send, as it is at first")
    .option("--no-sending", "sending is paused")
    .option("--account <id>", "another than the one of whoever names no profile", DEFAULT_ACCOUNT)
    .action(async (region: string, { account, production, sending }: AccountOptions) => {
      if (production === undefined && sending === undefined)
        throw new Refused(`account ${account} is not changed: say --no-production, --no-sending or their opposites`);
      await changeEmulatorAccount(access(), { account, region }, { production, sendingEnabled: sending });
      say(`changed the account ${account} in ${region}`);
    });

  edit
    .command("identity")
    .description("make an identity, or change its DKIM or MAIL FROM, as in SES's console")
    .argument("<name>", "its domain or address")
    .argument("<region>", "such as us-east-1")
    .option("--dkim <keys>", "easy, own (a key of its own), none (no tokens), or a region whose keys it takes")
    .option("--signing", "its mail is signed, as it is at first")
    .option("--no-signing", "its mail is not signed")
    .option("--mail-from <domain>", "its MAIL FROM domain, or none")
    .option("--account <id>", "another than the one of whoever names no profile", DEFAULT_ACCOUNT)
    .action(async (name: string, region: string, options: Omit<IdentityChange, "name" | "region">) =>
      say(`changed ${await putEmulatorIdentity(access(), { ...options, name, region })}`),
    );

  edit
    .command("confirm")
    .description(
      "confirm an endpoint's subscriptions to SNS topics, and an address of SES, as its owner does by the links in their messages",
    )
    .argument("<endpoint>", "a URL or address")
    .action(async (endpoint: string) => {
      for (const arn of await confirmEmulatorEndpoint(access(), endpoint)) say(`confirmed ${arn}`);
    });

  edit
    .command("limit")
    .description("how many requests Cloudflare's HTTP API takes, from everybody together")
    .argument("<limit>", "requests in a time, such as 1200/5m, Cloudflare's own; none: as many as come")
    .addOption(
      new Option("--wait <how>", "real: for as long as the answer says; jump: the emulator's clock jumps over the wait")
        .choices(["real", "jump"])
        .default("real"),
    )
    .action(async (limit: string, { wait }: Pick<RateLimitSetting, "wait">) => {
      const setting = { ...parseLimit(limit), wait };
      await setEmulatorLimit(access(), setting);
      say(`Cloudflare's API: ${describeEmulatorLimit(setting)}`);
    });

  edit
    .command("delete")
    .description("delete a record; or an identity, a zone or a distribution, with all that hangs on it")
    .argument("<name>", `a record's full name, such as _dmarc.example.com; or one of ${kinds.join(", ")}`)
    .argument("[type]", "a record type such as TXT (default: all records of the name); or the name of the identity, …")
    .action(async (name: string, type?: string) => {
      const other = kinds.includes(name) && type !== undefined;
      const deletion = other ? { name: type, type: name } : { name, type };
      for (const line of await deleteEmulatorObjects(access(), deletion)) say(`deleted ${line}`);
    });
}

/** `1200/5m`; the time in whole seconds, because the answers say it in seconds. */
function parseLimit(text: string): Omit<RateLimitSetting, "wait"> {
  if (text === "none") return NO_LIMIT;
  const [, requests, time] = /^([1-9]\d{0,8})\/(.+)$/.exec(text) ?? [];
  const seconds = time === undefined ? 0 : parseDuration(time) / 1000;
  if (requests === undefined || !Number.isInteger(seconds) || seconds < 1 || seconds > MAX_SECONDS) {
    throw new Refused(
      `limit "${text}" is not understood: write requests and a time from 1s to 1d, such as 1200/5m, or none`,
    );
  }
  return { requests: Number(requests), seconds };
}

const MAX_SECONDS = 86_400;

function withFields(command: Command): Command {
  return command
    .option("--proxied", "behind Cloudflare's proxy")
    .option("--no-proxied", "plain DNS")
    .option("--ttl <seconds>", "1: automatic", wholeNumber)
    .option("--priority <number>", "of an MX", wholeNumber)
    .option("--comment <text>", "a remark that stays in the dashboard");
}
