// web: names of websites in front of CloudFront.
import * as z from "zod";
import type { Web } from "../../dns/domain";
import { webId } from "../../dns/kinds/web";
import { fullName, relativeName, toAsciiName } from "../../dns/names";
import { defined, type EntryContext, ttlOf } from "../entries/context";
import { EntryFault } from "../entries/fault";
import { asciiName } from "../entries/hosts";
import { matching, ttl } from "../schema/fields";

const CLOUDFRONT = /^[A-Za-z0-9]+\.cloudfront\.net\.?$/;
const DISTRIBUTION = /^E[A-Z0-9]{6,}$/;
const distributionDomain = matching(
  CLOUDFRONT,
  "expected a CloudFront domain name such as d111111abcdef8.cloudfront.net",
);
const fields = z.strictObject({
  target: distributionDomain.optional().describe("The distribution's domain name, xxxx.cloudfront.net."),
  distribution: matching(DISTRIBUTION, "expected a distribution id such as E1EXAMPLE23")
    .optional()
    .describe("The distribution's id, by which its domain name is looked up; instead of target."),
  proxied: z.boolean().optional().describe("Through Cloudflare's proxy. Default: false."),
  ttl: ttl.describe("Seconds, or auto. Default: the domain's."),
});
type Fields = z.infer<typeof fields>;

export const web = z
  .union([
    z.literal(false),
    z.record(
      z.string(),
      z.union([
        distributionDomain,
        matching(DISTRIBUTION, "expected a distribution id such as E1EXAMPLE23").transform(
          (distribution): Fields => ({ distribution }),
        ),
        fields,
      ]),
    ),
  ])
  .optional()
  .describe(
    "Website names in front of CloudFront: www, @ for the domain itself, or a full name; each xxxx.cloudfront.net, a distribution id, or a map.",
  );

type WebSetting = z.infer<typeof web>;
type WebValue = Exclude<WebSetting, false | undefined>[string];

export function makeWeb(setting: WebSetting, { domain, key, ttl, note, attempt }: EntryContext): Web[] {
  const names = new Set<string>();
  const make = ([label, value]: [string, WebValue]): Web => {
    const ascii = label === "@" ? label : asciiName(label, `web "${label}" of "${key}"`, ["web", label]);
    const settings: Exclude<WebValue, string> = typeof value === "string" ? { target: value } : value;
    const { target, distribution, proxied = false } = settings;
    if ((target === undefined) === (distribution === undefined)) {
      throw new EntryFault(`web "${label}" of "${key}" needs target or distribution, one of the two`, ["web", label]);
    }
    const name = fullName(ascii, domain);
    if (names.has(name)) {
      throw new EntryFault(`web "${label}" of "${key}" names "${name}" a second time: keep one of them`, [
        "web",
        label,
      ]);
    }
    names.add(name);
    const id = webId(relativeName(name, domain));
    note(id, "web", label);
    if (settings.ttl !== undefined) note(`${id} ttl`, "web", label, "ttl");
    // A proxied record has ttl 1, whatever the domain's ttl is. Only a ttl of its own can contradict that, and a rule checks it.
    const own = ttlOf(settings.ttl) ?? (proxied ? 1 : ttl);
    return { name, ...defined({ target: target && toAsciiName(target), distribution }), proxied, ttl: own };
  };
  const web = Object.entries(setting || {}).flatMap((item) => attempt(() => [make(item)], []));
  return web.sort((a, b) => (a.name < b.name ? -1 : 1));
}
