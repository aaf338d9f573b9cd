// Gives each test of a file its own world, and HTTP APIs that serve it.
import path from "node:path";
import { type Apis, serveApis } from "../src/http/apis";
import { httpEnvironment } from "../src/http/environment";
import type { World } from "../src/world/world";
import { withFreshWorld } from "./fresh-world";

export interface FreshApis {
  readonly world: World;
  /** The environment of a client. */
  readonly env: (account: string) => ReturnType<typeof httpEnvironment>;
}

/** Serves an empty world before each test and hands it to `take`. */
export function withFreshApis(take: (fresh: FreshApis) => void): void {
  let world: World;
  let http: Apis;
  const base = withFreshWorld((fresh) => {
    world = fresh;
  });
  const folder = path.join(base, "http");
  beforeEach(async () => {
    http = await serveApis(world, { folder });
    take({ world, env: (account) => httpEnvironment(folder, { url: http.url, account }) });
  });
  afterEach(() => http.stop());
}
