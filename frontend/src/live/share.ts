import type { LiveTopic } from "../api";

/**
 * One stream of events for all the tabs of a browser. The tab that holds a lock leads: it listens to the
 * server and tells the others. When it closes, the next one takes over from the last event. All that the
 * browser gives (locks, channel, stream, time) comes in as `Around`.
 */

/** What the server says, with the id to come back with. */
export type Event =
  | { kind: "change"; id: string; topic: LiveTopic; subject_id: string | null }
  | { kind: "reset"; id: string }
  | { kind: "pulse"; id: string };

/** What tabs say to each other: the events, whether the stream stands, and a new one's question. */
export type Said = Event | { kind: "up"; id: string | null } | { kind: "down" } | { kind: "ask" };

/** What a page hears: something to read again, or whether it must read by itself for now. */
export type Heard =
  | Extract<Event, { kind: "change" | "reset" }>
  | { kind: "up" }
  | { kind: "down" };

export type Stream = {
  opened: () => void;
  said: (event: Event) => void;
  /** `over`: the browser will not try again by itself. */
  lost: (over: boolean) => void;
};

export type Around = {
  /** Runs `work` once this tab holds the lock; rejects when it is taken away or given up. */
  hold: (work: () => Promise<void>, how: { steal: boolean; signal: AbortSignal }) => Promise<void>;
  channel: (hear: (said: Said) => void) => { say: (said: Said) => void; close: () => void };
  /** Opens the stream after an event, or from now. @returns what closes it */
  connect: (after: string | null, stream: Stream) => () => void;
  visible: () => boolean;
  now: () => number;
  every: (ms: number, act: () => void) => () => void;
};

const LOOK_MS = 2_000;
/** A restart of the server takes less: pages need not poll for it. */
const GRACE_MS = 5_000;
/** The server says something every twenty seconds. */
const SILENCE_MS = 50_000;
/** A leader asleep in the background is replaced by a tab that somebody looks at. */
const TAKE_OVER_MS = 70_000;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Shares the stream with the other tabs, as leader or follower, until stopped.
 *
 * @returns what stops it
 */
export function share(around: Around, hear: (heard: Heard) => void): () => void {
  let stopped = false;
  let up = false;
  let lastId: string | null = null;
  let heardAt = around.now();
  let lead: Lead | null = null;
  let steal = false;
  let request = new AbortController();

  function become(stands: boolean): void {
    if (up === stands) return;
    up = stands;
    hear({ kind: stands ? "up" : "down" });
  }

  function take(said: Said): void {
    if (said.kind === "ask") {
      if (lead) channel.say(up ? { kind: "up", id: lastId } : { kind: "down" });
      return;
    }
    heardAt = around.now();
    if (said.kind === "down") {
      become(false);
      return;
    }
    if (said.id !== null) lastId = said.id;
    become(true);
    if (said.kind === "change" || said.kind === "reset") hear(said);
  }

  function tell(said: Said): void {
    take(said);
    channel.say(said);
  }

  function lookAfter(): void {
    const silent = around.now() - heardAt;
    if (lead) lead.look(silent);
    else if (silent > SILENCE_MS) become(false);
    if (!lead && silent > TAKE_OVER_MS && around.visible()) {
      heardAt = around.now();
      steal = true;
      request.abort();
    }
  }

  async function queue(): Promise<void> {
    while (!stopped) {
      request = new AbortController();
      const how = { steal, signal: request.signal };
      steal = false;
      let led = false;
      const work = () => {
        led = true;
        lead = startLead(around, () => lastId, tell);
        return lead.ended;
      };
      try {
        await around.hold(work, how);
      } catch {
        // Without locks (a page that is not served safely), each tab listens for itself.
        if (!led && !request.signal.aborted) await work();
      }
      lead?.stop();
      lead = null;
    }
  }

  const channel = around.channel(take);
  const stopLooking = around.every(LOOK_MS, lookAfter);
  channel.say({ kind: "ask" });
  void queue();
  return () => {
    stopped = true;
    request.abort();
    lead?.stop();
    stopLooking();
    channel.close();
  };
}

type Lead = { ended: Promise<void>; stop: () => void; look: (silentMs: number) => void };

function startLead(around: Around, lastId: () => string | null, tell: (said: Said) => void): Lead {
  let close: (() => void) | null = null;
  let lostAt: number | null = null;
  let again: number | null = null;
  let wait = FIRST_WAIT_MS;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });

  function connect(): void {
    close?.();
    again = null;
    let mine = true;
    const shut = around.connect(lastId(), {
      opened: () => {
        if (!mine) return;
        lostAt = null;
        wait = FIRST_WAIT_MS;
        tell({ kind: "up", id: lastId() });
      },
      said: (event) => {
        if (mine) tell(event);
      },
      lost: (over) => {
        if (!mine) return;
        lostAt ??= around.now();
        if (!over) return;
        again = around.now() + wait;
        wait = Math.min(2 * wait, LONGEST_WAIT_MS);
      },
    });
    close = () => {
      mine = false;
      shut();
    };
  }

  connect();
  return {
    ended,
    stop: () => {
      close?.();
      end();
    },
    look: (silentMs) => {
      const now = around.now();
      if (again !== null && now >= again) connect();
      else if (lostAt === null && silentMs > SILENCE_MS) {
        lostAt = now;
        connect();
      }
      if (lostAt !== null && now - lostAt > GRACE_MS) tell({ kind: "down" });
    },
  };
}
