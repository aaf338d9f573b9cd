// Runs Terraform, or any other command, behind the gateway: its provider's requests to Cloudflare are answered from lists of the zones, and all
// that is sent keeps within the budget.
import { cloudflareBase } from "../cloudflare/base";
import { Budget } from "../cloudflare/budget";
import { singleLine } from "../dns/text/escape";
import { type Gateway, type GatewayStatus, startGateway, USUAL_FRESHNESS } from "../gateway/gateway";
import type { UntoldWrite } from "../gateway/untold";
import type { Environment } from "../net/proxy";
import type { RunProcess } from "../terraform/process/process";
import { startWatchdog, type Watchdog } from "../terraform/process/watchdog";
import type { Context, GatewaySettings, Place, StacksWatch, Workspace } from "./context";
import { Refused } from "./refused";

/** The command inside the gateway finds its address here, as well as in CLOUDFLARE_BASE_URL. "no" turns the gateway off. */
const OWN_VARIABLE = "MAILZONE_GATEWAY";

/** Milliseconds: shorter waits are not reported where every line stays. */
const NOTICED = 10_000;

/** Milliseconds between two looks at how long the budget makes it wait. */
const REFRESH = 1000;

/** Where programs that use the gateway run. */
export interface Inside {
  readonly env: Environment;
  readonly run: RunProcess;
  /** There are records of Cloudflare to ask for: a message says so if no request comes. */
  readonly expectRequests: () => void;
}

type Outside = Pick<Context, "budget" | "clock" | "env" | "run" | "say" | "interrupts"> & {
  /** Comes before every line. */
  readonly label: string;
};

interface Progress {
  /** How many zones there are, if that is known. */
  readonly zones?: number | undefined;
  /** Is shown the progress where a line can be redrawn. */
  readonly draw: (text: string) => void;
}

/**
 * Runs `job` with Terraform behind the gateway; without it if it is turned off, or if providers are emulated and send no requests.
 * @param zones how many zones the stacks have
 */
export async function withGateway<T>(
  workspace: Workspace,
  zones: number,
  job: (workspace: Workspace, expectRequests: () => void) => Promise<T>,
): Promise<T> {
  const { gateway = {}, kind, realProviders } = workspace;
  const isUseful =
    gateway !== false &&
    !isGatewayOff(workspace) &&
    (kind === "real" || realProviders === true) &&
    !isInside(workspace);
  if (!isUseful) return job(workspace, () => {});
  let watch: StacksWatch | undefined;
  const progress = { zones, draw: (text: string) => watch?.onGateway?.(text) };
  return behindGateway(workspace, gateway, progress, ({ env, run, expectRequests }) => {
    const watchStacks: Workspace["watchStacks"] = async (stacks, label) => {
      watch = await workspace.watchStacks?.(stacks, label);
      return watch ?? { onEvent: () => {}, end: () => {} };
    };
    return job({ ...workspace, env, run, watchStacks }, expectRequests);
  });
}

/** Whether the environment turns it off. */
export function isGatewayOff({ env }: Pick<Place, "env">): boolean {
  return env[OWN_VARIABLE] === "no";
}

/** Whether an outer gateway is there already, whose budget and lists are used. */
export function isInside({ env }: Pick<Place, "env">): boolean {
  return Boolean(env[OWN_VARIABLE]) && env[OWN_VARIABLE] === env.CLOUDFLARE_BASE_URL;
}

/**
 * Runs `job` with a gateway, and says at the end what it has done. When it ends, nothing that was started inside runs any more.
 * @throws UserError if the address of the API cannot be used
 */
export async function behindGateway<T>(
  outside: Outside,
  { freshness = USUAL_FRESHNESS }: GatewaySettings,
  progress: Progress,
  job: (inside: Inside) => Promise<T>,
): Promise<T> {
  const { env, clock, budget = new Budget({ clock }), label, run } = outside;
  const say = (text: string) => outside.say(`${label}gateway: ${text}`);
  const base = cloudflareBase(env);
  if (base.username !== "" || base.password !== "")
    throw new Refused(
      "the address of Cloudflare's API has a user or password in it, which the gateway does not send on",
    );
  const reporter = reporterOf(outside, budget, progress, say);
  const gateway = await startGateway({
    base,
    env,
    budget,
    clock,
    freshness,
    onChange: () => reporter.look(gateway.status()),
    onDefect: (error) => say(`a defect, please report it: ${error instanceof Error ? error.stack : String(error)}`),
  });
  let watchdog: Watchdog | undefined;
  let isExpected = false;
  try {
    watchdog = await startWatchdog(clock, gateway.descriptor);
    const watched = watchedRun(run, watchdog, gateway, () =>
      say("ended what the command had left running: nothing would answer it"),
    );
    const cancel = reporter.start(gateway);
    try {
      const expectRequests = () => {
        isExpected = true;
      };
      return await job({ env: insideEnvironment(env, gateway.url), run: watched, expectRequests });
    } finally {
      cancel();
    }
  } finally {
    const status = gateway.status();
    for (const write of await gateway.stop()) say(untoldText(write));
    watchdog?.end();
    if (status.received > 0) say(summaryText(status));
    else if (isExpected && !outside.interrupts.interrupted) say(BYPASSED);
  }
}

/** The message if nobody asked the gateway, although there was something to ask for. */
const BYPASSED =
  "no request came through it: a provider block with its own base_url, and a run that is not on this machine, go past it";

function insideEnvironment(env: Environment, url: string): Environment {
  const proxied = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"].some((name) => env[name]);
  const named = ["NO_PROXY", "no_proxy"].filter((name) => env[name]);
  // Go's programs send nothing for loopback to a proxy; others do.
  const lists = (named.length > 0 ? named : ["NO_PROXY"]).map((name) => [
    name,
    [...new Set([...(env[name] ?? "").split(","), "127.0.0.1"])].filter(Boolean).join(","),
  ]);
  return {
    ...env,
    ...(proxied ? Object.fromEntries(lists) : {}),
    CLOUDFLARE_BASE_URL: url,
    CLOUDFLARE_API_BASE_URL: env.CLOUDFLARE_API_BASE_URL && url,
    [OWN_VARIABLE]: url,
  };
}

/** Runs programs as `run` does, and ends what they leave behind, which would send to a port that is no longer ours. */
function watchedRun(run: RunProcess, watchdog: Watchdog, { settle }: Gateway, onLeft: () => void): RunProcess {
  return async (file, args, options) => {
    const pids: number[] = [];
    const onSpawn = (pid: number) => {
      pids.push(pid);
      watchdog.add(pid, options.interrupt ?? "process");
    };
    try {
      return await run(file, args, { ...options, onSpawn, beforeInterrupt: settle });
    } finally {
      for (const pid of pids) if (await watchdog.remove(pid)) onLeft();
    }
  };
}

/** Tells of progress: a line that is redrawn, and long waits. */
function reporterOf({ clock }: Outside, budget: Budget, { zones, draw }: Progress, say: (text: string) => void) {
  let toldUntil = Number.NEGATIVE_INFINITY;
  const look = (status: GatewayStatus) => {
    draw(progressText(status, zones));
    const now = clock.now();
    if (status.wait < NOTICED || now < toldUntil) return;
    toldUntil = now + status.wait;
    say(`waits ${seconds(status.wait)}: at most ${budget.requests} requests are sent to Cloudflare in five minutes`);
  };
  return {
    look,
    start(gateway: Gateway): () => void {
      let cancel = () => {};
      const again = () => {
        look(gateway.status());
        cancel = clock.after(REFRESH, again);
      };
      cancel = clock.after(REFRESH, again);
      return () => cancel();
    },
  };
}

/** Empty if nothing has been asked for. */
export function progressText(status: GatewayStatus, zones?: number): string {
  const { listed, listing, sent, saved, wait } = status;
  if (status.received === 0) return "";
  const of = zones !== undefined && zones >= listed ? ` of ${zones}` : "";
  const parts = [
    ...(listed + listing > 0 ? [`zone ${listed}${of} listed`] : []),
    `${sent} requests sent, ${saved} saved`,
    ...(wait >= REFRESH ? [`waits ${seconds(wait)}`] : []),
  ];
  return parts.join(", ");
}

export function summaryText({ received, sent, listed, unlisted, saved, waited }: GatewayStatus): string {
  const zones = (count: number) => `${count} ${count === 1 ? "zone" : "zones"}`;
  return [
    `${received} requests of Terraform were ${sent} to Cloudflare`,
    ...(saved > 0 ? [`${saved} answered from the lists of ${zones(listed)}`] : []),
    ...(saved === 0 && listed > 0 ? [`with the lists of ${zones(listed)}`] : []),
    ...(unlisted > 0 ? [`${zones(unlisted)} could not be listed`] : []),
    ...(waited >= REFRESH ? [`waited ${seconds(waited)}`] : []),
  ].join(", ");
}

function untoldText({ kind, zone, what }: UntoldWrite): string {
  const did = { create: "created", change: "changed", delete: "deleted" }[kind];
  const record = singleLine(what) || "a record";
  return `${did} ${record} in zone ${zone} after Terraform had ended, so its state does not know: plan again, and adopt what is there`;
}

function seconds(milliseconds: number): string {
  return `${Math.ceil(milliseconds / 1000)} s`;
}
