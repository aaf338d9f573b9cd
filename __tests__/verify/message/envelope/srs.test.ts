// Senders as postsrsd 1.10 rewrote them behind Postfix 3.7.11, which takes mail, forwards some of it, and delivers the rest.
import { envelopeOf } from "../../../../lib/verify/message/envelope/envelope";
import { senderBeforeSrs } from "../../../../lib/verify/message/envelope/srs";
import { parseMessage } from "../../../../lib/verify/message/header";

test.each([
  ["SRS0=yNrE=JS=mail.example.com=id@forwarder.example.org", "id@mail.example.com"],
  ["SRS0+yNrE=JS=mail.example.com=a=b@forwarder.example.org", "a=b@mail.example.com"],
  [
    "SRS1=/KOM=example.net==ab12=CC=mail.example.com=id@forwarder.example.org",
    "SRS0=ab12=CC=mail.example.com=id@example.net",
  ],
  ["id@mail.example.com", undefined],
  ["SRS0=yNrE@forwarder.example.org", undefined],
  [`SRS0=${"=".repeat(100_000)}`, undefined],
])("%.60s", (address, expected) => {
  expect(senderBeforeSrs(address)).toBe(expected);
});

const RECEIVED =
  "Received: from a25.smtp.example.com (a25.smtp.example.com [198.51.100.25]) by forwarder.example.org (Postfix) with ESMTP id 55D102813";

test.each([
  ["rewritten by the receiver", "SRS0=yNrE=JS=mail.example.com=id@forwarder.example.org", "id@mail.example.com"],
  [
    "rewritten by one before it, and by the receiver",
    "SRS1=/KOM=example.net==ab12=CC=mail.example.com=id@forwarder.example.org",
    "SRS0=ab12=CC=mail.example.com=id@example.net",
  ],
  [
    "rewritten by another",
    "SRS0=ab12=CC=mail.example.com=id@example.net",
    "SRS0=ab12=CC=mail.example.com=id@example.net",
  ],
  ["rewritten, without a local part", "SRS0=GnYo=JS=mail.example.com=@forwarder.example.org", "@mail.example.com"],
])("the sender at the hop, %s", (_, path, expected) => {
  const { fields } = parseMessage(Buffer.from(`Return-Path: <${path}>\r\n${RECEIVED}\r\n\r\n`));
  const { clientIp, mailFrom } = envelopeOf(fields, {});
  expect([clientIp, mailFrom]).toEqual(["198.51.100.25", expected]);
});
