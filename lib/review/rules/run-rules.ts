// Rules for what an apply runs besides changing resources: programs, reads, checks, and the providers that get the credentials.
// No message here contains a value of the configuration, because it can be a secret.
import type { ProviderFault, ProviderFaultKind } from "../../plan/runs/providers";
import type { Runs } from "../../plan/runs/runs";
import type { ReviewFacts, ReviewRule, ReviewStatement } from "./rule";
import { listed, type Sentence, say } from "./sentence";

/** One hit for each thing that runs, over all plans. */
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
    when: "A resource that is made or destroyed has a provisioner.",
    why: "It runs a program with the credentials of the apply, and nobody can see in a plan what that does.",
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
    why: "It runs with the credentials of the plan or the apply, and nobody can see in a plan what that does.",
    check: perRun(
      ({ programs }) => programs,
      (address) => say`${address} runs a program with the credentials of whoever plans or applies`,
    ),
  },
  {
    id: "ephemeral-opened",
    risk: "danger",
    fixed: true,
    when: "The configuration has an ephemeral resource.",
    why: "It is opened at the plan and again at the apply, may call or fetch anything, and leaves no trace in either.",
    check: perRun(
      ({ ephemerals }) => ephemerals,
      (address) => say`${address} is opened during the apply, and no plan shows what it does`,
    ),
  },
  {
    id: "provider-source",
    risk: "danger",
    fixed: true,
    when: "An AWS or Cloudflare provider comes from another source than HashiCorp's and Cloudflare's own.",
    why: "It is another program: it gets the credentials, and may do anything.",
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
    when: "A provider is sent to another API address, by `base_url` or the like.",
    why: "Whoever answers there gets the token, and says what the zone holds.",
    check: perFault(
      "base-url",
      ({ provider, what }) =>
        say`the provider ${provider} has ${listed(what)}: its token goes to another address than the official one`,
    ),
  },
  {
    id: "provider-endpoint",
    risk: "danger",
    when: "A provider has endpoints or a proxy of its own, or does not check certificates.",
    why: "Mail's records and identities are made elsewhere: in an emulator, another partition, or at a stranger's.",
    check: perFault(
      "endpoint",
      ({ provider, what }) => say`the provider ${provider} has ${listed(what)}: what it asks and makes goes elsewhere`,
    ),
  },
  {
    id: "provider-account",
    risk: "danger",
    when: "A provider leads to another AWS account than its resources are in, or in a way that our stacks never write.",
    why: "An identity in another account has other tokens, and the old one is no longer looked after.",
    check: perFault(
      "account",
      ({ provider, what }) => say`the provider ${provider} leads to another account: ${listed(what)}`,
    ),
  },
  {
    id: "provider-credentials",
    risk: "danger",
    when: "A provider block has credentials.",
    why: "They are not those of whoever applies, and stand in the configuration, in plans and in states.",
    check: perFault(
      "credentials",
      ({ provider, what }) => say`the provider ${provider} has credentials of its own: ${listed(what)}`,
    ),
  },
  {
    id: "provider-setting",
    risk: "caution",
    when: "An AWS or Cloudflare provider block has a setting that our stacks never write.",
    why: "What it does is not known here.",
    check: perFault(
      "setting",
      ({ provider, what }) => say`the provider ${provider} has settings of its own: ${listed(what)}`,
    ),
  },
  {
    id: "provider-stranger",
    risk: "caution",
    when: "The plan has a provider that is neither HashiCorp's nor Cloudflare's.",
    why: "It runs with the credentials of whoever plans and applies.",
    check: perFault(
      "stranger",
      ({ provider }) => say`the provider ${provider} is somebody else's, and runs with the credentials of the apply`,
    ),
  },
  {
    id: "check-failed",
    risk: "danger",
    when: "A check of the configuration fails, or could not be made.",
    why: "Whoever wrote it wanted to be told; Terraform applies all the same.",
    check: perRun(
      ({ failedChecks }) => failedChecks,
      (check) => say`${check} does not hold`,
    ),
  },
  {
    id: "data-read",
    risk: "caution",
    when: "The apply reads a data source.",
    why: "What it finds is in no plan, and goes into what is made.",
    check: perRun(
      ({ reads }) => reads,
      (address) => say`${address} is read during the apply: what it finds is not reviewed`,
    ),
  },
  {
    id: "output-changed",
    risk: "caution",
    when: "An output that is not one of our stacks' is made or changed, or one of theirs says what no resource of the plan says.",
    why: "Outputs are kept in the state and printed; one can hold a file or a secret.",
    check: ({ plans }) =>
      plans.flatMap(({ stack, outputs }) =>
        outputs
          .filter(({ isOurs, after }) => !isOurs && after?.value !== undefined)
          .map(({ name }) => ({ stack, sentence: say`the output ${name} gets a value that no record explains` })),
      ),
  },
];
