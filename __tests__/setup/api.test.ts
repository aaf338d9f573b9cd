import * as z from "zod";
import type { HttpRequest, HttpResponse } from "../../lib/net/client";
import { ResponseLimitError } from "../../lib/net/client";
import { Api } from "../../lib/setup/api";

const TOKEN = "not-a-real-token";

/** An API whose answers are these, in their order; what was asked of it is kept. */
function api(...answers: (Partial<HttpResponse> | { readonly json: unknown } | Error)[]) {
  const asked: HttpRequest[] = [];
  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    const answer = answers[asked.push(request) - 1];
    if (answer instanceof Error) throw answer;
    const json = answer !== undefined && "json" in answer ? { body: Buffer.from(JSON.stringify(answer.json)) } : {};
    return { status: 200, headers: {}, body: Buffer.alloc(0), ...answer, ...json };
  };
  const headers = { authorization: `Bearer ${TOKEN}` };
  return { asked, api: new Api({ name: "GitHub", url: "https://api.example.com", headers, send }) };
}

const body = (text: string) => Buffer.from(text);

test("a list is read to its end", async () => {
  const full = Array.from({ length: 100 }, (_, id) => ({ id }));
  const { api: it, asked } = api({ json: full }, { json: full }, { json: [{ id: 200 }] });
  const found = (await it.list("/labels", z.array(z.object({ id: z.number() })))).flat();
  expect(found).toHaveLength(201);
  expect(asked.map(({ url }) => url.search)).toEqual([1, 2, 3].map((page) => `?per_page=100&page=${page}`));
});

test("a list without end ends", async () => {
  const full = Array.from({ length: 100 }, () => ({}));
  const { api: it, asked } = api(...Array.from({ length: 30 }, () => ({ json: full })));
  await expect(it.list("/labels?x=y", z.array(z.unknown()))).rejects.toThrow('more than 2000 at "/labels?x=y"');
  expect(asked).toHaveLength(20);
  expect(asked[1]?.url.search).toBe("?x=y&per_page=100&page=2");
});

test("the token is sent, and nothing where there is nothing", async () => {
  const { api: it, asked } = api({ status: 404 });
  expect(await it.get("/nothing", z.unknown())).toBeUndefined();
  expect(asked[0]?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}` });
});

test.each([
  ["a token that is not known", { status: 401 }, "GitHub does not know the token: make a new one"],
  ["a limit", { status: 429 }, "asks to wait"],
  ["a second limit", { status: 403, headers: { "retry-after": "60" } }, "asks to wait"],
  ["the limit of an hour", { status: 403, headers: { "x-ratelimit-remaining": "0" } }, "asks to wait"],
  ["a move", { status: 301, headers: { location: "https://evil.example.com/" } }, "elsewhere by now"],
  ["a page instead of JSON", { body: body("<html>sign in</html>") }, "with something else than its API does"],
  ["JSON of another kind", { body: body('{"a": 1}') }, "with something else than its API does"],
  [
    "its words",
    { status: 422, body: body('{"message":"No\\nway","errors":["a",{"message":"b"},{"code":"c"}]}') },
    "422, No way, a, b",
  ],
  ["no words", { status: 500, body: body("oops") }, 'GitHub refuses to GET "/x": 500'],
  [
    "no network",
    Object.assign(new Error("x"), { code: "ECONNREFUSED" }),
    'cannot be reached at "https://api.example.com": ECONNREFUSED',
  ],
  ["no end", new ResponseLimitError("ETIMEDOUT", "it did not answer to the end"), "it did not answer to the end"],
] as const)("%s", async (_what, answer, message) => {
  const { api: it, asked } = api(answer as Error);
  const error = await it.get("/x", z.array(z.unknown())).then(
    () => new Error("nothing was thrown"),
    (reason: Error) => reason,
  );
  expect(error.name).toBe("ApiError");
  expect(error.message).toContain(message);
  expect(error.message).not.toContain("\n");
  // A redirect is never followed with the token.
  expect(asked).toHaveLength(1);
});

test("what is no fault of the network is passed on", async () => {
  await expect(api(new TypeError("x")).api.get("/x", z.unknown())).rejects.toThrow(TypeError);
});

test("what is changed is sent as JSON, and an answer that is no success is refused", async () => {
  const { api: it, asked } = api({ status: 201 }, { status: 204 }, { status: 303 });
  await it.send("POST", "/x", { a: 1 });
  await it.send("PUT", "/x", {});
  await expect(it.send("POST", "/x", {})).rejects.toThrow("elsewhere");
  expect(asked[0]).toMatchObject({ method: "POST", body: '{"a":1}', headers: { "content-type": "application/json" } });
});
