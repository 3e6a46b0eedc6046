import { createPushSubscription, deletePushSubscription } from "../../api";

/**
 * Notifications of this very browser. `unable`: it has none (on an iPhone, only an app on the home screen
 * has). `blocked`: its owner refused, and only the browser's settings can change that.
 */
export type DeviceState = "unable" | "blocked" | "off" | "on";

const WORKER = "/sw.js";

/** What this browser does now. */
export async function deviceState(): Promise<DeviceState> {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    return "unable";
  }
  if (Notification.permission === "denied") return "blocked";
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  const subscription = await registration?.pushManager.getSubscription();
  return subscription && Notification.permission === "granted" ? "on" : "off";
}

/** Asks the browser, then tells the server where to write. Resolves to what came of it. */
export async function allowHere(publicKey: string): Promise<DeviceState> {
  if ((await Notification.requestPermission()) !== "granted") return deviceState();
  await navigator.serviceWorker.register(WORKER);
  const { pushManager } = await navigator.serviceWorker.ready;
  const known = await pushManager.getSubscription();
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) };
  const subscription = known ?? (await pushManager.subscribe(options));
  const { endpoint, keys } = subscription.toJSON();
  await createPushSubscription({
    headers: { "Idempotency-Key": crypto.randomUUID() },
    body: {
      endpoint: endpoint ?? "",
      p256dh: keys?.p256dh ?? "",
      auth: keys?.auth ?? "",
      device: deviceName(navigator.userAgent),
    },
    throwOnError: true,
  });
  return "on";
}

/** Forgets a device of mine. This browser's own subscription ends with it when it is this one. */
export async function forget(id: string, here: boolean): Promise<void> {
  if (here) {
    const registration = await navigator.serviceWorker.getRegistration(WORKER);
    await (await registration?.pushManager.getSubscription())?.unsubscribe();
  }
  await deletePushSubscription({
    path: { subscription_id: id },
    headers: { "Idempotency-Key": crypto.randomUUID() },
    throwOnError: true,
  });
}

const BROWSERS: [says: RegExp, name: string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\/|FxiOS/, "Firefox"],
  [/Chrome\/|CriOS/, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: [says: RegExp, name: string][] = [
  [/Android/, "Android"],
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "Mac"],
  [/Linux/, "Linux"],
];

/** A browser as its owner knows it: "Firefox, Android". */
export function deviceName(agent: string): string {
  const named = (words: typeof BROWSERS) => words.find(([says]) => says.test(agent))?.[1];
  return [named(BROWSERS) ?? "Navigateur", named(SYSTEMS)].filter(Boolean).join(", ");
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}
