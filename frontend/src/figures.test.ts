import { describe, expect, it } from "vitest";
import { badge, count, distance, phoneHref, phoneWords } from "./figures";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("distances and phone numbers", () => {
  it("says metres below a kilometre, and one decimal below ten", () => {
    expect([0, 0.04, 0.9, 1.42, 12.6].map((km) => plain(distance(km)))).toEqual([
      "100 m",
      "100 m",
      "900 m",
      "1,4 km",
      "13 km",
    ]);
  });

  it("writes a French number by pairs, from either form, and leaves the others", () => {
    expect(plain(phoneWords("+33199004218"))).toBe("01 99 00 42 18");
    expect(plain(phoneWords("0199004218"))).toBe("01 99 00 42 18");
    expect(phoneWords("15")).toBe("15");
    expect(phoneHref("01 99 00 42 18")).toBe("tel:0199004218");
  });

  it("separates thousands", () => {
    expect(plain(count(1684))).toBe("1 684");
  });
});

describe("a number on a badge", () => {
  it("is said whole up to 99, and never takes more room than that", () => {
    expect([1, 99, 100, 4210].map(badge)).toEqual(["1", "99", "99+", "99+"]);
  });
});
