// SendEmail. The sender and recipients come from the request; if it leaves them out, they come from the message's own header, as in
// SES. services/aws/ses-sending.ts decides whether the message is allowed; the `send` function decides what happens to it.
import { isJsonObject, text, texts } from "../../json";
import { noteSent } from "../../services/aws/ses-account";
import { checkSending } from "../../services/aws/ses-sending";
import { ApiError } from "../../world/faults";
import type { World } from "../../world/world";
import type { Caller } from "./caller";

/** A message that SES must put together itself. */
export interface SimpleMessage {
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** Has either `raw` or `simple`. */
export interface OutgoingMessage extends Caller {
  /** As given, possibly with a name before the address. */
  readonly from: string;
  readonly to: readonly string[];
  readonly raw?: Buffer;
  readonly simple?: SimpleMessage;
}

/** Signs a message and keeps it. */
export type SendMessage = (world: World, message: OutgoingMessage) => Promise<{ readonly messageId: string }>;

type Json = Readonly<Record<string, unknown>>;

export async function sendEmail(world: World, caller: Caller, body: Json, send?: SendMessage): Promise<object> {
  const message = readMessage(caller, body);
  const [from = ""] = addressesIn(message.from);
  const recipients = message.to.flatMap(addressesIn);
  // https://docs.aws.amazon.com/ses/latest/dg/using-configuration-sets-in-email.html
  const header = message.raw && headerOf(message.raw, "x-ses-configuration-set")[0];
  const configurationSet = text(body.ConfigurationSetName) || header || undefined;
  checkSending(world, caller, { from, recipients, configurationSet });
  if (send === undefined) {
    throw new ApiError(501, "NotImplementedException", "This emulator was started without an outbox.");
  }
  const { messageId } = await send(world, message);
  noteSent(world, caller, recipients.length);
  return { MessageId: messageId };
}

/** The sender, for faults. */
export function senderOf(body: Json): string {
  return text(body.FromEmailAddress);
}

function readMessage(caller: Caller, body: Json): OutgoingMessage {
  const content = isJsonObject(body.Content) ? body.Content : {};
  const destination = isJsonObject(body.Destination) ? body.Destination : {};
  const to = ["ToAddresses", "CcAddresses", "BccAddresses"].flatMap((name) => texts(destination[name]));
  if (isJsonObject(content.Raw)) {
    const raw = Buffer.from(text(content.Raw.Data), "base64");
    const from = text(body.FromEmailAddress) || (headerOf(raw, "from")[0] ?? "");
    // Both refusals of a message without a sender: floci-io/floci#1561, tried against AWS.
    if (from === "") throw new ApiError(400, "BadRequestException", "Missing required header 'From'.");
    return {
      ...caller,
      from,
      to: to.length > 0 ? to : ["to", "cc", "bcc"].flatMap((name) => headerOf(raw, name)),
      raw,
    };
  }
  if (isJsonObject(content.Simple)) {
    if (text(body.FromEmailAddress) === "") throw new ApiError(400, "BadRequestException", "");
    return { ...caller, from: text(body.FromEmailAddress), to, simple: readSimple(content.Simple) };
  }
  throw new ApiError(400, "BadRequestException", "The emulator takes Content.Raw or Content.Simple.");
}

function readSimple({ Subject, Body, Headers }: Json): SimpleMessage {
  const part = (value: unknown) => (isJsonObject(value) ? text(value.Data) : undefined);
  const { Text, Html } = isJsonObject(Body) ? Body : {};
  const headers = (Array.isArray(Headers) ? Headers : []).filter(isJsonObject);
  return {
    subject: part(Subject) ?? "",
    text: part(Text),
    html: part(Html),
    headers: headers.map(({ Name, Value }) => ({ name: text(Name), value: text(Value) })),
  };
}

/** The values of a header field of a message, unfolded (RFC 5322 §2.2.3). */
function headerOf(raw: Buffer, name: string): string[] {
  const [head = ""] = raw.toString("latin1").split(/\r?\n\r?\n/, 1);
  const fields = head.replace(/\r?\n(?=[ \t])/g, "").split(/\r?\n/);
  return fields
    .filter((field) => field.toLowerCase().startsWith(`${name}:`))
    .map((field) => field.slice(name.length + 1).trim());
}

/** The addresses of a list of mailboxes, without names. */
function addressesIn(list: string): string[] {
  return list.split(/[\s<>,;:"()]+/).filter((word) => /.@./s.test(word));
}
