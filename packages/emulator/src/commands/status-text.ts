// The emulator's world as text, for `emulator status`.
import { formatDuration } from "../../../../lib/duration";
import { DEFAULT_ACCOUNT } from "../world/entities";
import type { DnsFaultOptions, Fault } from "../world/fault";
import type { RateLimitSetting } from "../world/rate-limit";
import type { CloudflareApiStatus, EmulatorStatus, IdentityStatus, ZoneStatus } from "./status";

/** The status as lines. Each line says that it is about the emulator. */
export function renderEmulatorStatus(status: EmulatorStatus): string {
  const { identities, zones, distributions, faults, dnsFaults, cloudflareApi, now, advanced } = status;
  const lines = [
    `clock ${now}${advanced === 0 ? "" : `, ${formatDuration(advanced)} ahead`}`,
    ...(identities.length === 0 ? ["SES has no identities"] : identities.flatMap(renderIdentity)),
    ...(zones.length === 0 ? ["Cloudflare has no records"] : zones.flatMap(renderZone)),
    ...distributions.map(({ id, domainName }) => `CloudFront distribution ${id}: ${domainName}`),
    ...renderCloudflareApi(cloudflareApi),
    ...faults.map((fault) => `fault armed: ${describeEmulatorFault(fault)}`),
    ...dnsFaults.map((fault) => `fault armed: dns ${describeEmulatorDnsFault(fault)}`),
  ];
  return lines.map((line) => `emulated: ${line}`).join("\n");
}

/** `error 429 for 1 call after 2 others (list, cloudflare_dns_record)` */
export function describeEmulatorFault(fault: Fault): string {
  const { operation = "any", type = "any type", name, skip = 0, times = 1 } = fault;
  const what = whatFault(fault);
  const calls = times === 0 ? "until it is cleared" : `for ${times} call${times === 1 ? "" : "s"}`;
  const others = skip === 0 ? "" : ` after ${skip} other${skip === 1 ? "" : "s"}`;
  return `${what} ${calls}${others} (${operation}, ${type}${name === undefined ? "" : `, name with "${name}"`})`;
}

/** `Cloudflare's API: 1203 requests (1203 cloudflare_dns_record read), 3 of them refused; limit 1200 in 300 s`, if it was asked */
function renderCloudflareApi({ requests, limit, refused, jumped }: CloudflareApiStatus): string[] {
  const kinds = Object.entries(requests);
  if (kinds.length === 0) return [];
  const total = kinds.reduce((sum, [, count]) => sum + count, 0);
  const how = kinds.map(([kind, count]) => `${count} ${kind}`).join(", ");
  const refusals = refused === 0 ? "" : `, ${refused} of them refused`;
  const jumps = jumped === 0 ? "" : `, its clock jumped over ${jumped} s of waiting`;
  const what = `${total} request${total === 1 ? "" : "s"} (${how})${refusals}${jumps}`;
  return [`Cloudflare's API: ${what}; ${describeEmulatorLimit(limit)}`];
}

/** `limit 1200 in 300 s` */
export function describeEmulatorLimit({ requests, seconds, wait }: RateLimitSetting): string {
  if (requests === null) return "no limit";
  return `limit ${requests} in ${seconds} s${wait === "jump" ? ", the clock jumps over waits" : ""}`;
}

function whatFault(fault: Fault): string {
  if (fault.kind === "error") return `error ${fault.status ?? 500}`;
  const when = `${fault.when ?? "before"} the effect`;
  return fault.kind === "cut" ? `connection cut ${when}` : `delay of ${fault.milliseconds} ms ${when}`;
}

/** `silent at ada.ns.cloudflare.com until it is cleared (TXT, name with "_dmarc")` */
export function describeEmulatorDnsFault({
  kind,
  milliseconds,
  server,
  times = 0,
  type,
  name,
}: DnsFaultOptions): string {
  const what = milliseconds === undefined ? kind : `${kind} of ${milliseconds} ms`;
  const where = server === undefined ? "" : ` at ${server}`;
  const answers = times === 0 ? "until it is cleared" : `for ${times} answer${times === 1 ? "" : "s"}`;
  return `${what}${where} ${answers} (${type ?? "any type"}${name === undefined ? "" : `, name with "${name}"`})`;
}

function renderIdentity({
  account,
  name,
  region,
  verification,
  dkim,
  dkimRecords,
  timeLeft,
  mailFrom,
}: IdentityStatus): string[] {
  const missing = dkimRecords.filter(({ found }) => !found);
  return [
    `SES identity ${name} in ${region}${account === DEFAULT_ACCOUNT ? "" : ` of account ${account}`}: verification ${verification}, DKIM ${dkim}${left(timeLeft)}`,
    ...missing.map((record) => `  waits for CNAME ${record.name} -> ${record.content}`),
    ...(mailFrom === null ? [] : [`  MAIL FROM ${mailFrom.domain}: ${mailFrom.status}${left(mailFrom.timeLeft)}`]),
  ];
}

function left(time: number | null): string {
  return time === null ? "" : `, ${formatDuration(time)} left`;
}

function renderZone({ id, name, records }: ZoneStatus): string[] {
  const rows = records.map(({ type, name: owner, content, priority, proxied }) => {
    return `  ${type} ${owner} ${priority === null ? "" : `${priority} `}${content}${proxied ? " (proxied)" : ""}`;
  });
  return [`Cloudflare zone ${name ?? id}: ${records.length} record${records.length === 1 ? "" : "s"}`, ...rows];
}
