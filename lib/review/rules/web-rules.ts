// Rules for the names of websites.
import { canonicalName } from "../../dns/canonical";
import { isChanged, isRemoved, shownName } from "../changes/change";
import { changesAnswer } from "./records";
import { perChange, type ReviewRule, statementOf } from "./rule";
import { say } from "./sentence";

export const WEB_RULES: readonly ReviewRule[] = [
  {
    id: "web-created",
    risk: "safe",
    when: "A website name is created.",
    why: "Nothing that exists changes.",
    check: perChange(
      ["web"],
      (change) =>
        change.resource.action === "create" &&
        say`the website name ${shownName(change)} points to ${change.after?.value ?? ""}`,
    ),
  },
  {
    id: "web-moved",
    risk: "caution",
    when: "The target of a website name changes.",
    why: "Its visitors go to the new target, whose certificate must include the name.",
    check: perChange(
      ["web"],
      (change) =>
        isChanged(change) &&
        changesAnswer(change) &&
        say`the website name ${shownName(change)} points to ${change.after?.value ?? ""} instead of ${change.before?.value ?? ""}`,
    ),
  },
  {
    id: "web-removed",
    risk: "caution",
    when: "A website name is deleted.",
    why: "The website can no longer be reached by it.",
    check: perChange(
      ["web"],
      (change) =>
        change.resource.action === "delete" &&
        say`the website name ${shownName(change)} is deleted: the website can no longer be reached by it`,
    ),
  },
  {
    id: "web-dangling",
    risk: "danger",
    when: "A name stays while the distribution that it points to is destroyed in the same plan.",
    why: "Whoever creates the next distribution for the name takes over the website.",
    check: ({ changing, all }) => {
      const going = new Map(
        changing.other
          .filter((change) => change.resource.type === "aws_cloudfront_distribution" && isRemoved(change))
          .map((change) => [String(change.resource.before?.domain_name).toLowerCase(), change]),
      );
      if (going.size === 0) return [];
      return all
        .filter(({ after, resource }) => resource.action !== "forget" && going.has(canonicalName(after?.content ?? "")))
        .flatMap((change) =>
          statementOf(
            change,
            say`${shownName(change)} still points to ${change.after?.content ?? ""}, whose distribution is destroyed: somebody else can take over the name`,
          ),
        );
    },
  },
];
