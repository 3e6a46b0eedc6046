import { expect, test } from "vitest";
import type { AuditChain } from "../../api";
import { chainWords } from "./ChainLine";

const CHAIN: AuditChain = {
  sealed: 40,
  unsealed: 0,
  removed: 0,
  checked_at: null,
  checked_lines: null,
  fault: null,
  fault_at_line: null,
};

test("the lines that the server found whole are said, and those that went are not", () => {
  const checked = { ...CHAIN, checked_at: "2026-03-02T02:31:00Z", checked_lines: 40, removed: 60 };
  expect(chainWords(checked)).toMatch(/: 40 lignes, aucune changée\.$/);
});

test("a fault is named by its line, whatever went before", () => {
  const broken = { ...CHAIN, removed: 60, fault: "missing" as const, fault_at_line: 72 };
  expect(chainWords(broken)).toBe(
    "Journal touché : la ligne 72 manque. Prévenez l’hébergeur et le DPO.",
  );
});
