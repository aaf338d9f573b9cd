/** Unit tests with the network blocked; end-to-end tests with the real terraform; and, by `npm run test:long`, what takes long. */
const shared = {
  // What is not here is still found when it is imported; it is not searched for tests, as node_modules would be.
  roots: ["<rootDir>/__tests__", "<rootDir>/lib", "<rootDir>/packages"],
  testEnvironment: "<rootDir>/__tests__/run/environment.js",
  runtime: "<rootDir>/__tests__/run/runtime.js",
  globalSetup: "<rootDir>/__tests__/run/setup.ts",
  globalTeardown: "<rootDir>/__tests__/run/teardown.ts",
  transform: { "^.+\\.[jt]s$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  // TypeScript asks for the extension in an import() of a file of ours.
  moduleNameMapper: { "^(\\.{1,2}/(?:.*/)?emulator/(?:emulator|index))\\.js$": "$1" },
  // Packages published as ES modules only.
  transformIgnorePatterns: [
    "/node_modules/(?!(dnsz|p-queue|eventemitter3|p-timeout|htmlparser2|domhandler|domelementtype|domutils|dom-serializer|entities)/)",
  ],
};

module.exports = {
  // The default leaves a core out, which is half of two.
  maxWorkers: "100%",
  testSequencer: "<rootDir>/__tests__/run/sequencer.js",
  // Real servers and programs on a busy machine: a time is no assertion here, it ends what hangs.
  testTimeout: 120_000,
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/{,packages/*/}__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "/__tests__/(e2e|long)/"],
      setupFiles: ["<rootDir>/__tests__/helpers/no-network.ts"],
    },
    {
      ...shared,
      displayName: "e2e",
      testMatch: ["<rootDir>/{,packages/*/}__tests__/e2e/**/*.test.ts"],
    },
    {
      ...shared,
      displayName: "long",
      testMatch: ["<rootDir>/{,packages/*/}__tests__/long/**/*.test.ts"],
    },
  ],
};
