// mail: whether the domain has mail at all.
import * as z from "zod";

export const mail = z
  .enum(["ses", "none"])
  .optional()
  .describe(
    "With none, the domain has no mail: no identity, a null MX, an SPF and a DMARC record by which receivers discard what is sent in its name, and an empty DKIM key for every selector. Of defaults for mail, only the report addresses of dmarc are taken. Default: ses.",
  );
