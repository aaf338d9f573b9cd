import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { createIdentity, deleteIdentity, getIdentity, putDkimSigning } from "../../src/services/aws/ses-identities";
import { keyPairOf } from "../../src/services/aws/ses-keys";
import type { SesIdentity } from "../../src/world/entities";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";

let world: World;
withFreshWorld((fresh) => {
  world = fresh;
});

const key = (region: string) => ({ account: "000000000000", region, name: "Example.com" });
const make = (region: string, nextKeyLength?: string): SesIdentity =>
  createIdentity(world, {
    ...key(region),
    configurationSetName: null,
    tags: {},
    dkim: nextKeyLength === undefined ? {} : { nextKeyLength },
  });

test("an identity has one key pair, of the length that it was asked for, and what it signs is verified", () => {
  const identity = make("us-east-1");
  const pair = keyPairOf(world, identity);
  expect(keyPairOf(world, getIdentity(world, key("us-east-1")))).toBe(pair);
  const text = Buffer.from("a message");
  const published = createPublicKey({ key: Buffer.from(pair.publicKey, "base64"), format: "der", type: "spki" });
  expect(verify("sha256", text, published, sign("sha256", text, pair.privateKey))).toBe(true);
  expect(createPrivateKey(pair.privateKey).asymmetricKeyDetails?.modulusLength).toBe(2048);
});

test("another region, new tokens or a new identity: another key pair", () => {
  const length = "RSA_1024_BIT";
  const first = keyPairOf(world, make("eu-west-1", length)).publicKey;
  const second = keyPairOf(world, make("eu-west-2", length)).publicKey;
  deleteIdentity(world, key("eu-west-1"));
  const third = keyPairOf(world, make("eu-west-1", length)).publicKey;
  putDkimSigning(world, key("eu-west-2"), { nextKeyLength: "RSA_2048_BIT" });
  const fourth = keyPairOf(world, getIdentity(world, key("eu-west-2"))).publicKey;
  expect(new Set([first, second, third, fourth]).size).toBe(4);
});
