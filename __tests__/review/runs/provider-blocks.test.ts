// Where a provider goes, and as whom; what of it can be accepted, and that nothing of a block is printed.
import { FIXED_RULES } from "../../../lib/review/review";
import { block, configured, constant, ID, MADE, provisioner, reference } from "../cases/configuration";
import { change, identity, judged, reviewed, said, type Values } from "../plans";

const set = (key: string, expressions: Values) => configured({ providers: { [key]: expressions } });
const role = (arn: unknown) => ({ assume_role: [{ role_arn: arn }] });
const ROLE = constant("arn:aws:iam::111122223333:role/mail/x.y");
const only = (...ids: string[]) => ({ allowed_account_ids: constant(ids) });
const owned = (account: string) => {
  const arn = { arn: `arn:aws:ses:us-east-1:${account}:identity/example.com` };
  return change(ID, identity(arn), identity({ ...arn, tags: { a: "b" } }));
};
const using = (key: string, expressions: Values, changes: readonly object[], rest: Values = {}) =>
  configured(
    { providers: { [key]: expressions }, resources: [block(ID, {}, { provider_config_key: key })] },
    changes,
    rest,
  );

const PAIR = {
  plan: "arn:aws:iam::111122223333:role/plan",
  apply: "arn:aws:iam::111122223333:role/apply",
};
const CHOSEN = "${var.mailzone_roles[0][var.mailzone_purpose]}";
/** Two roles, of which a variable chooses one, as our stacks write it. */
const chosen = (pair: Values = PAIR, text = CHOSEN, alias = "role-111122223333-apply") =>
  configured(
    {
      providers: {
        [`aws.${alias}`]: role({ ...constant(text), ...reference("var.mailzone_roles", "var.mailzone_purpose") }),
      },
      resources: [block(ID, {}, { provider_config_key: `aws.${alias}` })],
    },
    [owned("111122223333")],
    { variables: { mailzone_roles: { value: [{ alias: "role-111122223333-apply", ...pair }] } } },
  );

test.each<[string, string, string]>([
  ["nothing", set("cloudflare", {}), "safe"],
  ["a region", set("aws", { region: constant("us-gov-west-1") }), "safe"],
  ["default tags", set("aws", { default_tags: [{ tags: constant({ a: "b" }) }] }), "safe"],
  ["the official address", set("cloudflare", { base_url: constant("https://api.cloudflare.com/client/v4/") }), "safe"],
  ["null for a base URL", set("cloudflare", { base_url: constant(null) }), "safe"],
  [
    "a base URL",
    set("cloudflare", { base_url: constant("https://api.example/client/v4") }),
    "danger provider-base-url",
  ],
  [
    "an address that begins like it",
    set("cloudflare", { base_url: constant("https://api.cloudflare.com.example/") }),
    "danger provider-base-url",
  ],
  [
    "an address with a user",
    set("cloudflare", { base_url: constant("https://api.cloudflare.com@e.example/") }),
    "danger provider-base-url",
  ],
  ["a base URL from a variable", set("cloudflare", { base_url: reference("var.url") }), "danger provider-base-url"],
  ["a base URL by a function", set("cloudflare", { base_url: {} }), "danger provider-base-url"],
  [
    "a base URL in a module",
    set("module.a.module.b:cloudflare", { base_url: constant("http://e.example") }),
    "danger provider-base-url",
  ],
  [
    "a base URL under an alias",
    set("cloudflare.other", { base_url: constant("http://e.example") }),
    "danger provider-base-url",
  ],
  ["the older host name", set("cloudflare", { api_hostname: constant("e.example") }), "danger provider-base-url"],
  [
    "LocalStack's endpoints",
    set("aws", { endpoints: [{ sesv2: constant("http://localhost:4566") }] }),
    "danger provider-endpoint",
  ],
  [
    "GovCloud's endpoints",
    set("aws", { endpoints: [{ sesv2: constant("https://email.us-gov-west-1.amazonaws.com") }] }),
    "danger provider-endpoint",
  ],
  ["no endpoints", set("aws", { endpoints: [] }), "safe"],
  ["a proxy", set("aws", { https_proxy: constant("http://e.example") }), "danger provider-endpoint"],
  ["no certificates", set("aws", { insecure: constant(true) }), "danger provider-endpoint"],
  ["keys", set("aws", { access_key: constant("a"), secret_key: constant("b") }), "danger provider-credentials"],
  ["a token from a variable", set("cloudflare", { api_token: reference("var.t") }), "danger provider-credentials"],
  ["a credentials file", set("aws", { shared_credentials_files: constant(["x"]) }), "danger provider-credentials"],
  [
    "a web identity",
    set("aws", { assume_role_with_web_identity: [{ role_arn: ROLE }] }),
    "danger provider-credentials",
  ],
  ["a setting that nobody knows", set("cloudflare", { teleport: constant(true) }), "caution provider-setting"],
  ["a token of another provider", set("github", { token: constant("x") }), "safe"],
  ["a profile under its alias", set("aws.profile-mail", { profile: constant("mail") }), "safe"],
  ["a profile without one", set("aws", { profile: constant("mail") }), "danger provider-account"],
  ["a profile under another's", set("aws.profile-mail", { profile: constant("other") }), "danger provider-account"],
  ["a profile from a variable", set("aws.profile-mail", { profile: reference("var.p") }), "danger provider-account"],
  ["a role under its alias", set("aws.role-111122223333-mail_x_y", role(ROLE)), "safe"],
  ["a role without one", set("aws", role(ROLE)), "danger provider-account"],
  [
    "a role from elsewhere",
    set("aws.role-111122223333-mail_x_y", role(reference("data.x.y"))),
    "danger provider-account",
  ],
  [
    "two roles",
    set("aws.role-111122223333-mail_x_y", { assume_role: [{ role_arn: ROLE }, { role_arn: ROLE }] }),
    "danger provider-account",
  ],
  ["a role for each purpose", chosen(), "safe"],
  ["another expression of the same variables", chosen(PAIR, `${CHOSEN} `), "danger provider-account"],
  ["that expression under another alias", chosen(PAIR, CHOSEN, "role-111122223333-plan"), "danger provider-account"],
  ["another role than its alias says", chosen({ ...PAIR, apply: PAIR.plan }), "danger provider-account"],
  [
    "a plan's role of another account",
    chosen({ ...PAIR, plan: "arn:aws:iam::444455556666:role/plan" }),
    "danger provider-account",
  ],
  ["a role for one purpose alone", chosen({ apply: PAIR.apply }), "danger provider-account"],
  ["roles that are no texts", chosen({ plan: [PAIR.plan], apply: [PAIR.apply] }), "danger provider-account"],
  ["roles that are not in the list", chosen(PAIR, CHOSEN.replace("0", "1")), "danger provider-account"],
  ["roles of another alias", chosen({ ...PAIR, alias: "other" }), "danger provider-account"],
  [
    "allowed accounts under their alias",
    set("aws.only-111122223333-444455556666", only("444455556666", "111122223333")),
    "safe",
  ],
  ["allowed accounts without one", set("aws", only("111122223333")), "danger provider-account"],
  ["an alias that several share", set("aws.profile-a_b-0123abcd", { profile: constant("a.b") }), "safe"],
  [
    "the account that the identity is in",
    using("aws.role-111122223333-mail_x_y", role(ROLE), [owned("111122223333")]),
    "safe",
  ],
  [
    "another account than it is in",
    using("aws.role-111122223333-mail_x_y", role(ROLE), [owned("444455556666")]),
    "danger provider-account",
  ],
  [
    "another account than it may be in",
    using("aws.only-111122223333", only("111122223333"), [owned("444455556666")]),
    "danger provider-account",
  ],
  [
    "another account than it was in",
    using("aws.role-111122223333-mail_x_y", role(ROLE), [MADE], {
      resource_drift: [change(ID, identity({ arn: "arn:aws:ses:us-east-1:444455556666:identity/example.com" }), null)],
    }),
    "danger identity-drifted provider-account",
  ],
])("a provider with %s", (_name, text, expected) => {
  expect(judged(text)).toBe(expected);
});

test("what cannot be accepted is not, and the rest is", () => {
  const text = configured({ providers: { cloudflare: { base_url: constant("x"), api_token: constant("x") } } });
  const accept = [{ rule: "provider-base-url" }, { rule: "provider-credentials" }];
  const { verdict, effects } = reviewed(text, { accept });
  expect(verdict).toBe("danger");
  expect(effects.filter(({ accepted }) => accepted).map(({ rule }) => rule)).toEqual(["provider-credentials"]);
  expect(FIXED_RULES).toEqual(
    expect.arrayContaining([
      "provisioner-runs",
      "program-runs",
      "ephemeral-opened",
      "provider-source",
      "provider-base-url",
    ]),
  );
});

test("no message contains a value of the configuration", () => {
  const word = constant("hidden-word");
  const text = configured(
    {
      providers: {
        cloudflare: { base_url: word, api_token: word },
        aws: { profile: word, endpoints: [{ ses: word }], x: word },
      },
      resources: [block(ID, {}, provisioner("local-exec", "hidden-word")), block("data.external.x", { program: word })],
    },
    [MADE],
    {
      variables: { a: { value: "hidden-word" } },
      output_changes: { x: { actions: ["create"], before: null, after: "hidden-word" } },
    },
  );
  expect(said(text).length).toBeGreaterThan(6);
  expect(said(text).join("\n")).not.toContain("hidden-word");
});
