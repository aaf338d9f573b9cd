// SES's side of DKIM: the key pair that an identity's mail is signed with, made when it is first needed. SES has a key behind
// each of the three tokens; here one stands behind all of them, so that every selector fits every signature.
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import type { SesIdentity, SesKeyPair } from "../../world/things";
import type { World } from "../../world/world";
import { primaryRegion } from "./search";

/** The identity's key pair, or that of the region whose keys it takes; of an identity with a key of its own (EXTERNAL) too, though that one's DNS has another. */
export function identityKey(world: World, { account, region, name, dkim }: SesIdentity): SesKeyPair {
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
