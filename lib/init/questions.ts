// What mailzone init has to know. Each answer is checked at once, with the rules of domains.yaml: a file is made of the answers so far
// and parsed.
import { parseConfiguration } from "../config/configuration";
import { isWithin, nameFault, toAsciiName, toUnicodeName } from "../dns/names";
import { SES_REGIONS } from "../dns/regions";
import { UserError } from "../user-error";
import { type Answers, type BackendAnswer, domainsYaml } from "./domains-yaml";

/** Which pipelines a repository gets. */
export type Pipeline = "github" | "gitlab" | "atlantis";

export interface InitQuestion {
  /** The option that answers it, without hyphens; also the key of its answer. */
  readonly key: keyof Answers;
  /** The option's value in the help. */
  readonly value: string;
  /** The option's description in the help. */
  readonly help: string;
  /** The prompt on a terminal, without the default. */
  readonly prompt: string;
  /** The value of an empty answer. @default - the question is asked again */
  readonly fallback?: (known: Partial<Answers>) => string | undefined;
  /**
   * The answers so far, with this one.
   * @throws AnswerError
   */
  readonly read: (text: string, known: Partial<Answers>, pipeline: Pipeline | undefined) => Partial<Answers>;
  /** Whether it is asked for a repository with these pipelines. @default - always */
  readonly appliesTo?: (pipeline: Pipeline | undefined) => boolean;
}

/** An invalid answer; one line that says why and what to do. */
export class AnswerError extends UserError {
  override readonly name = "AnswerError";
}

export const QUESTIONS: readonly InitQuestion[] = [
  {
    key: "domain",
    value: "name",
    help: "the domain that sends mail",
    prompt: "Domain that sends mail, such as example.com",
    read: (text) => validated({ domain: domainName(text) }),
  },
  {
    key: "zone",
    value: "id or name",
    help: "its Cloudflare zone: the zone's id, its name, or NAME=ID where it is not called as the domain",
    prompt: "Cloudflare zone: its id (on its overview page), its name, or NAME=ID",
    fallback: ({ domain }) => domain,
    read: (text, known) => validated({ ...known, zone: zoneOf(text, known.domain) }),
  },
  {
    key: "region",
    value: "region",
    help: "the AWS region that sends",
    prompt: "AWS region that sends, such as eu-west-1",
    read: (text, known) => validated({ ...known, region: text }),
  },
  {
    key: "account",
    value: "id",
    help: "the AWS account, twelve digits: Terraform stops where credentials lead to another",
    prompt: "AWS account, its twelve digits",
    read: (text, known) => validated({ ...known, account: text }),
  },
  {
    key: "backend",
    value: "where",
    help: "Terraform's state: local, s3://BUCKET[/PREFIX], s3://BUCKET[/PREFIX]?region=REGION or gs://BUCKET[/PREFIX]",
    prompt: "Terraform's state: s3://BUCKET, gs://BUCKET, or local for files in the folder",
    read: (text, known, pipeline) => validated({ ...known, backend: backendOf(text, known.region, pipeline) }),
  },
  {
    key: "owner",
    value: "owner",
    help: "who has to approve changes, in CODEOWNERS: @user, @organization/team or an address",
    prompt: "Code owner of the repository: @user, @organization/team or an address",
    read: (text, known) => ({ ...known, owner: ownerOf(text) }),
    appliesTo: (pipeline) => pipeline !== undefined,
  },
];

/** The questions for a repository with these pipelines. */
export function questionsFor(pipeline: Pipeline | undefined): readonly InitQuestion[] {
  return QUESTIONS.filter(({ appliesTo }) => appliesTo === undefined || appliesTo(pipeline));
}

/** Sample values for answers that are not known yet. */
const SAMPLE: Answers = { domain: "example.com", region: SES_REGIONS[0] ?? "us-east-1", backend: { type: "local" } };

function validated(answers: Partial<Answers>): Partial<Answers> {
  const text = domainsYaml({ ...SAMPLE, ...answers });
  const { findings } = parseConfiguration([{ file: "domains.yaml", text }]);
  const error = findings.find(({ severity }) => severity === "error");
  if (error !== undefined) throw new AnswerError(error.message);
  return answers;
}

/** The name in lower case, without a trailing dot; in Unicode if it was typed in Unicode. */
function domainName(text: string): string {
  const ascii = toAsciiName(text);
  const wrong = ascii === undefined ? "has no form in ASCII" : nameFault(ascii);
  if (
    ascii === undefined ||
    wrong !== undefined ||
    ascii.includes("*") ||
    /(?:^|\.)\d+$/.test(ascii) ||
    !ascii.includes(".")
  )
    throw new AnswerError(`"${text}" is no domain name${wrong ? `, it ${wrong}` : ""}: give one such as example.com`);
  const letters = toUnicodeName(ascii);
  // The rules refuse a label that mixes alphabets; typed as punycode it is taken as intended.
  return /^[\x21-\x7e]*$/.test(text) || toAsciiName(letters) !== ascii ? ascii : letters;
}

const ZONE_ID = /^[0-9a-f]{32}$/i;

function zoneOf(text: string, domain = SAMPLE.domain): NonNullable<Answers["zone"]> {
  const [, name = "", id] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  if (id === undefined && ZONE_ID.test(name)) return { name: domain, id: name.toLowerCase() };
  const zone = domainName(name);
  if (!isWithin(toAsciiName(domain) ?? domain, toAsciiName(zone) ?? zone))
    throw new AnswerError(`"${domain}" is not in the zone "${zone}": name the zone that holds its records`);
  if (id === undefined) return { name: zone };
  if (!ZONE_ID.test(id))
    throw new AnswerError(`the id of zone "${zone}" is "${id}": give the 32 hexadecimal digits of its overview page`);
  return { name: zone, id: id.toLowerCase() };
}

function backendOf(text: string, region = SAMPLE.region, pipeline: Pipeline | undefined): BackendAnswer {
  if (text === "local") {
    // The server of Atlantis keeps its disk, and so does a personal computer.
    if (pipeline === "github" || pipeline === "gitlab")
      throw new AnswerError(
        "a pipeline's machine is thrown away, and a local state with it: give s3://BUCKET or gs://BUCKET",
      );
    return { type: "local" };
  }
  const [, kind, bucket = "", path = "", own] =
    /^(s3|gs):\/\/([^/?]+)(?:\/([^?]*))?(?:\?region=(.*))?$/s.exec(text) ?? [];
  if (kind === undefined || (kind === "gs" && own !== undefined))
    throw new AnswerError(
      `the backend is "${text}": give local, s3://BUCKET[/PREFIX][?region=REGION] or gs://BUCKET[/PREFIX]; docs/configuration.md says how others are written into domains.yaml`,
    );
  const prefix = path === "" ? {} : { prefix: path.endsWith("/") ? path : `${path}/` };
  return kind === "s3" ? { type: "s3", bucket, region: own ?? region, ...prefix } : { type: "gcs", bucket, ...prefix };
}

/** https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners */
function ownerOf(text: string): string {
  if (/^(?:@[A-Za-z0-9][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9][A-Za-z0-9_.-]*)*|[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+)$/.test(text))
    return text;
  throw new AnswerError(`the owner is "${text}": give @user, @organization/team or an address`);
}
