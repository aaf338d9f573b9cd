// The key for the second signature: SES signs every message again as amazonses.com. The emulator's DNS publishes the key at
// `<selector>._domainkey.amazonses.com`.
// https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim.html
import { generateKeyPairSync } from "node:crypto";
import type { SesKeyPair } from "../world/entities";
import type { World } from "../world/world";

/** The emulator's own selector, so that nobody mistakes it for a real one. */
export const AMAZON_SELECTOR = "sandbox";

/** The key pair of amazonses.com, made at the first use. */
export function amazonKey(world: World): SesKeyPair {
  const name = `amazonses.com/${AMAZON_SELECTOR}`;
  const known = world.keys.get(name);
  if (known !== undefined) return known;
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const pair = { privateKey, publicKey: publicKey.toString("base64") };
  world.commit(world.keys.put(name, pair));
  return pair;
}
