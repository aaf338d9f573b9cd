import { crc32, deflateRawSync } from "node:zlib";
import { unzip } from "../../lib/files/zip";
import { zipOf } from "./zip-of";

const archive = zipOf({ "README.txt": "hello", terraform: "x".repeat(100_000) });

test("a file is unpacked, and a missing one is reported", () => {
  expect(unzip(archive, "README.txt", 100)?.toString()).toBe("hello");
  expect(unzip(archive, "terraform", 100_000)?.length).toBe(100_000);
  expect(unzip(archive, "other", 100)).toBeUndefined();
});

test("a comment at its end, and a stored file, are no hindrance", () => {
  expect(unzip(zipOf({ a: "stored" }, { stored: true, comment: "made by hand" }), "a", 100)?.toString()).toBe("stored");
});

test("an archive that is cut off anywhere, or has a byte changed in its data, is refused in one line", () => {
  for (let length = 0; length < archive.length; length += 7)
    expect(() => unzip(archive.subarray(0, length), "terraform", 1e6)).toThrow(/^no whole zip archive: .+/);
  const damaged = Buffer.from(archive);
  damaged[42] = (damaged[42] ?? 0) ^ 0xff;
  expect(() => [unzip(damaged, "README.txt", 1e6), unzip(damaged, "terraform", 1e6)]).toThrow(
    /^no whole zip archive: .+/,
  );
});

test("what is larger than it may be, or than it says, is not unpacked", () => {
  expect(() => unzip(archive, "terraform", 99_999)).toThrow('"terraform" is larger than 99999 bytes');
  const bomb = deflateRawSync(Buffer.alloc(1_000_000));
  const lying = zipOf({ a: bomb }, { raw: { size: 10, crc: crc32(Buffer.alloc(10)) } });
  expect(() => unzip(lying, "a", 100)).toThrow(/^no whole zip archive: .+/);
});
