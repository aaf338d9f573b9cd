// A gateway for each test of a file, in front of an API of the test's choice.
import { Budget } from "../../lib/cloudflare/budget";
import { type Gateway, type GatewayOptions, startGateway } from "../../lib/gateway/gateway";
import type { Clock } from "../../lib/net/clock";

export interface RunningGateways {
  start(base: string, clock: Clock, options?: Partial<GatewayOptions>): Promise<Gateway>;
  /** Defects of the gateway: each test ends without any. */
  readonly defects: unknown[];
}

export function withGateways(): RunningGateways {
  const gateways: Gateway[] = [];
  const defects: unknown[] = [];
  afterEach(async () => {
    for (const gateway of gateways.splice(0)) await gateway.stop();
    expect(defects.splice(0)).toEqual([]);
  });
  return {
    defects,
    async start(base, clock, options = {}) {
      const gateway = await startGateway({
        base: new URL(base),
        env: {},
        clock,
        budget: new Budget({ clock }),
        onDefect: (error) => defects.push(error),
        ...options,
      });
      gateways.push(gateway);
      return gateway;
    },
  };
}
