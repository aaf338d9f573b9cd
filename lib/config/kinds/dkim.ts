// dkim: the identity's keys.
import * as z from "zod";
import { matching } from "../schema/fields";

export const dkimKeys = z.strictObject({
  keyLength: z
    .union([z.literal(1024), z.literal(2048)])
    .optional()
    .describe(
      "The length of the DKIM keys. A change makes new tokens; the DNS records change with the next plan and apply (docs/dkim-keys.md has the steps). Default: that of SES, 2048.",
    ),
  signingHostedZone: matching(/^[A-Za-z0-9.-]+$/, "expected a name such as dkim.amazonses.com")
    .optional()
    .describe("The zone in which SES publishes the keys, as SES reports it. Default: by region."),
});

export const dkim = z
  .union([z.literal(true).transform((): z.infer<typeof dkimKeys> => ({})), dkimKeys])
  .optional()
  .describe("The identity's DKIM keys; true is the same as nothing, because SES signs all mail.");
