import { describe, expect, it } from "vitest";
import PATHS from "../../../../tests/identity/psc/local_paths.json";
import { localPath } from "./way";

describe("the page to go on to", () => {
  it.each(PATHS.local)("is %j", (path) => {
    expect(localPath(path)).toBe(path);
  });

  it.each([undefined, ...PATHS.elsewhere, `/${"a".repeat(700)}`])("is not %j", (path) => {
    expect(localPath(path)).toBeUndefined();
  });
});
