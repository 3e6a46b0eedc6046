import { describe, expect, it } from "vitest";
import { casePage } from "./titles";

describe("the page of a request", () => {
  it("is found by the letters of its number", () => {
    expect(casePage("DC-1203", "a1")).toBe("/deces/a1");
    expect(casePage("SNP-1203", "a1")).toBe("/demandes/a1");
    expect(casePage(null, "a1")).toBe("/demandes/a1");
  });
});
