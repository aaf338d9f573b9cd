// A DKIM key of one's own (BYODKIM), in whatever form it is written.

/** Why a DKIM key of one's own is refused: the provider's argument for it is sensitive and not write-only. */
export const OWN_KEY =
  "leave it out, SES makes the keys; Terraform would keep a DKIM key of your own in its plans and state in clear text (docs/dkim-keys.md)";
