// Rules for what an apply runs besides changing resources: programs, reads, checks, and the providers that get the credentials.
// No message here contains a value of the configuration, because it can be a secret.
import type { ProviderFault, ProviderFaultKind } from "../../plan/runs/providers";
import type { Runs } from "../../plan/runs/runs";
import type { ReviewFacts, ReviewRule, ReviewStatement } from "./rule";
import { listed, type Sentence, say } from "./sentence";

/** One statement for each thing that runs, over all plans. */
function perRun<T>(read: (runs: Runs) => readonly T[], sentence: (one: T) => Sentence): ReviewRule["check"] {
  return ({ plans }: ReviewFacts): ReviewStatement[] =>
    plans.flatMap(({ stack, runs }) => read(runs).map((one) => ({ stack, sentence: sentence(one) })));
}

function perFault(kind: ProviderFaultKind, sentence: (fault: ProviderFault) => Sentence): ReviewRule["check"] {
  return perRun(({ providers }) => providers.filter((fault) => fault.kind === kind), sentence);
}

export const RUN_RULES: readonly ReviewRule[] = [
  {
    id: "provisioner-runs",
    risk: "danger",
    fixed: true,
    when: "A resource that is created or destroyed has a provisioner.",
    why: "It runs a program with the credentials of the apply, and a plan does not show what that does.",
    check: perRun(
      ({ provisioners }) => provisioners,
      ({ address, kinds }) => say`${address} has a provisioner, ${listed(kinds)}: a program runs during the apply`,
    ),
  },
  {
    id: "program-runs",
    risk: "danger",
    fixed: true,
    when: "A data source, a resource or an action runs a program, such as `external`.",
    why: "It runs with the credentials of the plan or the apply, and a plan does not show what that does.",
    check: perRun(
      ({ programs }) => programs,
      (address) => say`${address} runs a program with the credentials of the plan or the apply`,
    ),
  },
  {
    id: "ephemeral-opened",
    risk: "danger",
    fixed: true,
    when: "The configuration has an ephemeral resource.",
    why: "It is opened in the plan and again in the apply, can call or fetch anything, and leaves no trace in either.",
    check: perRun(
      ({ ephemerals }) => ephemerals,
      (address) => say`${address} is opened during the apply, and no plan shows what it does`,
    ),
  },
  {
    id: "provider-source",
    risk: "danger",
    fixed: true,
    when: "The AWS or Cloudflare provider does not come from HashiCorp's or Cloudflare's own source.",
    why: "It is another program, which gets the credentials and can do anything.",
    check: perFault(
      "source",
      ({ provider, what }) =>
        say`the provider of ${provider} is not ${listed(what)} of a public registry: it gets the credentials`,
    ),
  },
  {
    id: "provider-base-url",
    risk: "danger",
    fixed: true,
    when: "A provider is set to another API address, for example by `base_url`.",
    why: "Whoever answers there gets the token, and can report any content of the zone.",
    check: perFault(
      "base-url",
      ({ provider, what }) =>
        say`the provider ${provider} has ${listed(what)}: its token goes to another address than the official one`,
    ),
  },
  {
    id: "provider-endpoint",
    risk: "danger",
    when: "A provider is set to other endpoints or a proxy, or does not check certificates.",
    why: "Records and identities are created elsewhere: in an emulator, in another partition, or at somebody else's.",
    check: perFault(
      "endpoint",
      ({ provider, what }) => say`the provider ${provider} has ${listed(what)}: its requests go elsewhere`,
    ),
  },
  {
    id: "provider-account",
    risk: "danger",
    when: "A provider uses another AWS account than its resources are in, or a setting for it that our stacks never write.",
    why: "An identity in another account has other tokens, and the old one is no longer managed.",
    check: perFault(
      "account",
      ({ provider, what }) => say`the provider ${provider} uses another account: ${listed(what)}`,
    ),
  },
  {
    id: "provider-credentials",
    risk: "danger",
    when: "A provider block has credentials.",
    why: "They replace the credentials of the apply, and are stored in the configuration, in plans and in states.",
    check: perFault(
      "credentials",
      ({ provider, what }) => say`the provider ${provider} has credentials of its own: ${listed(what)}`,
    ),
  },
  {
    id: "provider-setting",
    risk: "caution",
    when: "An AWS or Cloudflare provider block has a setting that our stacks never write.",
    why: "What it does is not known.",
    check: perFault(
      "setting",
      ({ provider, what }) => say`the provider ${provider} has settings of its own: ${listed(what)}`,
    ),
  },
  {
    id: "provider-stranger",
    risk: "caution",
    when: "The plan uses a provider that is neither HashiCorp's nor Cloudflare's.",
    why: "It runs with the credentials of the plan and the apply.",
    check: perFault(
      "stranger",
      ({ provider }) =>
        say`the provider ${provider} comes from somebody else and runs with the credentials of the apply`,
    ),
  },
  {
    id: "check-failed",
    risk: "danger",
    when: "A check of the configuration fails, or could not be run.",
    why: "Terraform applies the plan all the same.",
    check: perRun(
      ({ failedChecks }) => failedChecks,
      (check) => say`${check} fails`,
    ),
  },
  {
    id: "data-read",
    risk: "caution",
    when: "The apply reads a data source.",
    why: "Its result is not in the plan, but is used for what the apply creates.",
    check: perRun(
      ({ reads }) => reads,
      (address) => say`${address} is read during the apply: its result is not reviewed`,
    ),
  },
  {
    id: "output-changed",
    risk: "caution",
    when: "An output that our stacks do not have is created or changed, or one of theirs has a value that no resource of the plan has.",
    why: "Outputs are stored in the state and printed. One can contain a file or a secret.",
    check: ({ plans }) =>
      plans.flatMap(({ stack, outputs }) =>
        outputs
          .filter(({ isOurs, after }) => !isOurs && after?.value !== undefined)
          .map(({ name }) => ({ stack, sentence: say`the output ${name} gets a value that no record explains` })),
      ),
  },
];
