// senders: the roles that may send as the domain.
import * as z from "zod";
import { list, matching } from "./fields";

/** The ARN of a role, with its path (IAM User Guide, IAM identifiers). */
const role = matching(
  /^arn:aws[a-z-]{0,20}:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/,
  "expected a role such as arn:aws:iam::111122223333:role/shop",
);

/** IAM reads `*`, `?` and `$` in it as patterns. */
const from = matching(
  /^[^\s@*?${}"<>]{1,64}@[^\s@*?${}"<>]{1,253}$/,
  "expected an address such as no-reply@example.com, without patterns",
);

const sender = z.strictObject({
  role: role.describe("The ARN of a role that exists, in the account of the identity."),
  from: list(from).describe("The addresses that it may send from. Default: all of the domain itself."),
});

export const senders = z
  .union([
    z.literal(false),
    z.record(
      matching(
        /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
        "expected at most 64 lower-case letters, digits and inner hyphens",
      ),
      z.union([z.literal(false), role.transform((role): z.infer<typeof sender> => ({ role })), sender]),
    ),
  ])
  .optional()
  .describe(
    "Roles that may send as the domain, by a key that is part of their Terraform address; each the ARN of a role that exists, a map, or false for none of the defaults'. Each gets the least policy for it. Default: none.",
  );
