// More rules for DMARC records: alignment, reports, tags (RFC 9989, RFC 9990).
import { isAdded, isAttributeChanged, isChanged } from "../../changes/change";
import { type DmarcSide, reportHosts, reportUris, unmailableUris, unreadTags } from "../../changes/dmarc-change";
import { type ReviewRule, without } from "../rule";
import { listed, say } from "../sentence";
import { perDmarc, perDmarcRewrite } from "./per-dmarc";

const strictAlignments = ({ dmarc }: DmarcSide) =>
  [dmarc?.dkimAlignment === "strict" && "adkim=s", dmarc?.spfAlignment === "strict" && "aspf=s"].filter(
    (tag) => tag !== false,
  );

export const DMARC_DETAIL_RULES: readonly ReviewRule[] = [
  {
    id: "dmarc-alignment-tightened",
    risk: "caution",
    when: "DMARC asks for strict alignment.",
    why: "Mail that a subdomain signs or sends fails. With aspf=s that includes SPF of all mail with a MAIL FROM domain of SES.",
    check: perDmarc(({ domain }, before, after) => {
      const gained =
        after === undefined
          ? []
          : without(strictAlignments(after), before === undefined ? [] : strictAlignments(before));
      return (
        gained.length > 0 &&
        say`DMARC of ${domain} asks for strict alignment, ${listed(gained)}: mail that a subdomain signs or sends fails`
      );
    }),
  },
  {
    id: "dmarc-alignment-loosened",
    risk: "safe",
    when: "DMARC asks for relaxed alignment again.",
    why: "More of your own mail passes.",
    check: perDmarcRewrite(({ domain }, before, after) => {
      const lost = after.dmarc === undefined ? [] : without(strictAlignments(before), strictAlignments(after));
      return lost.length > 0 && say`DMARC of ${domain} no longer asks for ${listed(lost)}`;
    }),
  },
  {
    id: "dmarc-reports-lost",
    risk: "caution",
    when: "An address no longer gets DMARC reports.",
    why: "Its readers no longer see what fails.",
    check: perDmarcRewrite(({ domain }, before, after) => {
      const lost = without(reportUris(before), reportUris(after));
      return lost.length > 0 && say`DMARC reports of ${domain} no longer go to ${listed(lost)}`;
    }),
  },
  {
    id: "dmarc-reports-added",
    risk: "safe",
    when: "DMARC reports also go to another address.",
    why: "Mail is treated as before.",
    check: perDmarcRewrite(({ domain }, before, after) => {
      const gained = without(reportUris(after), reportUris(before));
      return gained.length > 0 && say`DMARC reports of ${domain} go to ${listed(gained)} as well`;
    }),
  },
  {
    id: "dmarc-reports-abroad",
    risk: "caution",
    when: "DMARC reports start to go to another domain.",
    why: "Its owner sees who sends mail as the domain, and must publish a record that accepts the reports, or gets none (RFC 9990 §4).",
    check: perDmarc(({ change, domain }, before, after) => {
      if (after === undefined || !(isAdded(change) || isChanged(change))) return false;
      const known = before === undefined ? [] : reportHosts(before);
      const abroad = without(reportHosts(after), known).filter(
        (host) => host !== domain && !host.endsWith(`.${domain}`),
      );
      return (
        abroad.length > 0 &&
        say`DMARC reports of ${domain} go to ${listed(abroad)}, which must publish a record that accepts them`
      );
    }),
  },
  {
    id: "dmarc-reports-odd",
    risk: "caution",
    when: "DMARC reports start to go to a URI that is not a mail address, such as https.",
    why: "Current receivers send no reports there, and it is not known what older ones do.",
    check: perDmarc(({ change, domain }, before, after) => {
      if (after === undefined || !(isAdded(change) || isChanged(change))) return false;
      const unmailable = without(unmailableUris(after), before === undefined ? [] : unmailableUris(before));
      return (
        unmailable.length > 0 &&
        say`DMARC reports of ${domain} go to ${listed(unmailable)}, which is not a mail address`
      );
    }),
  },
  {
    id: "dmarc-psd",
    risk: "caution",
    when: "The tag psd is added, removed or changed.",
    why: "It changes the organisational domain: what was aligned, such as MAIL FROM, may no longer be aligned (RFC 9989 §4.10).",
    check: perDmarc(({ change, domain }, before, after) => {
      if (after?.dmarc === undefined || !(isAdded(change) || isChanged(change))) return false;
      const [old, now] = [before, after].map((side) => side?.tags.get("psd")?.toLowerCase() ?? "u");
      return (
        old !== now && say`DMARC of ${domain} has psd=${now ?? ""} instead of psd=${old ?? ""}: alignment may change`
      );
    }),
  },
  {
    id: "dmarc-tag-removed",
    risk: "caution",
    when: "A tag such as fo is removed from a DMARC record.",
    why: "Receivers use its default.",
    check: perDmarcRewrite(({ domain }, before, after) => {
      const covered = ["v", "p", "sp", "np", "t", "psd", "pct", "adkim", "aspf", "rua", "ruf"];
      const removed = [...before.tags].filter(([name]) => !after.tags.has(name) && !covered.includes(name));
      return (
        after.dmarc !== undefined &&
        removed.length > 0 &&
        say`DMARC of ${domain} no longer has ${listed(removed.map(([name, value]) => `${name}=${value}`))}`
      );
    }),
  },
  {
    id: "dmarc-dead-tag",
    risk: "safe",
    when: "A tag is added to a DMARC record that current receivers ignore.",
    why: "RFC 9989 removed pct, rf and ri: they have no effect.",
    check: perDmarc(({ domain }, before, after) => {
      const dead =
        after === undefined ? [] : without(unreadTags(after), before === undefined ? [] : unreadTags(before));
      return dead.length > 0 && say`DMARC of ${domain} has ${listed(dead)}, which current receivers ignore`;
    }),
  },
  {
    id: "dmarc-reworded",
    risk: "safe",
    when: "A DMARC record is written differently, with the same policy, alignment and report addresses.",
    why: "Receivers treat mail as before.",
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
        say`DMARC of ${domain} is written differently, with the same policies and addresses`
      );
    }),
  },
];
