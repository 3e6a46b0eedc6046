import { expect, test } from "vitest";
import type { NotificationPreferences } from "../../api";
import { deviceName } from "./device";
import { changed } from "./preferences";

test("a browser is named as its owner knows it", () => {
  expect(deviceName("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0")).toBe(
    "Firefox, Android",
  );
  expect(
    deviceName(
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
    ),
  ).toBe("Edge, Windows");
  expect(
    deviceName(
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    ),
  ).toBe("Safari, iPhone");
  expect(deviceName("")).toBe("Navigateur");
});

test("one switch changes one way of one family, and nothing else", () => {
  const off = { email: false, sms: false, push: false };
  const choices = { offers: off, requests: off, coordination: off, agenda: off };
  const known = { choices } as NotificationPreferences;
  expect(changed(known, { family: "offers", choice: { sms: true } })).toEqual({
    ...choices,
    offers: { ...off, sms: true },
  });
  expect(changed(known, { daily_summary: true })).toBe(choices);
});
