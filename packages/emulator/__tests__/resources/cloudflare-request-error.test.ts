import { requestError } from "../../src/resources/cloudflare/request-error";
import { ApiError, NO_ANSWER } from "../../src/world/faults";

test("a refusal has the words of Cloudflare's Go client, with the body of the answer", () => {
  expect(requestError("GET", "/zones/z", new ApiError(404, "81044", "Record does not exist."))).toMatchObject({
    summary: "failed to make http request",
    detail:
      'GET "https://api.cloudflare.com/client/v4/zones/z": 404 Not Found {"result":null,"success":false,"errors":[{"code":81044,"message":"Record does not exist."}],"messages":[]}',
  });
});

test("a connection that ends without an answer is said as Go says it", () => {
  expect(requestError("POST", "/zones/z/dns_records", new ApiError(NO_ANSWER, "NoAnswer", "EOF")).detail).toBe(
    'Post "https://api.cloudflare.com/client/v4/zones/z/dns_records": EOF',
  );
});
