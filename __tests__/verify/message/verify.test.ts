import { authenticate } from "mailauth";
import { renderMessage } from "../../../lib/verify/render/message";
import { AMAZON, CLIENT, DNS, keyText, messageOf, NOW, RECORDS, resolverOf, SHORT_KEY, verify } from "./signed";

const withText = (text: string) => ({ TXT: [[text]] });
const summary = ({ verdict, findings }: Awaited<ReturnType<typeof verify>>) => [
  verdict,
  ...findings.map(({ severity, message, rule }) => `${severity}: ${message} (${rule})`),
];

test("a correct message, and the records behind each result", async () => {
  expect(await verify(await messageOf())).toEqual({
    verdict: "pass",
    from: "example.com",
    envelope: {
      clientIp: CLIENT,
      clientIpFrom: "Received",
      mailFromDomain: "mail.example.com",
      mailFromFrom: "Return-Path",
      relayed: false,
    },
    receiver: null,
    dkim: [
      {
        domain: "example.com",
        selector: "bbb",
        result: "pass",
        fault: null,
        reason: null,
        aligned: true,
        keyBits: 2048,
        signedInPart: false,
        record: {
          entry: "example.com",
          id: "dkim-2",
          name: "bbb._domainkey.example.com",
        },
      },
      {
        domain: "amazonses.com",
        selector: "sandbox",
        result: "pass",
        fault: null,
        reason: null,
        aligned: false,
        keyBits: 2048,
        signedInPart: false,
        record: null,
      },
    ],
    spf: {
      result: "pass",
      domain: "mail.example.com",
      identity: "mailfrom",
      aligned: true,
      comment: null,
      record: {
        entry: "example.com",
        id: "mail-from-spf",
        name: "mail.example.com",
      },
    },
    dmarc: {
      result: "pass",
      policy: "quarantine",
      testing: false,
      policyDomain: "example.com",
      organizationalDomain: "example.com",
      alignment: { dkim: "relaxed", spf: "relaxed" },
      record: { entry: "example.com", id: "dmarc", name: "_dmarc.example.com" },
    },
    findings: [],
  });
});

test("a signature by a key in the other records of domains.yaml", async () => {
  const own = {
    ...RECORDS[0]!,
    id: "record-other",
    purpose: "record" as const,
    type: "TXT" as const,
  };
  const records = [...RECORDS, { ...own, name: "zzz._domainkey.example.com" }];
  const message = await messageOf({
    signatures: [{ domain: "example.com", selector: "zzz" }],
  });
  const proof = await verify(message, { "zzz._domainkey.example.com": { TXT: [keyText()] } }, { records });
  expect(proof.dkim[0]?.record?.id).toBe("record-other");
  expect(proof.findings).toEqual([]);
});

test("a file with LF, one from a mailbox, one that an editor has saved", async () => {
  const message = (await messageOf()).toString().replaceAll("\r\n", "\n");
  expect((await verify(Buffer.from(message))).verdict).toBe("pass");
  for (const before of [
    "From shop@example.com Sun Nov  1\n",
    "\ufeff",
    "\n\n",
    "\ufeffFrom shop@example.com Sun Nov  1\n",
  ])
    expect((await verify(Buffer.from(`${before}${message}`))).verdict).toBe("pass");
});

test("a file that is not one whole message is reported as such, and nothing else is", async () => {
  const message = (await messageOf()).toString().replaceAll("\r\n", "\n");
  const said = "\n\nFrom here on there is nothing to sign.\nNote: nothing.\n";
  const inMailbox = (text: string) => `From shop@example.com Sun Nov  1 10:00:00 2026\n${text}`;
  const cases = {
    "a mailbox of two": `${inMailbox(message)}\n${inMailbox(message)}`,
    "a mailbox of two, from Windows": `${inMailbox(message)}\n${inMailbox(message)}`.replaceAll("\n", "\r\n"),
    "a header cut off before From": message.slice(0, message.indexOf("From:")),
  };
  const told = Object.entries(cases).map(
    async ([name, text]) => [name, summary(await verify(Buffer.from(text)))] as const,
  );
  expect(Object.fromEntries(await Promise.all(told))).toMatchInlineSnapshot(`
    {
      "a header cut off before From": [
        "cannot-tell",
        "unknown: the file is not a whole message, its header has no From: save it with all its headers (not-whole)",
      ],
      "a mailbox of two": [
        "cannot-tell",
        "unknown: the file is a mailbox of several messages: save one of them by itself (mailbox)",
      ],
      "a mailbox of two, from Windows": [
        "cannot-tell",
        "unknown: the file is a mailbox of several messages: save one of them by itself (mailbox)",
      ],
    }
  `);
  // One message may say "From" at the beginning of a line.
  const [verdict, finding] = summary(await verify(Buffer.from(inMailbox(`${message}${said}`))));
  expect([verdict, finding]).toEqual(["fail", expect.stringContaining("(dkim-body-altered)")]);
});

describe("problems and fixes", () => {
  test("DKIM", async () => {
    const good = await messageOf();
    const altered = (from: string, to: string) => Buffer.from(good.toString().replace(from, to));
    const dkim = "bbb._domainkey.example.com";
    const cases = {
      "body altered": await verify(altered("secret body", "other body")),
      "subject altered": await verify(altered("Subject: test", "Subject: [list] test")),
      "no key": await verify(good, { [dkim]: null }),
      "key revoked": await verify(good, { [dkim]: withText("v=DKIM1; p=") }),
      "other key": await verify(good, {
        [dkim]: { TXT: [keyText(SHORT_KEY)] },
      }),
      "dns fails": await verify(good, { [dkim]: { TXT: "ETIMEOUT" } }),
      "signed by amazon alone": await verify(await messageOf({ signatures: [AMAZON] })),
      "not signed": await verify(await messageOf({ signatures: [] })),
      "signed by others": await verify(
        await messageOf({
          signatures: [{ domain: "example.net", selector: "x" }],
        }),
      ),
      expired: await verify(await messageOf({ expires: NOW - 30_000 })),
      "1024 bits": await verify(
        await messageOf({
          signatures: [{ domain: "example.com", selector: "bbb", key: SHORT_KEY }],
        }),
        { [dkim]: { TXT: [keyText(SHORT_KEY)] } },
      ),
      "in part": await verify(
        await messageOf({
          signatures: [{ domain: "example.com", selector: "bbb", maxBodyLength: 3 }],
        }),
      ),
      "a selector of nobody's": await verify(
        await messageOf({
          signatures: [{ domain: "example.com", selector: "zzz" }],
        }),
        { "zzz._domainkey.example.com": { TXT: [keyText()] } },
      ),
    };
    expect(
      Object.fromEntries(Object.entries(cases).map(([name, proof]) => [name, summary(proof)])),
    ).toMatchInlineSnapshot(`
      {
        "1024 bits": [
          "pass",
          "warning: the key of "example.com" has 1024 bits, 2048 are usual (RFC 8301 §3.2): set dkim-key-length to 2048 (dkim-bits)",
        ],
        "a selector of nobody's": [
          "pass",
          "warning: dkim passes by the selector "zzz" of "example.com", which is none of the records of domains.yaml: another sender signed, or the tokens have changed, run "mailzone plan" (dkim-foreign)",
        ],
        "body altered": [
          "fail",
          "error: dkim of "example.com" ("dkim-2", selector "bbb") does not pass, the body is not the one that was signed: save the message as it came, a relay or program changed it (dkim-body-altered)",
        ],
        "dns fails": [
          "cannot-tell",
          "unknown: dkim of "example.com" ("dkim-2", selector "bbb") does not pass, DNS does not tell its key: try again, and look for servers that fail (dkim-dns)",
        ],
        "expired": [
          "fail",
          "error: dkim of "example.com" ("dkim-2", selector "bbb") does not pass, it has expired: send a new message (dkim-expired)",
        ],
        "in part": [
          "pass",
          "warning: the signature of "example.com" covers the body in part (l=), anybody can add to it: sign without l= (dkim-part)",
        ],
        "key revoked": [
          "fail",
          "error: dkim of "example.com" ("dkim-2", selector "bbb") does not pass, the key in DNS cannot be used (it is revoked): look at what stands at that name (dkim-bad-key)",
        ],
        "no key": [
          "fail",
          "error: dkim of "example.com" ("dkim-2", selector "bbb") does not pass, there is no key in DNS: publish the CNAME, and see whether ses has its target (dkim-no-key)",
        ],
        "not signed": [
          "fail",
          "error: the message is signed by nobody and not by "example.com": it was not sent by SES, or signing is off (dkim-missing)",
        ],
        "other key": [
          "fail",
          "error: dkim of "example.com" ("dkim-2", selector "bbb") does not pass, it fits neither headers nor key: save the message as it came, and see whether the key was replaced (dkim-headers-altered)",
        ],
        "signed by amazon alone": [
          "fail",
          "error: the message is signed by amazonses.com alone and not by "example.com", SES does not sign for the domain: run "mailzone verify example.com", its DKIM status must be SUCCESS and signing on (dkim-amazon-only)",
        ],
        "signed by others": [
          "fail",
          "error: the message is signed by "example.net" and not by "example.com": it was not sent by SES, or signing is off (dkim-missing)",
        ],
        "subject altered": [
          "fail",
          "error: dkim of "example.com" ("dkim-2", selector "bbb") does not pass, it fits neither headers nor key: save the message as it came, and see whether the key was replaced (dkim-headers-altered)",
        ],
      }
    `);
  });

  test("SPF", async () => {
    const good = await messageOf();
    const bounce = await messageOf({
      returnPath: "id@eu-west-1.amazonses.com",
    });
    const amazon = { "eu-west-1.amazonses.com": DNS["amazonses.com"]! };
    const withoutMailFrom = RECORDS.filter(({ purpose }) => !purpose.startsWith("mail-from"));
    const elsewhere = await messageOf({
      received: "from relay.example.net (relay.example.net [192.0.2.9]) by mx",
    });
    const cases = {
      "SES's own MAIL FROM, though ours is set": await verify(bounce, amazon),
      "SES's own MAIL FROM, ours is not wanted": await verify(bounce, amazon, {
        records: withoutMailFrom,
      }),
      "a relay": await verify(elsewhere),
      "no record": await verify(good, { "mail.example.com": null }),
      "two records": await verify(good, {
        "mail.example.com": { TXT: [["v=spf1 -all"], ["v=spf1 ~all"]] },
      }),
      "dns fails": await verify(good, {
        "mail.example.com": { TXT: "ESERVFAIL" },
      }),
      "nobody says who": await verify(await messageOf({ received: "", returnPath: "" })),
      "nobody says from whom": await verify(await messageOf({ returnPath: "" })),
      strict: await verify(good, {
        "_dmarc.example.com": withText("v=DMARC1; p=none; aspf=s"),
      }),
      "another domain": await verify(await messageOf({ returnPath: "x@example.net" }), {
        "example.net": DNS["amazonses.com"]!,
      }),
    };
    expect(
      Object.fromEntries(Object.entries(cases).map(([name, proof]) => [name, summary(proof)])),
    ).toMatchInlineSnapshot(`
      {
        "SES's own MAIL FROM, ours is not wanted": [
          "pass",
          "warning: spf passes for SES's own "eu-west-1.amazonses.com" and is not aligned with "example.com": DMARC depends on DKIM alone, set mailFrom (spf-unaligned)",
        ],
        "SES's own MAIL FROM, though ours is set": [
          "fail",
          "error: spf passes for SES's own "eu-west-1.amazonses.com" and is not aligned with "example.com", SES does not use "mail.example.com": run "mailzone verify example.com", the MAIL FROM status must be SUCCESS (spf-amazon)",
        ],
        "a relay": [
          "fail",
          "error: spf of "mail.example.com" is softfail for 192.0.2.9, as the header Received names it: the message came by another host than SES's, or the record lacks include:amazonses.com (spf-fails)",
        ],
        "another domain": [
          "pass",
          "warning: spf passes for "example.net" and is not aligned with "example.com": another sender, or a MAIL FROM domain elsewhere (spf-unaligned)",
        ],
        "dns fails": [
          "cannot-tell",
          "unknown: spf of "mail.example.com" cannot be told, DNS does not answer: try again (spf-dns)",
        ],
        "no record": [
          "fail",
          "error: spf of "mail.example.com" has no record: publish it (spf-none)",
        ],
        "nobody says from whom": [
          "cannot-tell",
          "unknown: spf cannot be told, the message does not say who handed it over: give --envelope-from (spf-unknown)",
        ],
        "nobody says who": [
          "cannot-tell",
          "unknown: spf cannot be told, the message does not say who handed it over: give --client-ip (spf-unknown)",
        ],
        "strict": [
          "pass",
          "warning: spf passes for "mail.example.com", but aspf=s wants exactly "example.com", which SES cannot give: take aspf=s out of the DMARC record (spf-strict)",
        ],
        "two records": [
          "fail",
          "error: spf of "mail.example.com" cannot be read (several SPF records stand at mail.example.com): correct the record (spf-broken)",
        ],
      }
    `);
  });

  test("DMARC and From", async () => {
    const good = await messageOf();
    const at = (from: string) => messageOf({ from, signatures: [AMAZON], returnPath: "id@amazonses.com" });
    const sub = await messageOf({ from: "shop@news.example.com" });
    const dmarc = "_dmarc.example.com";
    const cases = {
      "no record": await verify(good, { [dmarc]: null }),
      "two records": await verify(good, {
        [dmarc]: { TXT: [["v=DMARC1; p=none"], ["v=DMARC1; p=reject"]] },
      }),
      "dns fails": await verify(good, { [dmarc]: { TXT: "ETIMEOUT" } }),
      "nothing aligned": await verify(await at("shop@example.com")),
      "nothing aligned, in test": await verify(await at("shop@example.com"), {
        [dmarc]: withText("v=DMARC1; p=reject; t=y"),
      }),
      "from below the entry": await verify(sub),
      "from a parent's record": await verify(good, {
        [dmarc]: null,
        "_dmarc.com": withText("v=DMARC1; p=reject"),
      }),
      "from elsewhere": await verify(await at("shop@example.net")),
      "two addresses": await verify(await at("a@example.com, b@example.com")),
      "no address": await verify(await at("nobody")),
    };
    expect(
      Object.fromEntries(Object.entries(cases).map(([name, proof]) => [name, summary(proof)])),
    ).toMatchInlineSnapshot(`
      {
        "dns fails": [
          "cannot-tell",
          "unknown: dmarc of "example.com" cannot be told, DNS does not tell its record: try again (dmarc-dns)",
        ],
        "from a parent's record": [
          "fail",
          "error: dmarc of "example.com" comes from its parent "com", the record at "_dmarc.example.com" is not there: publish it (dmarc-parent)",
        ],
        "from below the entry": [
          "pass",
        ],
        "from elsewhere": [
          "fail",
          "warning: the message is from "example.net", for which domains.yaml has no entry: no result depends on a record of ours (foreign)",
          "warning: the message is signed by amazonses.com alone and not by "example.net", SES does not sign for the domain: run "mailzone verify example.net", its DKIM status must be SUCCESS and signing on (dkim-amazon-only)",
          "error: dmarc of "example.net" has no record that can be read: set dmarc (dmarc-none)",
        ],
        "no address": [
          "fail",
          "error: the message has not exactly one address in one From header, receivers refuse such mail: send another (from)",
        ],
        "no record": [
          "fail",
          "error: dmarc of "example.com" has no record that can be read: publish it (dmarc-none)",
        ],
        "nothing aligned": [
          "fail",
          "error: the message is signed by amazonses.com alone and not by "example.com", SES does not sign for the domain: run "mailzone verify example.com", its DKIM status must be SUCCESS and signing on (dkim-amazon-only)",
          "error: spf passes for SES's own "amazonses.com" and is not aligned with "example.com", SES does not use "mail.example.com": run "mailzone verify example.com", the MAIL FROM status must be SUCCESS (spf-amazon)",
          "error: dmarc of "example.com" fails, neither DKIM nor SPF passes for the domain, receivers put it with junk: repair one of them (dmarc-fails)",
        ],
        "nothing aligned, in test": [
          "fail",
          "error: the message is signed by amazonses.com alone and not by "example.com", SES does not sign for the domain: run "mailzone verify example.com", its DKIM status must be SUCCESS and signing on (dkim-amazon-only)",
          "error: spf passes for SES's own "amazonses.com" and is not aligned with "example.com", SES does not use "mail.example.com": run "mailzone verify example.com", the MAIL FROM status must be SUCCESS (spf-amazon)",
          "error: dmarc of "example.com" fails, neither DKIM nor SPF passes for the domain, receivers report it: repair one of them (dmarc-fails)",
        ],
        "two addresses": [
          "fail",
          "error: the message has not exactly one address in one From header, receivers refuse such mail: send another (from)",
        ],
        "two records": [
          "fail",
          "error: dmarc of "example.com" has no record that can be read: publish it (dmarc-none)",
        ],
      }
    `);
  });
});

// The walk itself is tested in mail/dmarc-walk.test.ts.
describe("the policy", () => {
  const policyOf = async (from: string, dns: Readonly<Record<string, string>>, more = {}) => {
    const absent = { "_dmarc.example.com": null };
    const records = Object.fromEntries(Object.entries(dns).map(([name, text]) => [name, withText(text)]));
    const { dmarc } = await verify(await messageOf({ from: `shop@${from}` }), {
      ...absent,
      ...records,
      ...more,
    });
    return [dmarc.policy, dmarc.policyDomain, dmarc.organizationalDomain];
  };

  test.each<[string, string, Record<string, string>, (string | null)[]]>([
    [
      "the From domain's own",
      "example.com",
      { "_dmarc.example.com": "v=DMARC1; p=reject" },
      ["reject", "example.com", "example.com"],
    ],
    [
      "a parent's sp",
      "news.example.com",
      { "_dmarc.example.com": "v=DMARC1; p=reject; sp=none; np=none" },
      ["none", "example.com", "example.com"],
    ],
    [
      "a parent's np, for a name that is not there",
      "gone.example.com",
      { "_dmarc.example.com": "v=DMARC1; p=none; sp=none; np=reject" },
      ["reject", "example.com", "example.com"],
    ],
    [
      "a parent's sp, for a name with an MX",
      "there.example.com",
      { "_dmarc.example.com": "v=DMARC1; p=none; np=reject" },
      ["none", "example.com", "example.com"],
    ],
    ["none at all", "a.example.com", {}, [null, null, "a.example.com"]],
    [
      "reports without a policy",
      "example.com",
      { "_dmarc.example.com": "v=DMARC1; rua=mailto:a@example.com" },
      ["none", "example.com", "example.com"],
    ],
    [
      "neither policy nor reports",
      "example.com",
      { "_dmarc.example.com": "v=DMARC1; sp=none" },
      [null, null, "example.com"],
    ],
    ["another text beside it", "example.com", { "_dmarc.example.com": "v=spf1 -all" }, [null, null, "example.com"]],
  ])("%s", async (_, from, dns, expected) => {
    const there = {
      "there.example.com": { MX: [{ exchange: "x", priority: 1 }] },
    };
    expect(await policyOf(from, dns, there)).toEqual(expected);
  });
});

describe("beside mailauth's own DMARC", () => {
  const both = async (props: Parameters<typeof messageOf>[0], dmarc: string) => {
    const message = await messageOf(props);
    const dns = { "_dmarc.example.com": withText(dmarc) };
    const own = await verify(message, dns);
    const theirs = await authenticate(message, {
      ip: CLIENT,
      sender: "id@mail.example.com",
      helo: "a.amazonses.com",
      mta: "mx",
      resolver: resolverOf({ ...DNS, ...dns }) as never,
      disableArc: true,
      disableBimi: true,
    });
    return [own.dmarc.result, (theirs.dmarc as { status: { result: string } }).status.result];
  };

  test.each([
    ["all is well", {}, "v=DMARC1; p=none", "pass"],
    ["only SPF is aligned", { signatures: [AMAZON] }, "v=DMARC1; p=none", "pass"],
    ["from below", { from: "x@news.example.com" }, "v=DMARC1; p=none", "pass"],
    ["from elsewhere", { from: "x@example.net" }, "v=DMARC1; p=none", "none"],
  ])("the same where %s", async (_, props, dmarc, expected) => {
    expect(await both(props, dmarc)).toEqual([expected, expected]);
  });

  test("strict alignment is strict here", async () => {
    const props = { signatures: [AMAZON] };
    expect(await both(props, "v=DMARC1; p=none; aspf=s")).toEqual(["fail", "pass"]);
  });
});

describe("the envelope", () => {
  const envelope = async (received: string, more: Partial<Parameters<typeof verify>[2]> = {}, head = "") => {
    const message = Buffer.concat([Buffer.from(head), await messageOf({ received })]);
    const { clientIp, clientIpFrom, mailFromDomain, mailFromFrom } = (await verify(message, {}, more)).envelope;
    return `${clientIp} ${clientIpFrom} ${mailFromDomain} ${mailFromFrom}`;
  };

  test.each([
    [
      "from SES (a.smtp-out.amazonses.com. [198.51.100.25]) by mx.example.org with ESMTPS",
      "198.51.100.25 Received mail.example.com Return-Path",
    ],
    [
      "from a.amazonses.com (198.51.100.25) by mail.example.org (10.0.0.1) with Microsoft SMTP",
      "198.51.100.25 Received mail.example.com Return-Path",
    ],
    [
      "from a.amazonses.com ([IPv6:2001:db8::25]) by mx.example.org",
      "2001:db8::25 Received mail.example.com Return-Path",
    ],
    ["by 2002:a05:: with SMTP id x", "null null mail.example.com Return-Path"],
    ["from localhost (localhost [127.0.0.1]) by mx.example.org", "null null mail.example.com Return-Path"],
    [
      "from inner.example.org (inner [10.1.2.3]) by mx\r\nReceived: from out.example.net (out [192.0.2.7]) by x",
      "192.0.2.7 Received mail.example.com Return-Path",
    ],
    [
      "from out.example.net (out [192.0.2.7]) by x\r\nReceived: from b.amazonses.com (b [198.51.100.26]) by y",
      "192.0.2.7 Received mail.example.com Return-Path",
    ],
  ])("Received: %s", async (received, expected) => {
    expect(await envelope(received)).toBe(expected);
  });

  test("Received-SPF of the same client goes before, options before all", async () => {
    const head =
      'Received-SPF: pass (mx.example.org: domain of id@mail.example.com\r\n designates 198.51.100.30) client-ip=198.51.100.30;\r\n envelope-from="id@bounce.example.com"; helo=x;\r\n';
    const received = "from a.amazonses.com (a [198.51.100.30]) by mx";
    expect(await envelope(`from a.amazonses.com (a [${CLIENT}]) by mx`, {}, head)).toBe(
      `${CLIENT} Received mail.example.com Return-Path`,
    );
    expect(await envelope(received, {}, head)).toBe("198.51.100.30 Received-SPF bounce.example.com Received-SPF");
    expect(await envelope(received, { clientIp: "192.0.2.1", envelopeFrom: "x@Example.NET" }, head)).toBe(
      "192.0.2.1 option example.net option",
    );
  });
});

describe("rendered", () => {
  test("a message that passes", async () => {
    const proof = await verify(await messageOf());
    expect(renderMessage(proof, "text")).toMatchInlineSnapshot(`
      "message from "example.com": authenticated: DMARC passes, and every record does its part
        DKIM   pass, aligned      example.com (bbb, 2048 bits)        dkim-2 of example.com
        DKIM   pass, not aligned  amazonses.com (sandbox, 2048 bits)
        SPF    pass, aligned      mail.example.com                    mail-from-spf of example.com
        DMARC  pass               p=quarantine of example.com         dmarc of example.com
        (client 198.51.100.25 from the header Received, sender's domain from the header Return-Path)"
    `);
    expect(renderMessage(proof, "markdown")).toMatchInlineSnapshot(`
      "**message from \`example.com\`: authenticated: DMARC passes, and every record does its part**

      | Check | Result | Of | Stands on |
      |---|---|---|---|
      | DKIM | pass, aligned | \`example.com (bbb, 2048 bits)\` | \`dkim-2 of example.com\` |
      | DKIM | pass, not aligned | \`amazonses.com (sandbox, 2048 bits)\` |  |
      | SPF | pass, aligned | \`mail.example.com\` | \`mail-from-spf of example.com\` |
      | DMARC | pass | \`p=quarantine of example.com\` | \`dmarc of example.com\` |"
    `);
    expect(JSON.parse(renderMessage(proof, "json"))).toEqual(proof);
  });

  test("a message that fails", async () => {
    const message = await messageOf({
      signatures: [AMAZON],
      returnPath: "id@eu-west-1.amazonses.com",
    });
    const proof = await verify(message, {
      "eu-west-1.amazonses.com": DNS["amazonses.com"]!,
    });
    expect(renderMessage(proof, "text")).toMatchInlineSnapshot(`
      "message from "example.com": not authenticated as it should be
        DKIM   pass, not aligned  amazonses.com (sandbox, 2048 bits)
        SPF    pass, not aligned  eu-west-1.amazonses.com
        DMARC  fail               p=quarantine of example.com         dmarc of example.com
        (client 198.51.100.25 from the header Received, sender's domain from the header Return-Path)
        error: the message is signed by amazonses.com alone and not by "example.com", SES does not sign for the domain: run "mailzone verify example.com", its DKIM status must be SUCCESS and signing on (dkim-amazon-only)
        error: spf passes for SES's own "eu-west-1.amazonses.com" and is not aligned with "example.com", SES does not use "mail.example.com": run "mailzone verify example.com", the MAIL FROM status must be SUCCESS (spf-amazon)
        error: dmarc of "example.com" fails, neither DKIM nor SPF passes for the domain, receivers put it with junk: repair one of them (dmarc-fails)"
    `);
    expect(renderMessage(proof, "markdown")).toMatchInlineSnapshot(`
      "**message from \`example.com\`: not authenticated as it should be**

      | Check | Result | Of | Stands on |
      |---|---|---|---|
      | DKIM | pass, not aligned | \`amazonses.com (sandbox, 2048 bits)\` |  |
      | SPF | pass, not aligned | \`eu-west-1.amazonses.com\` |  |
      | DMARC | fail | \`p=quarantine of example.com\` | \`dmarc of example.com\` |

      - **error**: the message is signed by amazonses.com alone and not by \`example.com\`, SES does not sign for the domain: run \`mailzone verify example.com\`, its DKIM status must be SUCCESS and signing on (dkim-amazon-only)
      - **error**: spf passes for SES's own \`eu-west-1.amazonses.com\` and is not aligned with \`example.com\`, SES does not use \`mail.example.com\`: run \`mailzone verify example.com\`, the MAIL FROM status must be SUCCESS (spf-amazon)
      - **error**: dmarc of \`example.com\` fails, neither DKIM nor SPF passes for the domain, receivers put it with junk: repair one of them (dmarc-fails)"
    `);
    // A finding keeps the keys that scripts know.
    const { findings } = JSON.parse(renderMessage(proof, "json"));
    expect(findings.map(Object.keys)).toEqual(Array(3).fill(["id", "severity", "message"]));
    expect(findings[0]).toMatchObject({ id: "dkim-amazon-only", severity: "error" });
  });

  test("no address and no part of the body is shown", async () => {
    const good = await messageOf();
    const proofs = [
      await verify(good),
      await verify(good, { "mail.example.com": null }),
      await verify(Buffer.from("x")),
    ];
    for (const proof of proofs) {
      for (const format of ["text", "markdown", "json"] as const) {
        expect(renderMessage(proof, format)).not.toMatch(/secret|@|shop/i);
      }
    }
  });

  test("names that the message made up move no cursor and begin no markup", async () => {
    const signatures = [{ domain: "a`|b\u001b[31m.example.net", selector: "<b>" }];
    const proof = await verify(await messageOf({ signatures }));
    expect(renderMessage(proof, "text")).not.toContain("\u001b");
    expect(renderMessage(proof, "markdown")).not.toContain("a`|b");
  });

  test("of a file that is no message no results are shown", async () => {
    const proof = await verify(Buffer.from("Received: by mx\n\n"));
    expect(renderMessage(proof, "text")).toMatchInlineSnapshot(`
      "the file says nothing about DMARC
        unknown: the file is not a whole message, its header has no From: save it with all its headers (not-whole)"
    `);
    expect(renderMessage(proof, "markdown")).toMatchInlineSnapshot(`
      "**the file says nothing about DMARC**

      - **unknown**: the file is not a whole message, its header has no From: save it with all its headers (not-whole)"
    `);
  });

  test("an empty file, and one that is not a message, have no results", async () => {
    for (const text of ["", "\n", "no header\n\nbody", "DKIM-Signature: x\n\n"]) {
      expect((await verify(Buffer.from(text))).verdict).toBe("cannot-tell");
    }
  });
});
