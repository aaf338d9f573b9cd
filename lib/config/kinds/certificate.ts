// certificate: the certificate of ACM for the names of web.
import * as z from "zod";
import type { Certificate, Web } from "../../dns/domain";
import type { EntryContext } from "../entries/context";
import { EntryFault } from "../entries/fault";

const fields = z.strictObject({
  wait: z
    .boolean()
    .optional()
    .describe(
      "Whether the apply waits until ACM has issued it, for 75 minutes at most; what uses the certificate then waits too. Default: false.",
    ),
});
type Fields = z.infer<typeof fields>;

export const certificate = z
  .union([z.literal(false), z.literal(true).transform((): Fields => ({})), fields])
  .optional()
  .describe(
    "The certificate of ACM in us-east-1 for all names of web, with the records by which ACM issues and renews it: true, or a map. Its ARN is in the output certificates; put it into your distributions. Default: none.",
  );

/** @throws EntryFault if a website is outside the domain */
export function makeCertificate(
  setting: z.infer<typeof certificate>,
  web: readonly Web[],
  { domain, key }: EntryContext,
): Certificate | undefined {
  if (!setting) return undefined;
  const outside = web.find(({ name }) => name !== domain && !name.endsWith(`.${domain}`));
  if (outside !== undefined)
    throw new EntryFault(
      `certificate of "${key}" is for names in "${domain}", and "${outside.name}" in web is none: move it to an entry of its own`,
      ["certificate"],
    );
  // The first name is the certificate's own. The order does not depend on that of the file, or every move would replace it.
  const isWild = (name: string) => name.startsWith("*.");
  const names = web.map(({ name }) => name);
  return {
    names: [...names.filter((name) => !isWild(name)), ...names.filter(isWild)],
    wait: setting.wait ?? false,
  };
}
