// Gives each test of a file its own world, served over HTTP on loopback, and clients for it: AWS's SDK, and a client that sends what
// Cloudflare's clients send.
import { SESClient } from "@aws-sdk/client-ses";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { emulatedCredentials } from "../../src/http/aws/caller";
import { type HttpOptions, type HttpServer, serveHttp } from "../../src/http/server";
import type { Sleep } from "../../src/world/sleep";
import type { World } from "../../src/world/world";
import { withFreshWorld } from "../fresh-world";
import { CloudflareCalls } from "./cloudflare-calls";

export const ACCOUNT = "000000000000";

export interface ServedWorld {
  readonly world: World;
  readonly url: string;
}

/** Serves an empty world before each test and hands it to `take`. */
export function withServedWorld(
  take: (served: ServedWorld) => void,
  options: HttpOptions = {},
  sleep?: Sleep,
  now?: () => number,
): void {
  let world: World;
  let server: HttpServer;
  withFreshWorld(
    (fresh) => {
      world = fresh;
    },
    sleep,
    now,
  );
  beforeEach(async () => {
    server = await serveHttp(world, options);
    take({ world, url: server.url });
  });
  afterEach(() => server.stop());
}

const config = (url: string, account: string, region: string) => ({
  endpoint: url,
  region,
  credentials: emulatedCredentials(account),
});

export const sesv2 = ({ url }: ServedWorld, account = ACCOUNT, region = "eu-west-1", more: object = {}) =>
  new SESv2Client({ ...config(url, account, region), ...more });

export const sesv1 = ({ url }: ServedWorld, account = ACCOUNT, region = "eu-west-1") =>
  new SESClient(config(url, account, region));

export const cloudflare = ({ url }: ServedWorld) => new CloudflareCalls(`${url}/client/v4`);
