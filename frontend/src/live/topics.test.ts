import type { Query } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import * as api from "../api";
import { concerned, READS } from "./topics";

const query = (_id: string, path?: Record<string, string>) =>
  ({ queryKey: [{ _id, path }] }) as unknown as Query;

const change = (topic: "cases" | "offers" | "me", subject_id: string | null) =>
  ({ kind: "change", id: "1", topic, subject_id }) as const;

describe("what is read again", () => {
  it("names reads that exist", () => {
    for (const read of Object.values(READS).flat()) expect(api).toHaveProperty(read);
  });

  it("is each read that a page keeps fresh: with the stream it is read again only when told", () => {
    const sources = Object.values(
      import.meta.glob<string>(["../**/*.{ts,tsx}", "!../api/**", "!../**/*.test.*"], {
        query: "?raw",
        import: "default",
        eager: true,
      }),
    );
    const kept = sources
      .flatMap((source) => source.split(/^(?:export )?function /m))
      .filter((part) => /\.\.\.live\b|\.\.\.liveOrEach\(/.test(part))
      .flatMap((part) => [...part.matchAll(/\b(\w+?)(?:Infinite)?Options\(/g)])
      .map(([, read]) => read ?? "")
      .filter((read) => read in api);
    expect(kept.length).toBeGreaterThan(10);
    const told: string[] = Object.values(READS).flat();
    expect([...new Set(kept)].filter((read) => !told.includes(read))).toEqual([]);
  });

  it("is what the topic concerns, and nothing else", () => {
    const about = concerned([change("offers", null)]);
    expect(about(query("listOffers"))).toBe(true);
    expect(about(query("listCases"))).toBe(false);
    expect(about(query("getMe"))).toBe(false);
  });

  it("is who one is and for whom one acts, when that changes", () => {
    const about = concerned([change("me", null)]);
    expect(about({ queryKey: ["me"] } as unknown as Query)).toBe(true);
    expect(about(query("listOffers"))).toBe(false);
  });

  it("leaves the page of another case alone, and takes the lists", () => {
    const about = concerned([change("cases", "a")]);
    expect(about(query("listTimeline", { case_id: "a" }))).toBe(true);
    expect(about(query("listTimeline", { case_id: "b" }))).toBe(false);
    expect(about(query("getUnscheduledCareRequest", { request_id: "b" }))).toBe(false);
    expect(about(query("getDispatch", { dispatch_id: "c" }))).toBe(true);
    expect(about(query("listCases"))).toBe(true);
  });

  it("is the page of a death and the list of them, like those of a request for care", () => {
    const about = concerned([change("cases", "a")]);
    expect(about(query("getDeathCertificationRequest", { request_id: "a" }))).toBe(true);
    expect(about(query("getDeathCertificationRequest", { request_id: "b" }))).toBe(false);
    expect(about(query("listDeathCertificationRequests"))).toBe(true);
  });

  it("is everything that others change, after a reset", () => {
    const about = concerned(null);
    expect(about(query("listCases"))).toBe(true);
    expect(about(query("listTimeline", { case_id: "b" }))).toBe(true);
    expect(about(query("getTerritory"))).toBe(false);
    expect(about({ queryKey: ["me"] } as unknown as Query)).toBe(false);
  });
});
