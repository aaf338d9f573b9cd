// What cdktf.json's `app` runs.
require("./bundle").run("main.ts");
