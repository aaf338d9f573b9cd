// The provider's requests for one kind of work, straight to the emulated Cloudflare or through the gateway, in this process, with a
// clock that goes on whenever only time can bring anything on.
import { CloudflareProvider, inParallel } from "../../__tests__/helpers/cloudflare-provider";
import { CloudflareWorld } from "../../__tests__/helpers/cloudflare-world";
import { Budget } from "../../lib/cloudflare/budget";
import { startGateway } from "../../lib/gateway/gateway";

export interface Work {
  readonly name: string;
  readonly zones: number;
  readonly perZone: number;
  readonly kind: "refresh" | "create";
}

export interface Row {
  /** That Cloudflare got, with those that it refused. */
  readonly requests: number;
  /** By 429. */
  readonly refused: number;
  /** Records for which Terraform would report an error. */
  readonly failed: number;
  /** Minutes of the emulator's clock. */
  readonly waited: number;
  /** Of this machine, of both ends. */
  readonly seconds: number;
}

export async function replay({ zones, perZone, kind }: Work, withGateway: boolean): Promise<Row> {
  const cloudflare = new CloudflareWorld();
  await cloudflare.start();
  const { clock } = cloudflare;
  const gateway = withGateway
    ? await startGateway({ base: new URL(cloudflare.base), env: {}, clock, budget: new Budget({ clock }) })
    : undefined;
  const provider = new CloudflareProvider({ base: gateway?.url ?? cloudflare.base, clock });
  const filled = Array.from({ length: zones }, (_, index) =>
    cloudflare.fill(String(index).padStart(32, "0"), `zone${index}.example`, kind === "refresh" ? perZone : 1),
  );
  const jobs =
    kind === "refresh"
      ? filled.flat().map(
          ({ zone_id, id }) =>
            () =>
              provider.read(zone_id, id),
        )
      : filled.flatMap(([first]) =>
          Array.from({ length: perZone }, (_, index) => () => {
            const { zone_id = "", name = "" } = first ?? {};
            return provider.create(zone_id, { name: `new${index}.${name}`, type: "TXT", content: '"new"', ttl: 1 });
          }),
        );
  const started = performance.now();
  const done = await cloudflare.through(
    inParallel(jobs, (job) =>
      job().then(
        () => true,
        () => false,
      ),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  const { requests, refused } = cloudflare.api;
  provider.close();
  await gateway?.stop();
  const waited = clock.now() / 60_000;
  await cloudflare.stop();
  return {
    requests: Object.values(requests).reduce((sum, count) => sum + count, 0),
    refused,
    failed: done.filter((isDone) => !isDone).length,
    waited,
    seconds,
  };
}
