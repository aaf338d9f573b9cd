// aws_iam_policy_document: the text must be the provider's, byte for byte, because a role's policy is compared with it.
import { completeValue } from "../../src/protocol/schema";
import type { ObjectValue } from "../../src/protocol/value";
import { awsIamPolicyDocumentData as type } from "../../src/resources/aws/iam-policy-document-data";
import { Refusal } from "../../src/resources/resource-type";

const complete = (config: ObjectValue) => completeValue(type.schema.block, config);
const read = (config: ObjectValue) => type.read({} as never, complete(config));
const minified = (config: ObjectValue) => read(config).minified_json;
const documentOf = (config: ObjectValue) => JSON.parse(String(minified(config)));
const statementOf = (statement: ObjectValue) => documentOf({ statement: [statement] }).Statement[0];
const problems = (config: ObjectValue) =>
  type.validate!(complete(config)).map(({ summary, path }) => `${summary} ${path?.join(".")}`);
const refusal = (config: ObjectValue): string => {
  try {
    read(config);
  } catch (caught) {
    if (caught instanceof Refusal) return caught.diagnostic.summary;
    throw caught;
  }
  return "not refused";
};

test("the text has IAM's keys in the provider's order, single strings alone, and lists from Z to A", () => {
  const statement = {
    sid: "1",
    actions: ["s3:GetBucketLocation", "s3:ListAllMyBuckets"],
    resources: ["arn:aws:s3:::*"],
    condition: [
      { test: "StringLike", variable: "s3:prefix", values: ["", "home/", "home/&{aws:username}/"] },
      { test: "Bool", variable: "aws:SecureTransport", values: ["true"] },
    ],
  };
  const state = read({ policy_id: "p", statement: [statement] });
  expect(state.json).toBe(`{
  "Version": "2012-10-17",
  "Id": "p",
  "Statement": [
    {
      "Sid": "1",
      "Effect": "Allow",
      "Action": [
        "s3:ListAllMyBuckets",
        "s3:GetBucketLocation"
      ],
      "Resource": "arn:aws:s3:::*",
      "Condition": {
        "Bool": {
          "aws:SecureTransport": "true"
        },
        "StringLike": {
          "s3:prefix": [
            "",
            "home/",
            "home/\${aws:username}/"
          ]
        }
      }
    }
  ]
}`);
  expect(JSON.parse(String(state.minified_json))).toEqual(JSON.parse(String(state.json)));
  expect(state.minified_json).not.toMatch(/[\n ]/);
  expect(state).toMatchObject({ version: "2012-10-17", statement: [{ effect: "Allow" }] });
  expect(state.id).toMatch(/^\d{6,10}$/);
});

test("without statements there is only a version", () => {
  expect(minified({})).toBe('{"Version":"2012-10-17"}');
});

test("characters that Go's encoder escapes are escaped", () => {
  const condition = [{ test: "StringEquals", variable: "a", values: ["<&>\u2028"] }];
  expect(minified({ statement: [{ condition }] })).toContain('"a":"\\u003c\\u0026\\u003e\\u2028"');
});

test("principals of one type are one list; only * of the type * is a plain *", () => {
  const principals = (...blocks: [string, string[]][]) =>
    statementOf({ principals: blocks.map(([name, identifiers]) => ({ type: name, identifiers })) }).Principal;
  expect(principals(["*", ["*"]])).toBe("*");
  expect(principals(["AWS", ["*"]])).toEqual({ AWS: "*" });
  expect(principals(["Service", ["a.example"]], ["AWS", ["1", "2"]])).toEqual({
    AWS: ["2", "1"],
    Service: "a.example",
  });
  expect(principals(["AWS", ["1"]], ["AWS", ["3", "2"]])).toEqual({ AWS: ["1", "3", "2"] });
  expect(statementOf({ not_principals: [{ type: "AWS", identifiers: ["1"] }] })).toEqual({
    Effect: "Allow",
    NotPrincipal: { AWS: "1" },
  });
});

test("conditions of one test and variable are one list, in the order of their values", () => {
  const condition = [
    { test: "StringEquals", variable: "b", values: ["z"] },
    { test: "StringEquals", variable: "a", values: ["2", "1"] },
    { test: "StringEquals", variable: "b", values: ["y"] },
  ];
  expect(statementOf({ condition }).Condition).toEqual({ StringEquals: { a: ["2", "1"], b: ["z", "y"] } });
});

describe("merging", () => {
  const source = (document: object) => JSON.stringify(document);
  const allow = (Sid: string, Action: string) => ({ Sid, Effect: "Allow", Action });

  test("own statements come after those of the sources, and take the place of those with their Sid", () => {
    const { Statement } = documentOf({
      source_policy_documents: [
        source({ Id: "first", Statement: [allow("a", "x:1"), { Effect: "Deny", Action: ["x:2", "x:3"] }] }),
        source({ Statement: [allow("b", "x:4")] }),
      ],
      statement: [{ sid: "a", effect: "Deny", actions: ["y:1"] }],
      override_policy_documents: [source({ Statement: [allow("b", "z:1"), allow("c", "z:2")] })],
    });
    expect(Statement).toEqual([
      { Sid: "a", Effect: "Deny", Action: "y:1" },
      { Effect: "Deny", Action: ["x:2", "x:3"] },
      allow("b", "z:1"),
      allow("c", "z:2"),
    ]);
  });

  test("the later version and the last id win", () => {
    const old = source({ Version: "2008-10-17", Id: "old", Statement: [] });
    expect(minified({ source_policy_documents: [old] })).toBe('{"Version":"2012-10-17","Id":"old"}');
    expect(minified({ version: "2008-10-17", override_policy_documents: [source({ Id: "new" })] })).toBe(
      '{"Version":"2008-10-17","Id":"new"}',
    );
  });

  test("principals and conditions of a source are written as the provider's", () => {
    const statement = {
      Principal: { AWS: ["a", "b"], Service: "s" },
      Condition: { Bool: { x: true, y: ["one"], z: 5 } },
    };
    expect(documentOf({ source_policy_documents: [source({ Statement: [statement] })] }).Statement).toEqual([
      { Principal: { AWS: ["b", "a"], Service: "s" }, Condition: { Bool: { x: "true", y: "one" } } },
    ]);
    const anybody = source({ Statement: [{ Principal: "*" }, { Principal: { "*": ["*"] } }] });
    expect(documentOf({ source_policy_documents: [anybody] }).Statement).toEqual([
      { Principal: "*" },
      { Principal: "*" },
    ]);
  });

  test.each([
    ["[]", "the document is not a JSON object"],
    ['{"Statement": {}}', "Statement is not a list of statements"],
    ['{"Statement": [{"Sid": 1}]}', "a Sid is not a string"],
    ['{"Statement": [{"Principal": 1}]}', "a Principal is neither a string nor an object"],
    ['{"Statement": [{"Principal": {"AWS": [1]}}]}', 'the principals of type "AWS" are not strings'],
    ['{"Statement": [{"Condition": {"Bool": 1}}]}', 'the condition "Bool" is not an object'],
    ['{"Statement": [{"Condition": {"Bool": {"a": [1]}}}]}', 'the values of "a" are not strings'],
  ])("%s is refused", (text, reason) => {
    expect(refusal({ source_policy_documents: [text] })).toBe(
      `writing IAM Policy Document: merging source document 0: ${reason}`,
    );
    expect(refusal({ override_policy_documents: ["{}", text] })).toBe(
      `writing IAM Policy Document: merging override document 1: ${reason}`,
    );
  });

  test("a Sid twice is refused, within the sources and within the statements", () => {
    const twice = source({ Statement: [allow("a", "x:1")] });
    expect(refusal({ source_policy_documents: [twice, twice] })).toContain(
      "merging source document 1: duplicate Sid (a) in source_policy_documents (statement 0)",
    );
    expect(refusal({ statement: [{ sid: "a" }, { sid: "a" }] })).toContain("duplicate Sid (a). Remove the Sid");
    expect(refusal({ statement: [{}, {}] })).toBe("not refused");
  });
});

test("&{ is no variable in the old version", () => {
  expect(refusal({ version: "2008-10-17", statement: [{ resources: ["&{a}"] }] })).toBe(
    "writing IAM Policy Document: reading resources: found &{ sequence in (&{a}), which is not supported in document version 2008-10-17",
  );
  expect(refusal({ version: "2008-10-17", statement: [{ actions: ["&{a}"] }] })).toBe("not refused");
});

test("what the schema cannot say is checked", () => {
  expect(problems({ version: "2012", statement: [{ effect: "allow", sid: "a-b" }], override_json: "{}" })).toEqual([
    'expected version to be one of ["2008-10-17" "2012-10-17"], got 2012 version',
    'expected statement.0.effect to be one of ["Allow" "Deny"], got allow statement.0.effect',
    "invalid value for statement.0.sid (must only include alphanumeric characters) statement.0.sid",
    'expected "override_json" to be an empty string, got {} override_json',
  ]);
  expect(problems({ source_policy_documents: ["{}", "{"] })).toEqual([
    '"source_policy_documents.1" contains an invalid JSON source_policy_documents.1',
  ]);
  expect(problems({ version: "2008-10-17", statement: [{ effect: "Deny", sid: "aB1" }] })).toEqual([]);
});
