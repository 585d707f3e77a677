import { defineConfig } from "vitest/config";

// The built screens in a real browser, against the real program: `npm run e2e`.
export default defineConfig({
  test: {
    environment: "node",
    include: ["e2e/**/*.e2e.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
