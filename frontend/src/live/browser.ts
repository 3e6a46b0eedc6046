import type { Around, Event, Said, Stream } from "./share";

/** The browser's own locks, channel, stream and time, for `share`. */

const EVENTS = "/api/v1/events";

function read(event: MessageEvent<string>): Event {
  const id = event.lastEventId;
  if (event.type === "change") return { kind: "change", id, ...JSON.parse(event.data) };
  return { kind: event.type === "reset" ? "reset" : "pulse", id };
}

function connect(after: string | null, stream: Stream): () => void {
  const source = new EventSource(after === null ? EVENTS : `${EVENTS}?after=${after}`);
  source.onopen = () => stream.opened();
  source.onerror = () => stream.lost(source.readyState === EventSource.CLOSED);
  for (const name of ["change", "reset", "pulse"]) {
    source.addEventListener(name, (event) => stream.said(read(event as MessageEvent<string>)));
  }
  return () => source.close();
}

/**
 * What the browser gives to the tabs of one person in one community.
 *
 * @param name of the lock and of the channel: those who share it share a stream
 */
export function browser(name: string): Around {
  return {
    hold: async (work, { steal, signal }) => {
      // Absent where the page does not come by https or from this machine.
      if (!navigator.locks) throw new Error("This browser gives no locks here.");
      await navigator.locks.request(name, steal ? { steal } : { signal }, work);
    },
    channel: (hear) => {
      const channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }: MessageEvent<Said>) => hear(data);
      return { say: (said) => channel.postMessage(said), close: () => channel.close() };
    },
    connect,
    visible: () => document.visibilityState === "visible",
    now: () => Date.now(),
    every: (ms, act) => {
      const timer = setInterval(act, ms);
      return () => clearInterval(timer);
    },
  };
}
