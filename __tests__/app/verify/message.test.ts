import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Workspace } from "../../../lib/app/context";
import { Refused } from "../../../lib/app/refused";
import { authenticateMessage } from "../../../lib/app/verify/message";
import { Interrupts } from "../../../lib/terraform/process/interrupts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mailzone-proof-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const write = (file: string, content: string | Buffer) => fs.writeFileSync(path.join(folder, file), content);
write("good.eml", "From: shop@example.com\n\nhello\n");
write("empty.eml", "");
write("picture.eml", Buffer.from("89504e470d0a1a0a0000000d", "hex"));
write("wide.eml", Buffer.from("\ufeffFrom: shop@example.com\n\nhello\n", "utf16le"));

write("wrapped.eml", Buffer.from("From: shop@example.com\n\nhello\n").toString("base64"));

test.each([
  [
    "wrapped.eml",
    {},
    '"wrapped.eml" is no message, it does not begin with headers: name one that was saved with all of them',
  ],
  [
    "empty.eml",
    {},
    '"empty.eml" is no message, it does not begin with headers: name one that was saved with all of them',
  ],
  [
    "picture.eml",
    {},
    '"picture.eml" is no message, it does not begin with headers: name one that was saved with all of them',
  ],
  [
    "wide.eml",
    {},
    '"wide.eml" is no message, it does not begin with headers: name one that was saved with all of them',
  ],
  [
    "none.eml",
    {},
    'cannot read "none.eml": it is not there (ENOENT): name a message that was saved with all its headers',
  ],
  [
    "good.eml",
    { clientIp: "192.0.2.0/24" },
    '--client-ip "192.0.2.0/24" is no IP address: write it as 192.0.2.25 or 2001:db8::25',
  ],
  [
    "good.eml",
    { envelopeFrom: "mail.example.com" },
    '--envelope-from "mail.example.com" is no address: write it as bounce@mail.example.com, or "<>" of a bounce',
  ],
  [
    "good.eml",
    { envelopeFrom: "a@mail..example.com" },
    '--envelope-from "a@mail..example.com" is no address: write it as bounce@mail.example.com, or "<>" of a bounce',
  ],
  ["good.eml", { helo: "mx example" }, '--helo "mx example" is no name: write it as mx.example.com or [192.0.2.25]'],
])("--message %s with %j is refused before anything is asked", async (file, options, message) => {
  const workspace = { cwd: folder, interrupts: new Interrupts({ kill: () => {} }) } as Workspace;
  const proof = authenticateMessage(workspace, [], file, options);
  await expect(proof).rejects.toEqual(new Refused(message));
});
