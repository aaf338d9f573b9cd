import { formatServer, parseServer } from "../../../lib/verify/dns/servers";

test.each([
  ["192.0.2.53", { address: "192.0.2.53", port: 53 }, "192.0.2.53"],
  [" 127.0.0.1:5300 ", { address: "127.0.0.1", port: 5300 }, "127.0.0.1:5300"],
  ["2001:db8::53", { address: "2001:db8::53", port: 53 }, "2001:db8::53"],
  ["[2001:db8::53]", { address: "2001:db8::53", port: 53 }, "2001:db8::53"],
  ["[2001:db8::53]:5300", { address: "2001:db8::53", port: 5300 }, "[2001:db8::53]:5300"],
  ["9.9.9.9", { address: "9.9.9.9", port: 53, name: "Quad9" }, "Quad9 (9.9.9.9)"],
])("the server %s is read, and shown", (text, server, shown) => {
  expect(parseServer(text)).toEqual(server);
  expect(formatServer(parseServer(text))).toBe(shown);
});

const ADDRESS = "write it as 192.0.2.53, 192.0.2.53:5300 or [2001:db8::53]:5300";
test.each([
  ["dns.example.com", `server "dns.example.com" is no IP address: ${ADDRESS}`],
  ["", `server "" is no IP address: ${ADDRESS}`],
  ["192.0.2", `server "192.0.2" is no IP address: ${ADDRESS}`],
  ["[192.0.2.53]:53", `server "[192.0.2.53]:53" is no IP address: ${ADDRESS}`],
  ["2001:db8::53:x", `server "2001:db8::53:x" is no IP address: ${ADDRESS}`],
  ["192.0.2.53:0", 'server "192.0.2.53:0" has the port "0": write a number from 1 to 65535'],
  ["192.0.2.53:65536", 'server "192.0.2.53:65536" has the port "65536": write a number from 1 to 65535'],
  ["192.0.2.53:dns", 'server "192.0.2.53:dns" has the port "dns": write a number from 1 to 65535'],
  ["[2001:db8::53]:", 'server "[2001:db8::53]:" has the port "": write a number from 1 to 65535'],
])("the server %p is refused", (text, message) => {
  expect(() => parseServer(text)).toThrow(new Error(message));
});
