// mailzone reports: what receivers report about mail in the names of the domains, from files that the user has.
import type { Configuration } from "../../config/configuration";
import { isThere } from "../../config/load";
import { DEFAULT_LADDER, type DmarcLadder } from "../../dns/dmarc-ladder";
import type { Domain } from "../../dns/domain";
import type { Found, ReportSource } from "../../reports/read/read";
import { readReports } from "../../reports/read/read";
import type { ReportsAnswer, Unread } from "../../reports/summary/answer";
import type { ReportedDomain } from "../../reports/summary/facts";
import { ladderVerdict, windowBegin } from "../../reports/summary/ladder";
import { summariseDomains, summariseTls } from "../../reports/summary/summary";
import { DAY, ReportTally, reportDigest, type TallyOptions } from "../../reports/summary/tally";
import { InterruptedError } from "../../terraform/errors";
import { type ConfigurationOptions, configNames, refuseErrors } from "../configuration";
import type { Context } from "../context";

export interface ReportsRequest extends TallyOptions {
  /** Whether the ladders of the configured domains are looked at, for the days before now. @default false */
  readonly next?: boolean;
  /** Only these domains. @default - all that the reports are about */
  readonly domains?: readonly string[];
  /** Called with the number of sources that have been read. @default - nobody is told */
  readonly onRead?: (sources: number) => void;
}

/**
 * Reads all sources. A report that cannot be read does not stop the others, it is in the answer.
 * @param config whose settings the advice names
 * @throws InterruptedError
 */
export async function answerReports(
  { interrupts, now }: Pick<Context, "interrupts" | "now">,
  config: Pick<Configuration, "domains" | "placeOf">,
  sources: Iterable<ReportSource> | AsyncIterable<ReportSource>,
  { domains = [], onRead = () => {}, next = false, ...period }: ReportsRequest,
): Promise<ReportsAnswer> {
  const tally = new ReportTally(period);
  const configured = reportedDomains(config);
  const climbing = configured.flatMap((domain) => laddered(domain, domains));
  // One for each length of time that a ladder looks at.
  const windows = new Map(
    (next ? climbing : []).map(({ ladder }) => [ladder.days, new ReportTally({ since: windowBegin(ladder, now()) })]),
  );
  const read = { reports: 0, duplicates: 0, outside: 0 };
  const unread: Unread[] = [];
  const doubts: Unread[] = [];
  let unavailable = 0;
  let unproven = 0;
  const add = (found: Found) => {
    const { where, report } = found;
    if (report === undefined) {
      if (found.isUnavailable) unavailable += 1;
      return void unread.push({ where, why: found.fault });
    }
    if (isFuture(report.period.end, now())) {
      const why = `is of ${new Date(report.period.end * 1000).toISOString().slice(0, 10)}, which is in the future`;
      return void unread.push({ where, why });
    }
    const digest = reportDigest(report);
    const result = tally.add(report, digest);
    // What anybody may have written is told, and earns nothing.
    if (found.isUnproven) unproven += 1;
    else for (const window of windows.values()) window.add(report, digest);
    if (result === "counted") read.reports += 1;
    if (result === "duplicate") read.duplicates += 1;
    if (result === "outside") read.outside += 1;
    if (result === "conflict") {
      const why = `has the id of another report of ${report.reporter || "the same receiver"} and other figures: the first one counts`;
      unread.push({ where, why });
    }
    if (result !== "counted") return;
    for (const doubt of [...(found.isUnproven ? [UNPROVEN] : []), ...report.doubts]) doubts.push({ where, why: doubt });
  };
  let count = 0;
  for await (const source of sources) {
    for await (const found of readReports(source)) {
      add(found);
      if (interrupts.interrupted) throw new InterruptedError();
    }
    count += 1;
    onRead(count);
  }
  const isWanted = ({ domain }: { readonly domain: string }) => domains.length === 0 || domains.includes(domain);
  return {
    at: now(),
    read,
    domains: summariseDomains(tally, configured).filter(isWanted),
    tls: summariseTls(tally).filter(isWanted),
    ...(next && {
      ladders: climbing.map((facts) =>
        ladderVerdict(facts, windows.get(facts.ladder.days) ?? tally, { now: now(), unavailable, unproven }),
      ),
    }),
    unread,
    doubts,
  };
}

/**
 * The configuration whose settings the advice names. Without one, reports are still read.
 * @throws Refused if a named one cannot be read, or it has errors
 */
export function reportsConfiguration(
  place: Pick<Context, "cwd" | "root" | "env" | "say">,
  options: ConfigurationOptions,
): Pick<Configuration, "domains" | "placeOf"> & Partial<Pick<Configuration, "files">> {
  const isNamed = (options.config ?? []).length > 0 || (place.env.MAILZONE_CONFIG ?? "") !== "";
  const [usual = ""] = isNamed ? [] : configNames(place);
  if (!isNamed && !isThere(usual, place.cwd)) {
    place.say(`no ${usual} here: the advice names no settings`);
    return { domains: [] };
  }
  return refuseErrors(place, options, { imports: false });
}

const UNPROVEN = "came by mail that failed DMARC for its sender, says whoever received it: anybody may have written it";

/** With its ladder; a domain that is asked for by name and has none climbs the usual one. Empty where there is nothing to climb. */
function laddered(
  domain: ReportedDomain,
  names: readonly string[],
): readonly (ReportedDomain & { readonly ladder: DmarcLadder })[] {
  const isNamed = names.includes(domain.domain);
  if (names.length > 0 && !isNamed) return [];
  const ladder = domain.ladder ?? (isNamed && domain.dmarc !== undefined ? DEFAULT_LADDER : undefined);
  return ladder === undefined ? [] : [{ ...domain, ladder }];
}

/** Seconds by which a receiver's clock, or its day, may be ahead. */
const AHEAD = 2 * DAY;

function isFuture(end: number, now: number): boolean {
  return end > now / 1000 + AHEAD;
}

/** One for each domain: of several entries the one that publishes the DMARC record. */
export function reportedDomains({
  domains,
  placeOf = () => undefined,
}: Pick<Configuration, "domains" | "placeOf">): readonly ReportedDomain[] {
  const first = new Map<string, Domain>();
  for (const domain of domains) {
    const known = first.get(domain.domain);
    if (known === undefined || (known.dmarc === undefined && domain.dmarc !== undefined))
      first.set(domain.domain, domain);
  }
  return [...first.values()].map(({ domain, entry, dmarc, dmarcLadder, spf, mailFrom }) => ({
    domain,
    entry,
    dmarc,
    ladder: dmarcLadder,
    spf,
    mailFrom: mailFrom?.domain,
    places: {
      dmarc: placeOf(entry, "dmarc"),
      spf: placeOf(entry, "spf"),
      mailFrom: placeOf(entry, "mail-from-mx"),
      entry: placeOf(entry),
    },
  }));
}
