// Aggregate reports as receivers write them. The shapes are those of public samples; names, addresses and figures are invented.

export interface RowSample {
  readonly address?: string;
  readonly count?: number | string;
  readonly disposition?: string;
  readonly dkim?: string;
  readonly spf?: string;
  readonly from?: string;
  readonly reasons?: readonly string[];
  /** Domain, result, selector. */
  readonly signatures?: readonly (readonly [string, string, string?])[];
  /** Domain, result, scope. */
  readonly envelope?: readonly [string, string, string?];
}

export interface ReportSample {
  readonly reporter?: string;
  readonly id?: string;
  readonly domain?: string;
  readonly begin?: number | string;
  readonly end?: number | string;
  /** Elements of policy_published. */
  readonly policy?: Readonly<Record<string, string>>;
  readonly rows?: readonly RowSample[];
  /** The begin and end of the root element. */
  readonly root?: readonly [string, string];
  readonly prolog?: string;
}

/** 2 November 2026, a Monday, UTC. */
export const MONDAY = Date.UTC(2026, 10, 2) / 1000;
export const DAY = 86_400;

export const ALIGNED: RowSample = {
  address: "192.0.2.1",
  count: 90,
  dkim: "pass",
  spf: "pass",
  signatures: [
    ["example.com", "pass", "abc"],
    ["amazonses.com", "pass", "ses"],
  ],
  envelope: ["mail.example.com", "pass", "mfrom"],
};

export const FORGED: RowSample = { address: "203.0.113.9", count: 3, envelope: ["example.com", "softfail"] };

/** A report as a receiver sends it. */
export function feedback({
  reporter = "receiver.example",
  id = "1",
  domain = "example.com",
  begin = MONDAY,
  end = MONDAY + DAY - 1,
  policy = { p: "none" },
  rows = [ALIGNED],
  root = ["<feedback>", "</feedback>"],
  prolog = '<?xml version="1.0" encoding="UTF-8"?>\n',
}: ReportSample = {}): string {
  const published = Object.entries({ domain, ...policy }).map(([name, value]) => element(name, value));
  return `${prolog}${root[0]}
  <report_metadata>
    <org_name>${reporter}</org_name>
    <email>noreply@${reporter}</email>
    <report_id>${id}</report_id>
    <date_range><begin>${begin}</begin><end>${end}</end></date_range>
  </report_metadata>
  <policy_published>${published.join("")}</policy_published>
${rows.map(record).join("\n")}
${root[1]}
`;
}

function record({
  address = "192.0.2.1",
  count = 1,
  disposition = "none",
  dkim = "fail",
  spf = "fail",
  from = "example.com",
  reasons = [],
  signatures = [],
  envelope,
}: RowSample): string {
  const why = reasons.map((type) => `<reason><type>${type}</type><comment/></reason>`).join("");
  const signed = signatures.map(
    ([domain, result, selector]) =>
      `<dkim>${element("domain", domain)}${selector === undefined ? "" : element("selector", selector)}${element("result", result)}</dkim>`,
  );
  const sent =
    envelope === undefined
      ? ""
      : `<spf>${element("domain", envelope[0])}${envelope[2] === undefined ? "" : element("scope", envelope[2])}${element("result", envelope[1])}</spf>`;
  return `  <record>
    <row>
      <source_ip>${address}</source_ip>
      <count>${count}</count>
      <policy_evaluated><disposition>${disposition}</disposition><dkim>${dkim}</dkim><spf>${spf}</spf>${why}</policy_evaluated>
    </row>
    <identifiers><envelope_to>recipients.example</envelope_to><header_from>${from}</header_from></identifiers>
    <auth_results>${signed.join("")}${sent}</auth_results>
  </record>`;
}

function element(name: string, text: string): string {
  return `<${name}>${text}</${name}>`;
}

/** A TLS report (RFC 8460 §4.4). */
export function tlsReport(more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    "organization-name": "Receiver",
    "date-range": { "start-datetime": "2026-11-02T00:00:00Z", "end-datetime": "2026-11-02T23:59:59Z" },
    "contact-info": "tls@receiver.example",
    "report-id": "tls-1",
    policies: [
      {
        policy: {
          "policy-type": "sts",
          "policy-string": [],
          "policy-domain": "example.com",
          "mx-host": ["*.example.com"],
        },
        summary: { "total-successful-session-count": 20, "total-failure-session-count": 3 },
        "failure-details": [
          {
            "result-type": "certificate-expired",
            "receiving-mx-hostname": "mx.example.com",
            "failed-session-count": 3,
          },
        ],
      },
    ],
    ...more,
  });
}

/** A message with attachments, as receivers send reports. */
export function mailWith(
  attachments: readonly { readonly name: string; readonly type: string; readonly bytes: Buffer }[],
): string {
  const parts = attachments.map(
    ({ name, type, bytes }) =>
      `--b\r\nContent-Type: ${type}; name="${name}"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${(bytes.toString("base64").match(/.{1,76}/g) ?? []).join("\r\n")}\r\n`,
  );
  return `From: noreply@receiver.example\r\nTo: dmarc@example.com\r\nSubject: Report Domain: example.com\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nA report is attached.\r\n${parts.join("")}--b--\r\n`;
}
