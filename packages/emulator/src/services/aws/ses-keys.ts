// The key pairs that SES signs an identity's mail with, made at the first use. Real SES has one key for each of the three tokens.
// Here all three share one key, so that every selector fits every signature.
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import type { SesIdentity, SesKeyPair } from "../../world/entities";
import type { World } from "../../world/world";
import { primaryRegion } from "./ses-search";

/**
 * The identity's key pair, or that of the region whose keys it uses. An identity with its own key (EXTERNAL) gets one too, although
 * its DNS has another key.
 */
export function keyPairOf(world: World, { account, region, name, dkim }: SesIdentity): SesKeyPair {
  const key = `${account}/${primaryRegion(dkim.origin) ?? region}/${name.toLowerCase()}/${dkim.tokens[0] ?? ""}`;
  const known = world.keys.get(key);
  if (known !== undefined) return known;
  const pair = newPair(dkim.keyLength === "RSA_1024_BIT" ? 1024 : 2048);
  world.commit(world.keys.put(key, pair));
  return pair;
}

function newPair(modulusLength: number): SesKeyPair {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return {
    privateKey,
    publicKey: createPublicKey(privateKey).export({ type: "spki", format: "der" }).toString("base64"),
  };
}
