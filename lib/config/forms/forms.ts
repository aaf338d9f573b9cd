// The forms that people try in domains.yaml and that it does not take, each answered once with the right one. They are only asked
// where the schema refuses something: it says what is allowed, and these say what was probably meant.

import type { Path } from "../entries/fault";
import { valueAt } from "../place-text";
import {
  accountsForm,
  awsForm,
  backendForm,
  domainForm,
  domainsForm,
  entryForm,
  fileForm,
  ignoreForm,
  regionForm,
  zoneForm,
  zonesForm,
} from "./file";
import type { Form, FormAnswer } from "./form";
import { keyFix, propertyFix } from "./keys";
import { allForm, dkimForm, dmarcForm, mailFromForm, mechanismForm, reportsForm, spfForm } from "./mail";
import { alikeForm, strayKeys, ttlForm } from "./values";
import { contentForm, recordForm, recordsForm, siteForm, webForm } from "./web";

/** By the path within an entry; `*` is a key of the user's. */
const SETTINGS: Readonly<Record<string, Form | ((key: string) => Form)>> = {
  domain: domainForm,
  aws: awsForm,
  "aws.region": regionForm,
  "aws.allowedAccountIds": accountsForm,
  dkim: dkimForm,
  mailFrom: mailFromForm,
  "mailFrom.domain": mailFromForm,
  dmarc: dmarcForm,
  "dmarc.rua": reportsForm,
  "dmarc.ruf": reportsForm,
  spf: spfForm,
  "spf.all": allForm,
  ...Object.fromEntries(
    ["include", "ip4", "ip6", "a", "mx", "exists"].map((field) => [`spf.${field}`, mechanismForm(field)]),
  ),
  web: webForm,
  records: recordsForm,
  "records.*": recordForm,
  "records.*.content": contentForm,
  "records.*.ttl": ttlForm,
  "overrides.*.ttl": ttlForm,
  "web.*.ttl": ttlForm,
  ttl: ttlForm,
  ignore: ignoreForm,
};

export interface FormsContext {
  readonly root: unknown;
  /** Whether it is the settings of one domain in code, which have no file around them. */
  readonly isOneDomain: boolean;
  readonly knownKeys: (path: Path) => readonly string[];
}

/** The answer to what the schema refuses at `path`; the outermost that knows one, as the rest follows from it. */
export function answerForm(path: Path, context: FormsContext): FormAnswer | undefined {
  const { root, isOneDomain } = context;
  const stray = strayAnswer(path, context);
  if (stray !== undefined) return stray;
  for (let length = 0; length <= path.length; length++) {
    const at = path.slice(0, length);
    // What is wrong with the top of a file is wrong with it alone.
    if (length === 0 && path.length > 0) continue;
    const answer = isOneDomain ? undefined : outer(at, valueAt(root, at), root);
    if (answer !== undefined) return answer;
    const inner = settingPath(at, isOneDomain);
    const text = inner === undefined ? undefined : settingForm(inner)?.(valueAt(root, at));
    if (text !== undefined) return { path: at, text };
  }
  return alike(path, root);
}

/** The answer to an unknown key. */
export function answerKey(path: Path, context: FormsContext): FormAnswer | undefined {
  const { root, isOneDomain, knownKeys } = context;
  const parent = path.slice(0, -1);
  const whole = answerForm(parent, context);
  if (whole !== undefined && !whole.isKey) return whole;
  const stray = strayAnswer(path, context);
  if (stray !== undefined) return stray;
  if (isOneDomain) {
    const text = parent.length === 0 ? propertyFix(String(path.at(-1))) : undefined;
    return text === undefined ? undefined : { path, isKey: true, text };
  }
  const place = parent.length === 0 ? "file" : parent.at(-1) === "aws" ? "aws" : "entry";
  const isEntry = parent.length === 0 || settingPath(parent, false)?.length === 0 || place === "aws";
  if (!isEntry) return undefined;
  const fix = keyFix(place, String(path.at(-1)), valueAt(root, path), knownKeys(parent), knownKeys(["defaults"]));
  return fix === undefined ? undefined : { path, isKey: true, text: fix };
}

function outer(at: Path, value: unknown, root: unknown): FormAnswer | undefined {
  const [top, second] = at;
  const found = (form: Form): FormAnswer | undefined => {
    const text = form(value);
    return text === undefined ? undefined : { path: at, text };
  };
  if (at.length === 0) return found(fileForm);
  if (at.length === 1 && top === "zones") return found(zonesForm);
  if (at.length === 2 && top === "zones") return found(zoneForm(String(second)));
  if (at.length === 1 && top === "backend") return found(backendForm);
  if (at.length === 1 && top === "domains") return found(domainsForm);
  if (at.length !== 2 || top !== "domains" || typeof second !== "number") return undefined;
  const answer = found(entryForm);
  if (answer === undefined || typeof value !== "string") return answer;
  // A list of names is one mistake, told at the first.
  const list = (root as { readonly domains: readonly unknown[] }).domains;
  const names = list.filter((entry) => typeof entry === "string" && entryForm(entry) !== undefined);
  const first = list.indexOf(names[0]);
  const more = names.length > 1 ? `, and so for ${names.length - 1} more` : "";
  return { path: [top, first], text: `${entryForm(names[0])}${more}` };
}

/** The path within an entry or `defaults`; undefined outside them. */
function settingPath(path: Path, isOneDomain: boolean): Path | undefined {
  if (isOneDomain) return path;
  if (path[0] === "defaults") return path.slice(1);
  return path[0] === "domains" && typeof path[1] === "number" ? path.slice(2) : undefined;
}

function settingForm(path: Path): Form | undefined {
  const [setting, key] = path;
  if (setting === "web" && path.length === 2) return siteForm(String(key));
  const steps = path.filter((step) => typeof step !== "number").map(String);
  const generic = /^(?:web|records|overrides)$/.test(String(setting)) && steps.length > 1 ? steps.with(1, "*") : steps;
  const name = generic.join(".");
  return Object.hasOwn(SETTINGS, name) ? (SETTINGS[name] as Form) : undefined;
}

/** `aws:` with nothing in it, and `region:` beside it. */
function strayAnswer(path: Path, { root, isOneDomain, knownKeys }: FormsContext): FormAnswer | undefined {
  const parent = path.slice(0, -1);
  if (isOneDomain || settingPath(parent, false)?.length !== 0) return undefined;
  const found = strayKeys(valueAt(root, parent), (key) => knownKeys([...parent, key]), knownKeys(parent));
  if (found === undefined || ![found.key, ...found.stray].includes(String(path.at(-1)))) return undefined;
  const text = `is empty, and ${found.stray.map((key) => `"${key}"`).join(", ")} stands beside it: indent it by two more blanks`;
  return { path: [...parent, found.key], text };
}

function alike(path: Path, root: unknown): FormAnswer | undefined {
  const text = alikeForm(valueAt(root, path));
  return text === undefined ? undefined : { path, text };
}
