// What we know of SES against AWS's own model, as the installed SDK carries it: statuses and regions that SES has and we do not.
import {
  DkimSigningAttributesOrigin,
  DkimStatus,
  MailFromDomainStatus,
  VerificationStatus,
} from "@aws-sdk/client-sesv2";
import { SES_REGIONS } from "../../lib/dns/regions";
import { dkimOrigin, primaryRegion } from "../../lib/ses/dkim-origin";
import type { SesStatus } from "../../lib/ses/identity";
import { identity } from "../adopt/zones";

const KNOWN: Readonly<Record<SesStatus, true>> = {
  PENDING: true,
  SUCCESS: true,
  FAILED: true,
  TEMPORARY_FAILURE: true,
  NOT_STARTED: true,
};

test("every status of a search is known", () => {
  const all = [DkimStatus, MailFromDomainStatus, VerificationStatus].flatMap((values) => Object.values(values));
  expect([...new Set<string>(all)].sort()).toEqual(Object.keys(KNOWN).sort());
});

test("every origin of DKIM keys is known, and names a region that we know", () => {
  const keys = Object.values(DkimSigningAttributesOrigin).map((origin) => ({
    origin,
    kind: dkimOrigin({ dkim: { ...identity().dkim, origin } }),
    region: primaryRegion(origin),
  }));
  expect(keys.filter(({ kind }) => kind === "unknown")).toEqual([]);
  expect(keys.filter(({ kind }) => kind === "byodkim").map(({ origin }) => origin)).toEqual(["EXTERNAL"]);
  const regions = keys.flatMap(({ region }) => region ?? []);
  expect(regions).toHaveLength(keys.length - 2);
  expect([...regions].sort()).toEqual([...SES_REGIONS].sort());
});
