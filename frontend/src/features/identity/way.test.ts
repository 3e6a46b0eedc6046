import { describe, expect, it } from "vitest";
import { localPath } from "./way";

describe("the page to go on to", () => {
  // The cases of the server's rule: tests/identity/psc/test_rules.py.
  it.each(["/", "/agenda?jour=2030-01-07", "/sas/rdv?creneau=x&origin=sas", "/a/b#c"])(
    "is %j",
    (path) => {
      expect(localPath(path)).toBe(path);
    },
  );

  it.each([
    undefined,
    "",
    "agenda",
    "//x.example",
    "/\\x.example",
    "/\t/x.example",
    "/\n/x.example",
    "/sas/\t/x.example",
    "/a\\b",
    "/a b",
    "/é",
    "/a\n",
    `/${"a".repeat(700)}`,
  ])("is not %j", (path) => {
    expect(localPath(path)).toBeUndefined();
  });
});
