// Rules for addresses that SES verifies by themselves. Nobody's mail depends on them once the account is out of SES's sandbox, and
// in it only tests do.
import { isAdded, type MailChange } from "../../changes/change";
import { perChange, type ReviewRule, statementOf } from "../rule";
import { listed, type Sentence, say } from "../sentence";
import { labelOf } from "./identity-rules";

const perAddress = (check: (change: MailChange) => Sentence | false | undefined) => perChange(["test-address"], check);

export const TEST_ADDRESS_RULES: readonly ReviewRule[] = [
  {
    id: "test-address-added",
    risk: "safe",
    when: "The identity of a test address is created, or created again.",
    why: "SES sends the address a mail with a link. Nothing is verified until its owner opens it.",
    check: perAddress(
      (change) => isAdded(change) && say`SES sends ${labelOf(change)} a mail: its owner has to open the link in it`,
    ),
  },
  {
    id: "test-address-removed",
    risk: "safe",
    when: "The identity of a test address is destroyed. No domain loses its identity.",
    why: "Only an account in SES's sandbox can no longer send from or to it, unless its domain is verified there too.",
    check: perAddress(
      (change) =>
        change.resource.action === "delete" &&
        say`the test address ${labelOf(change)} is removed: in its sandbox SES no longer sends from or to it`,
    ),
  },
  {
    id: "test-address-forgotten",
    risk: "safe",
    when: "The identity of a test address leaves Terraform's state and stays in SES.",
    why: "The address stays verified.",
    check: perAddress(
      (change) =>
        change.resource.action === "forget" &&
        say`the test address ${labelOf(change)} stays in SES and is no longer managed here`,
    ),
  },
  {
    id: "test-address-drifted",
    risk: "caution",
    when: "The identity of a test address was deleted or changed outside Terraform.",
    why: "If it is created again, its owner has to confirm it again.",
    check: ({ drift }) =>
      drift
        .filter(({ role }) => role === "test-address")
        .flatMap((change) => {
          // SES shows the keys of its domain for an address.
          const differs = change.differs.filter((name) => name !== "dkim_signing_attributes");
          const name = labelOf(change);
          if (change.resource.action === "delete")
            return statementOf(change, say`the test address ${name} was deleted outside Terraform`);
          const what = say`the test address ${name} was changed outside Terraform: ${listed(differs)}`;
          return statementOf(change, differs.length > 0 && what);
        }),
  },
];
