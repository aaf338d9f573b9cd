// What the steps of a pipeline read from the environment: GitHub's own variables, and ours.
import fs from "node:fs";
import path from "node:path";
import { GitHub } from "../../ci/github/client";
import { httpClient } from "../../net/client";
import type { Place } from "../context";
import { parseAcceptance } from "../guards/acceptance";
import { Refused } from "../refused";

const TIMEOUT = 60_000;
/** The limit of an answer, in bytes: a hundred comments of maximal length. */
const LIMIT = 32 << 20;

/** @throws Refused if it is not set */
export function requiredVariable({ env }: Pick<Place, "env">, name: string, form = /\S/): string {
  const value = env[name]?.trim() ?? "";
  if (value === "") throw new Refused(`${name} is not set: docs/pipelines.md says what each step needs`);
  if (!form.test(value))
    throw new Refused(`${name} does not hold what it should: docs/pipelines.md says what each step needs`);
  return value;
}

export const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
export const NUMBER = /^[1-9]\d{0,9}$/;

/** A token is sent over TLS, or only within this machine. */
export function urlOf(text: string | undefined, variable: string): string | undefined {
  if (text === undefined || text === "") return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = url !== undefined && ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback)) return text.replace(/(?<!\/)\/+$/, "");
  throw new Refused(`${variable} is no https:// address, and a token is not sent to another: correct it`);
}

export function githubOf(place: Pick<Place, "env">): GitHub {
  const { env } = place;
  return new GitHub({
    url: urlOf(env.GITHUB_API_URL, "GITHUB_API_URL") ?? "https://api.github.com",
    repository: requiredVariable(place, "GITHUB_REPOSITORY", /^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/),
    token: requiredVariable(place, "GITHUB_TOKEN", /^[\x21-\x7e]+$/),
    send: httpClient({ env, timeout: TIMEOUT, limit: LIMIT }),
  });
}

/** The key that only the default branch's workflows get. A short key could be guessed from a signature. */
export function reviewKey({ env }: Pick<Place, "env">): string {
  const key = env.MAILZONE_REVIEW_KEY?.trim() ?? "";
  if (key.length >= 16) return key;
  const fault = key === "" ? "is not set" : "has fewer than 16 characters";
  throw new Refused(
    `the secret MAILZONE_REVIEW_KEY ${fault} in the environment mailzone-review: docs/pipelines-github.md says how`,
  );
}

/** The page of this run, for people. */
export function runUrl({ env }: Pick<Place, "env">): string {
  const { GITHUB_SERVER_URL = "https://github.com", GITHUB_REPOSITORY = "", GITHUB_RUN_ID = "" } = env;
  return env.RUN_URL || `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
}

/** Appends to a file that the runner names in a variable, such as GITHUB_STEP_SUMMARY. Elsewhere there is no such file. */
export function addToFile(place: Pick<Place, "cwd" | "env">, variable: string, text: string): void {
  const file = place.env[variable];
  if (file) fs.appendFileSync(path.resolve(place.cwd, file), text);
}

/** Why a text cannot be accepted; undefined if it can. */
export function acceptanceProblem(text: string): string | undefined {
  // It becomes a line of a signed list.
  if (!/^[^\s`\p{Cc}\p{Cf}]+$/u.test(text)) return "it is no RULE or RULE@DOMAIN";
  try {
    parseAcceptance(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.message.replace(/^--accept ".*" (?=names|cannot)/, "it ");
  }
}
