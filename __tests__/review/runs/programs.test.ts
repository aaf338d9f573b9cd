// Programs, ephemeral resources, data that the apply reads, and checks.
import { block, configured, moduleCall, TAGGED } from "../cases/configuration";
import { change, judged, plan } from "../plans";

const read = (address: string) => change(address, null, {}, { mode: "data", actions: ["read"] });
const action = (type: string) => ({ action_invocations: [{ address: `action.${type}.x`, type }] });

test.each<[string, string, string]>([
  ["external data, read for the plan", configured({ resources: [block("data.external.x")] }), "danger program-runs"],
  ["external data, read by the apply", plan([TAGGED, read("data.external.x")]), "danger program-runs"],
  [
    "external data in a module",
    configured({ modules: { a: moduleCall([block("data.external.x")]) } }),
    "danger program-runs",
  ],
  [
    "external data with for_each",
    plan([{ ...read("data.external.x"), address: 'data.external.x["a"]' }]),
    "danger program-runs",
  ],
  ["a local command as data", configured({ resources: [block("data.local_command.x")] }), "danger program-runs"],
  ["a local command as action", plan([], action("local_command")), "danger action-invoked program-runs"],
  [
    "an action without its type",
    plan([], { action_invocations: [{ address: "module.a.action.local_command.x" }] }),
    "danger action-invoked program-runs",
  ],
  ["another action", plan([], action("aws_cloudfront_create_invalidation")), "caution action-invoked"],
  ["a script as a resource", plan([change("shell_script.x", null, {})]), "danger foreign-changed program-runs"],
  ["a script that stays", plan([change("shell_script.x", {}, {})]), "none"],
  [
    "an ephemeral resource",
    configured({ resources: [block("ephemeral.random_password.x")] }),
    "danger ephemeral-opened",
  ],
  [
    "one in a module",
    configured({ modules: { a: moduleCall([block("ephemeral.vault_token.x")]) } }),
    "danger ephemeral-opened",
  ],
  [
    "a change of one",
    plan([change("ephemeral.x.y", null, {}, { mode: "ephemeral" })]),
    "danger action-unknown ephemeral-opened",
  ],
  ["other data, read by the apply", plan([read("data.http.x")]), "caution data-read"],
  ["other data, read for the plan", configured({ resources: [block("data.cloudflare_zone.x")] }), "safe"],
  [
    "a resource of a mode that nobody knows",
    plan([change("x.y", null, {}, { mode: "list" })]),
    "danger action-unknown",
  ],
  [
    "a check that fails",
    plan([], { checks: [{ address: { to_display: "check.a" }, status: "fail" }] }),
    "danger check-failed",
  ],
  ["a check that could not be made", plan([], { checks: [{ address: {}, status: "error" }] }), "danger check-failed"],
  ["a check that holds", plan([], { checks: [{ address: { to_display: "check.a" }, status: "pass" }] }), "none"],
  [
    "a check that is not known yet",
    plan([], { checks: [{ address: { to_display: "check.a" }, status: "unknown" }] }),
    "none",
  ],
])("%s", (_name, text, expected) => {
  expect(judged(text)).toBe(expected);
});
