// What our MTA-STS and BIMI records depend on: the policy that senders fetch, the mail servers, and DMARC.
import { parseDmarc } from "../../../dns/text/dmarc";
import { listsMx, type MtaStsPolicy, mtaStsHost, mtaStsUrl, parseMtaStsPolicy } from "../../../dns/text/mta-sts-policy";
import type { Dns } from "../../dns/answer";
import { recordsOf } from "../../live/value";
import { policyFor, txtLookup, walkDmarcTree } from "../../protocols/dmarc-tree-walk";
import { quotedList } from "../../text";
import { type CheckContext, isPublished, type ObservedEntry, type Problem, problem, withPurpose } from "../problem";

export async function checkMtaStsPolicy(entry: ObservedEntry, context: CheckContext): Promise<readonly Problem[]> {
  const { domain, config } = entry;
  const [own] = withPurpose(entry, "mta-sts").filter(isPublished);
  const wanted = config?.mtaSts?.policy;
  if (own === undefined || wanted === undefined) return [];
  const found = await fetched(domain, context);
  const fault = found === undefined ? undefined : policyFault(found, wanted);
  const problems =
    fault === undefined
      ? []
      : [
          problem("mta-sts-policy", domain, [own.record], {
            message: `the policy at ${mtaStsUrl(domain)} ${fault}`,
            fix: `put what mailzone records --policy ${domain} prints there, as text/plain`,
          }),
        ];
  const policy = found?.policy ?? wanted;
  if (policy.mode === "none") return problems;
  const unlisted = (await mailServers(context.dns, domain)).filter((host) => !listsMx(policy, host));
  if (unlisted.length === 0) return problems;
  const effect =
    policy.mode === "enforce" ? "senders do not deliver to it" : "with mode enforce senders would not deliver to it";
  return [
    ...problems,
    problem("mta-sts-mx", domain, [own.record], {
      severity: policy.mode === "enforce" ? "error" : "warning",
      message: `the MTA-STS policy of "${domain}" does not list ${quotedList(unlisted)}: ${effect}`,
      fix: "add it to mx of mtaSts in domains.yaml, apply, and publish the policy again",
    }),
  ];
}

interface Found {
  readonly policy?: MtaStsPolicy;
  readonly fault?: string;
}

/** The policy that senders find; undefined if it was not fetched, or DNS does not answer. */
async function fetched(domain: string, { dns, fetchPolicy }: CheckContext): Promise<Found | undefined> {
  if (fetchPolicy === undefined) return undefined;
  const answers = await Promise.all(
    ["A", "AAAA"].map(async (type) => [type, await dns.resolve(mtaStsHost(domain), type)] as const),
  );
  if (answers.some(([, { status }]) => status === "failed")) return undefined;
  const addresses = answers.flatMap(([type, answer]) =>
    recordsOf(answer, type).flatMap(({ value }) => (value.kind === "address" ? [value.address] : [])),
  );
  const result = await fetchPolicy(mtaStsUrl(domain), addresses);
  if (!result.ok) return { fault: `cannot be fetched: ${result.reason}` };
  const policy = parseMtaStsPolicy(result.text);
  return "fault" in policy ? policy : { policy };
}

function policyFault({ policy, fault }: Found, wanted: MtaStsPolicy): string | undefined {
  if (policy === undefined) return fault;
  const isSame =
    policy.mode === wanted.mode &&
    policy.maxAge === wanted.maxAge &&
    policy.mx.length === wanted.mx.length &&
    wanted.mx.every((host) => policy.mx.includes(host));
  if (isSame) return undefined;
  const words = ({ mode, mx, maxAge }: MtaStsPolicy) =>
    `mode ${mode}, ${quotedList(mx) || "no mail server"}, ${maxAge} seconds`;
  return `is not the one of domains.yaml: it has ${words(policy)} instead of ${words(wanted)}`;
}

async function mailServers(dns: Dns, domain: string): Promise<readonly string[]> {
  const hosts = recordsOf(await dns.resolve(domain, "MX"), "MX");
  return hosts.flatMap(({ value }) => (value.kind === "mx" && !["", "."].includes(value.host) ? [value.host] : []));
}

/** Receivers show the logo only of domains whose policy is quarantine or reject. */
export async function checkBimi(entry: ObservedEntry, { dns }: CheckContext): Promise<readonly Problem[]> {
  const { domain } = entry;
  const [own] = withPurpose(entry, "bimi").filter(isPublished);
  if (own === undefined) return [];
  const walk = await walkDmarcTree(txtLookup(dns), domain);
  if (walk.failure !== undefined) return [];
  const { applied } = walk;
  const policy = applied === undefined ? undefined : policyFor(applied, domain, true);
  const { testing = false } = (applied && parseDmarc(applied.text).dmarc) ?? {};
  if (policy !== undefined && policy.policy !== "none" && !testing) return [];
  const why =
    policy === undefined
      ? "no DMARC policy applies to it"
      : testing
        ? "its DMARC is only tested (t=y)"
        : `its DMARC says ${policy.tag}=none`;
  return [
    problem("bimi-dmarc", domain, [own.record], {
      message: `no mail program shows the logo of "${domain}": ${why}`,
      fix: "set dmarc: quarantine or reject in domains.yaml, once the reports show only your own mail",
    }),
  ];
}
