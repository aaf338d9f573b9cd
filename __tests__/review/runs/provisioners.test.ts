// Provisioners run when a resource is made or destroyed, wherever it stands.
import { block, configured, ID, MADE, moduleCall, provisioner } from "../cases/configuration";
import { change, judged, type Values } from "../plans";

const shell = "null_resource.shell";
const stays = change(shell, { id: "1" }, { id: "1" });
const provided = (rest: Values = {}) => [block(shell, {}, { ...provisioner(), ...rest })];
const inModule = (address: string, rest: Values = {}) => ({
  ...change(address, null, { id: "1" }, rest),
  module_address: address.split(".null_resource")[0],
});
const deep = { a: moduleCall([], { b: moduleCall(provided()) }) };

test.each<[string, string, string]>([
  [
    "made",
    configured({ resources: provided() }, [change(shell, null, { id: "1" })]),
    "danger foreign-changed provisioner-runs",
  ],
  [
    "destroyed",
    configured({ resources: provided() }, [change(shell, { id: "1" }, null)]),
    "danger foreign-deleted provisioner-runs",
  ],
  [
    "made anew",
    configured({ resources: provided() }, [change(shell, { id: "1" }, { id: "2" }, { actions: ["delete", "create"] })]),
    "danger foreign-deleted provisioner-runs",
  ],
  [
    "made anew the other way round",
    configured({ resources: provided() }, [change(shell, { id: "1" }, { id: "2" }, { actions: ["create", "delete"] })]),
    "danger foreign-deleted provisioner-runs",
  ],
  [
    "left behind",
    configured({ resources: provided() }, [change(shell, { id: "1" }, null, { deposed: "00000001" })]),
    "danger foreign-deleted provisioner-runs",
  ],
  [
    "planned in a way that nobody knows",
    configured({ resources: provided() }, [change(shell, { id: "1" }, null, { actions: ["melt"] })]),
    "danger action-unknown provisioner-runs",
  ],
  [
    "put off",
    configured({ resources: provided() }, [], { deferred_changes: [{ resource_change: change(shell, null, {}) }] }),
    "danger plan-deferred plan-incomplete provisioner-runs",
  ],
  [
    "of for_each",
    configured({ resources: provided() }, [{ ...change(shell, null, {}), address: `${shell}["a.b[0]\\"]"]` }]),
    "danger foreign-changed provisioner-runs",
  ],
  [
    "of count",
    configured({ resources: provided() }, [{ ...change(shell, null, {}), address: `${shell}[0]` }]),
    "danger foreign-changed provisioner-runs",
  ],
  [
    "in a module of a module",
    configured({ modules: deep }, [inModule(`module.a.module.b.${shell}`)]),
    "danger foreign-changed provisioner-runs",
  ],
  [
    "in modules of for_each",
    configured({ modules: deep }, [inModule(`module.a["x.y"].module.b[1].${shell}`)]),
    "danger foreign-changed provisioner-runs",
  ],
  [
    "of an identity",
    configured({ resources: [block(ID, {}, provisioner("remote-exec"))] }, [MADE]),
    "danger provisioner-runs",
  ],
  [
    "of another kind",
    configured({ resources: [block(ID, {}, provisioner("file"))] }, [MADE]),
    "danger provisioner-runs",
  ],
  ["of what stays", configured({ resources: provided() }, [stays]), "none"],
  [
    "of what is changed in place",
    configured({ resources: provided() }, [change(shell, { a: 1 }, { a: 2 })]),
    "caution foreign-changed",
  ],
  [
    "of what is forgotten",
    configured({ resources: provided() }, [change(shell, { a: 1 }, null, { actions: ["forget"] })]),
    "caution foreign-changed",
  ],
  [
    "of what is taken over",
    configured({ resources: provided() }, [change(shell, { a: 1 }, { a: 1 }, { importing: { id: "1" } })]),
    "caution foreign-changed",
  ],
  [
    "of the same name in another module",
    configured({ modules: deep }, [change(shell, null, {})]),
    "caution foreign-changed",
  ],
  [
    "that there is none of",
    configured({ resources: provided({ provisioners: [] }) }, [change(shell, null, {})]),
    "caution foreign-changed",
  ],
])("a provisioner of a resource that is %s", (_name, text, expected) => {
  expect(judged(text)).toBe(expected);
});
