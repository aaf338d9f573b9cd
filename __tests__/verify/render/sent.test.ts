import { renderSent } from "../../../lib/verify/render/sent";
import { RECORDS } from "../message/signed";

const SENT = {
  messageId: "0102-example-000000",
  region: "eu-west-1",
  domain: "example.com",
  records: RECORDS,
};

test("the message says what to look for", () => {
  expect(renderSent(SENT, "text")).toMatchInlineSnapshot(`
    "sent 0102-example-000000 from "example.com"; the received message should have:
      Message-ID:             <0102-example-000000@eu-west-1.amazonses.com>
      DKIM-Signature:         d=example.com; and a second one of amazonses.com
      Return-Path:            …@mail.example.com
      Authentication-Results: dkim=pass header.d=example.com; spf=pass; dmarc=pass
    save it with all headers ("show original", "download message") and run: mailzone verify --message FILE.eml"
  `);
  expect(renderSent(SENT, "markdown")).toMatchInlineSnapshot(`
    "sent \`0102-example-000000\` from \`example.com\`; the received message should have:

    - \`Message-ID:\` \`<0102-example-000000@eu-west-1.amazonses.com>\`
    - \`DKIM-Signature:\` \`d=example.com; and a second one of amazonses.com\`
    - \`Return-Path:\` \`…@mail.example.com\`
    - \`Authentication-Results:\` \`dkim=pass header.d=example.com; spf=pass; dmarc=pass\`

    save it with all headers ("show original", "download message") and run: \`mailzone verify --message FILE.eml\`"
  `);
  expect(JSON.parse(renderSent(SENT, "json"))).toMatchObject({
    messageId: "0102-example-000000",
    domain: "example.com",
  });
});

test("less can be checked without our MAIL FROM and DMARC", () => {
  const records = RECORDS.filter(({ purpose }) => purpose === "dkim");
  expect(renderSent({ ...SENT, region: "us-east-1", records }, "text")).toMatchInlineSnapshot(`
    "sent 0102-example-000000 from "example.com"; the received message should have:
      Message-ID:             <0102-example-000000@email.amazonses.com>
      DKIM-Signature:         d=example.com; and a second one of amazonses.com
      Return-Path:            …@amazonses.com, or a subdomain of it
      Authentication-Results: dkim=pass header.d=example.com; spf=pass
    save it with all headers ("show original", "download message") and run: mailzone verify --message FILE.eml"
  `);
});
