// More rules for DMARC records: alignment, reports, tags (RFC 9989, RFC 9990).
import { isAdded, isAttributeChanged, isChanged } from "../../changes/change";
import { type DmarcSide, reportHosts, reportUris, unmailableUris, unreadTags } from "../../changes/dmarc-change";
import type { ReviewRule } from "../rule";
import { listed, say } from "../sentence";
import { perDmarc, perDmarcRewrite } from "./per-dmarc";

const strictAlignments = ({ dmarc }: DmarcSide) =>
  [dmarc?.dkimAlignment === "strict" && "adkim=s", dmarc?.spfAlignment === "strict" && "aspf=s"].filter(
    (tag) => tag !== false,
  );
const minus = (these: readonly string[], others: readonly string[]) => these.filter((one) => !others.includes(one));

export const DMARC_DETAIL_RULES: readonly ReviewRule[] = [
  {
    id: "dmarc-alignment-tightened",
    risk: "caution",
    when: "DMARC asks for strict alignment.",
    why: "Mail signed or sent by a subdomain fails; with aspf=s that is all mail of SES's MAIL FROM.",
    check: perDmarc(({ domain }, before, after) => {
      const gained =
        after === undefined ? [] : minus(strictAlignments(after), before === undefined ? [] : strictAlignments(before));
      return (
        gained.length > 0 &&
        say`DMARC of ${domain} asks for strict alignment, ${listed(gained)}: what a subdomain signs or sends fails`
      );
    }),
  },
  {
    id: "dmarc-alignment-loosened",
    risk: "safe",
    when: "DMARC asks for relaxed alignment again.",
    why: "More of one's own mail passes.",
    check: perDmarcRewrite(({ domain }, before, after) => {
      const lost = after.dmarc === undefined ? [] : minus(strictAlignments(before), strictAlignments(after));
      return lost.length > 0 && say`DMARC of ${domain} no longer asks for ${listed(lost)}`;
    }),
  },
  {
    id: "dmarc-reports-lost",
    risk: "caution",
    when: "An address gets no DMARC reports any more.",
    why: "Nobody there sees what fails.",
    check: perDmarcRewrite(({ domain }, before, after) => {
      const lost = minus(reportUris(before), reportUris(after));
      return lost.length > 0 && say`DMARC reports of ${domain} no longer go to ${listed(lost)}`;
    }),
  },
  {
    id: "dmarc-reports-added",
    risk: "safe",
    when: "DMARC reports go to one more address.",
    why: "Mail is judged as before.",
    check: perDmarcRewrite(({ domain }, before, after) => {
      const gained = minus(reportUris(after), reportUris(before));
      return gained.length > 0 && say`DMARC reports of ${domain} go to ${listed(gained)} as well`;
    }),
  },
  {
    id: "dmarc-reports-abroad",
    risk: "caution",
    when: "DMARC reports begin to go to another domain.",
    why: "Its owner sees who sends in the name of the domain, and has to publish his consent, or gets nothing (RFC 9990).",
    check: perDmarc(({ change, domain }, before, after) => {
      if (after === undefined || !(isAdded(change) || isChanged(change))) return false;
      const known = before === undefined ? [] : reportHosts(before);
      const abroad = minus(reportHosts(after), known).filter((host) => host !== domain && !host.endsWith(`.${domain}`));
      return (
        abroad.length > 0 && say`DMARC reports of ${domain} go to ${listed(abroad)}, which has to publish its consent`
      );
    }),
  },
  {
    id: "dmarc-reports-odd",
    risk: "caution",
    when: "DMARC reports begin to go to an address that is none of mail, such as https.",
    why: "Receivers of today send none there, and who gets them from older ones is not known here.",
    check: perDmarc(({ change, domain }, before, after) => {
      if (after === undefined || !(isAdded(change) || isChanged(change))) return false;
      const unmailable = minus(unmailableUris(after), before === undefined ? [] : unmailableUris(before));
      return (
        unmailable.length > 0 &&
        say`DMARC reports of ${domain} go to ${listed(unmailable)}, which is no address of mail`
      );
    }),
  },
  {
    id: "dmarc-psd",
    risk: "caution",
    when: "The tag psd comes, goes or changes.",
    why: "It moves the organisational domain: what was aligned, such as MAIL FROM, may no longer be (RFC 9989 §4.10).",
    check: perDmarc(({ change, domain }, before, after) => {
      if (after?.dmarc === undefined || !(isAdded(change) || isChanged(change))) return false;
      const [old, now] = [before, after].map((side) => side?.tags.get("psd")?.toLowerCase() ?? "u");
      return (
        old !== now && say`DMARC of ${domain} says psd=${now ?? ""} instead of psd=${old ?? ""}: alignment may change`
      );
    }),
  },
  {
    id: "dmarc-tag-removed",
    risk: "caution",
    when: "A tag leaves the DMARC record, such as fo.",
    why: "Receivers fall back to its default.",
    check: perDmarcRewrite(({ domain }, before, after) => {
      const covered = ["v", "p", "sp", "np", "t", "psd", "pct", "adkim", "aspf", "rua", "ruf"];
      const removed = [...before.tags].filter(([name]) => !after.tags.has(name) && !covered.includes(name));
      return (
        after.dmarc !== undefined &&
        removed.length > 0 &&
        say`DMARC of ${domain} no longer says ${listed(removed.map(([name, value]) => `${name}=${value}`))}`
      );
    }),
  },
  {
    id: "dmarc-dead-tag",
    risk: "safe",
    when: "A tag comes into the DMARC record that receivers of today do not read.",
    why: "RFC 9989 took pct, rf and ri away: what they say does not happen.",
    check: perDmarc(({ domain }, before, after) => {
      const dead = after === undefined ? [] : minus(unreadTags(after), before === undefined ? [] : unreadTags(before));
      return dead.length > 0 && say`DMARC of ${domain} has ${listed(dead)}, which receivers of today do not read`;
    }),
  },
  {
    id: "dmarc-reworded",
    risk: "safe",
    when: "A DMARC record changes, and neither policy, alignment nor report addresses do.",
    why: "Receivers judge as before.",
    check: perDmarcRewrite(({ change, domain }, before, after) => {
      if (!isAttributeChanged(change, "content") || before.dmarc === undefined || after.dmarc === undefined)
        return false;
      const { policies, dmarc } = after;
      const isSame =
        JSON.stringify([
          before.policies,
          before.policiesWithoutTesting,
          before.share,
          strictAlignments(before),
          reportUris(before),
        ]) ===
        JSON.stringify([
          policies,
          after.policiesWithoutTesting,
          after.share,
          strictAlignments(after),
          reportUris(after),
        ]);
      return (
        isSame &&
        dmarc !== undefined &&
        say`DMARC of ${domain} is worded differently, with the same policies and addresses`
      );
    }),
  },
];
