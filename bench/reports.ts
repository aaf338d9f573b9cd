// What 10,000 reports with a million rows take of a processor and of memory, beside a tenth of it: `node bin/run.js bench/reports.ts`. The time
// should grow in step, and the memory with the number of senders.
import { gzipSync } from "node:zlib";
import { answerReports } from "../lib/app/reports/reports";
import type { ReportSource } from "../lib/reports/read/read";
import { renderText } from "../lib/reports/render/text";
import { Interrupts } from "../lib/terraform/process/interrupts";

const ROWS = 100;
const DAY = 86_400;
const BEGIN = Date.UTC(2026, 9, 5) / 1000;

/** A report of one receiver and day: most rows pass, some are forged from addresses of their own. */
function report(index: number): Buffer {
  const begin = BEGIN + (index % 28) * DAY;
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const isForged = row % 20 === 0;
    const address = isForged ? `203.0.${(index * 7 + row) & 255}.${index & 255}` : `192.0.2.${row}`;
    const result = isForged ? "fail" : "pass";
    const signed = isForged
      ? ""
      : "<dkim><domain>example.com</domain><selector>abc</selector><result>pass</result></dkim><dkim><domain>amazonses.com</domain><result>pass</result></dkim>";
    return `<record><row><source_ip>${address}</source_ip><count>${1 + (row % 5)}</count><policy_evaluated><disposition>none</disposition><dkim>${result}</dkim><spf>${result}</spf></policy_evaluated></row><identifiers><header_from>example.com</header_from></identifiers><auth_results>${signed}<spf><domain>mail.example.com</domain><result>${result}</result></spf></auth_results></record>`;
  });
  return gzipSync(
    `<?xml version="1.0"?><feedback><report_metadata><org_name>receiver${index % 40}.example</org_name><email>a@receiver.example</email><report_id>${index}</report_id><date_range><begin>${begin}</begin><end>${begin + DAY - 1}</end></date_range></report_metadata><policy_published><domain>example.com</domain><p>none</p></policy_published>${rows.join("")}</feedback>`,
  );
}

function* sources(count: number): Generator<ReportSource> {
  for (let index = 0; index < count; index += 1) {
    const bytes = report(index);
    yield {
      name: String(index),
      async *pieces() {
        yield bytes;
      },
    };
  }
}

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}

void (async () => {
  const context = { interrupts: new Interrupts({ kill: () => {} }), now: () => (BEGIN + 60 * DAY) * 1000 };
  for (const count of [1000, 10_000]) {
    const made = secondsOf(process.cpuUsage());
    for (const _ of sources(count));
    const making = secondsOf(process.cpuUsage()) - made;
    const before = process.cpuUsage();
    const answer = await answerReports(context, { domains: [] }, sources(count), {});
    const text = renderText(answer);
    const seconds = secondsOf(process.cpuUsage(before)) - making;
    const [domain] = answer.domains;
    const memory = Math.round(process.memoryUsage().rss / 1e6);
    console.log(
      `${count} reports, ${count * ROWS} rows: ${seconds.toFixed(1)} s of a processor without making them, ${memory} MB, ${domain?.senders.length} senders, ${text.length} characters`,
    );
  }
})();
