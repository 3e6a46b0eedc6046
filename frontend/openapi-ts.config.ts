import { defineConfig } from "@hey-api/openapi-ts";

export default defineConfig({
  input: "../openapi/openapi.yaml",
  output: { path: "src/api", clean: true },
  parser: {
    // Read by the browser's own EventSource (src/live); what its events hold is kept.
    filters: { operations: { exclude: ["GET /api/v1/events"] }, orphans: true },
  },
  plugins: [
    { name: "@hey-api/client-fetch", runtimeConfigPath: "./src/http" },
    "@hey-api/typescript",
    // Every session is a cookie: what an operation says of machines would weigh on each screen.
    { name: "@hey-api/sdk", auth: false },
    "@tanstack/react-query",
  ],
});
