import { describe, expect, it } from "vitest";
import { readingsWord, unreadWord } from "./reading-words";

const now = Date.parse("2026-11-24T10:50:00+01:00");
const read = (name: string | null, at = "10:41") => ({
  name,
  read_at: `2026-11-24T${at}:00+01:00`,
});

describe("who has read a message", () => {
  it("is named with the hour", () => {
    expect(readingsWord([read("Dr Aubertin")], now)).toBe("Lu par Dr Aubertin, 10:41");
    expect(readingsWord([read("Dr Aubertin"), read("Inès Carpentier", "10:45")], now)).toBe(
      "Lu par Dr Aubertin, 10:41 · Inès Carpentier, 10:45",
    );
  });

  it("is counted from the fourth on", () => {
    const four = ["A", "B", "C", "D"].map((name) => read(name));
    expect(readingsWord(four, now)).toBe("Lu par A, 10:41 · B, 10:41 · C, 10:41 et 1 autre");
    expect(readingsWord([...four, read("E")], now)).toContain("et 2 autres");
  });

  it("is not named to who may not see names", () => {
    expect(readingsWord([read(null)], now)).toBe("Lu à 10:41");
  });

  it("is nothing while nobody has", () => {
    expect(readingsWord([], now)).toBeNull();
  });
});

describe("what one has not read", () => {
  it("is counted", () => {
    expect([1, 2].map(unreadWord)).toEqual(["1 message non lu", "2 messages non lus"]);
  });
});
