import { beforeEach, describe, expect, it } from "vitest";
import { type Around, type Heard, type Said, type Stream, share } from "./share";

/** A browser with tabs: its lock, its channel and its time, as the specifications have them. */
class Browser {
  time = 0;
  streams: { after: string | null; stream: Stream; open: boolean }[] = [];
  private tabs: ((said: Said) => void)[] = [];
  private timers = new Set<() => void>();
  private waiting: { grant: () => void; given: () => void }[] = [];
  private holder: { taken: () => void } | null = null;

  tab(visible = true, locks = true): { heard: Heard[]; close: () => void; stands: () => boolean } {
    const heard: Heard[] = [];
    const stop = share(this.around(visible, locks), (it) => heard.push(it));
    const stands = () =>
      heard.findLast(({ kind }) => kind === "up" || kind === "down")?.kind === "up";
    return { heard, close: stop, stands };
  }

  get open() {
    return this.streams.filter(({ open }) => open);
  }

  /** The only stream that is open. */
  get server(): Stream {
    const [only, ...others] = this.open;
    if (!only || others.length > 0) throw new Error(`${this.open.length} streams are open`);
    return only.stream;
  }

  async pass(seconds: number) {
    for (let second = 0; second < seconds; second++) {
      this.time += 1_000;
      if (this.time % 2_000 === 0) for (const act of [...this.timers]) act();
      await this.settle();
    }
  }

  async settle() {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  }

  private around(visible: boolean, locks: boolean): Around {
    return {
      visible: () => visible,
      now: () => this.time,
      every: (_, act) => {
        if (!visible) return () => undefined; // asleep in the background
        this.timers.add(act);
        return () => this.timers.delete(act);
      },
      channel: (hear) => {
        this.tabs.push(hear);
        return {
          say: (said) => {
            for (const other of this.tabs) if (other !== hear) other(said);
          },
          close: () => {
            this.tabs = this.tabs.filter((other) => other !== hear);
          },
        };
      },
      connect: (after, stream) => {
        const mine = { after, stream, open: true };
        this.streams.push(mine);
        return () => {
          mine.open = false;
        };
      },
      hold: (work, { steal, signal }) =>
        locks ? this.hold(work, steal, signal) : Promise.reject(),
    };
  }

  private hold(work: () => Promise<void>, steal: boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const me = { taken: () => reject(new Error("stolen")) };
      const grant = () => {
        this.holder = me;
        void work().then(() => {
          resolve();
          if (this.holder === me) this.next();
        });
      };
      if (steal) this.holder?.taken();
      if (steal || this.holder === null) return grant();
      const place = { grant, given: resolve };
      this.waiting.push(place);
      signal.addEventListener("abort", () => {
        this.waiting = this.waiting.filter((other) => other !== place);
        reject(signal.reason);
      });
    });
  }

  private next() {
    this.holder = null;
    this.waiting.shift()?.grant();
  }
}

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
});

const change = (id: string) => ({ kind: "change", id, topic: "offers", subject_id: null }) as const;

async function tabs(count: number) {
  const all = Array.from({ length: count }, () => browser.tab());
  await browser.settle();
  browser.server.opened();
  browser.server.said({ kind: "reset", id: "4" });
  return all;
}

describe("the stream that tabs share", () => {
  it("is one connection for fifty tabs, and every tab hears each event once", async () => {
    const fifty = await tabs(50);
    browser.server.said(change("5"));
    expect(browser.streams).toHaveLength(1);
    for (const { heard } of fifty) {
      expect(heard.filter(({ kind }) => kind === "change")).toEqual([change("5")]);
    }
  });

  it("goes on from the last event in another tab when the one that led closes", async () => {
    const [leader, second] = await tabs(3);
    browser.server.said(change("5"));
    leader?.close();
    await browser.settle();
    expect(browser.open).toHaveLength(1);
    expect(browser.open[0]?.after).toBe("5");
    browser.server.opened();
    browser.server.said(change("6"));
    expect(second?.heard.filter(({ kind }) => kind === "change")).toHaveLength(2);
    expect(leader?.heard.filter(({ kind }) => kind === "change")).toHaveLength(1);
  });

  it("tells a new tab at once that it stands, and since which event", async () => {
    const [leader] = await tabs(1);
    browser.server.said(change("5"));
    const late = browser.tab();
    expect(late.heard).toEqual([{ kind: "up" }]);
    leader?.close();
    await browser.settle();
    expect(browser.open[0]?.after).toBe("5");
  });

  it("lets pages wait while the server restarts, and poll when it stays away", async () => {
    const [leader, follower] = await tabs(2);
    browser.server.lost(false);
    await browser.pass(3);
    browser.server.opened();
    await browser.pass(10);
    expect([leader?.stands(), follower?.stands()]).toEqual([true, true]);
    browser.server.lost(false);
    await browser.pass(8);
    expect([leader?.stands(), follower?.stands()]).toEqual([false, false]);
    browser.server.opened();
    expect([leader?.stands(), follower?.stands()]).toEqual([true, true]);
  });

  it("is opened again, less and less often, when the browser gives up", async () => {
    await tabs(1);
    browser.server.said(change("5"));
    browser.server.lost(true);
    await browser.pass(4);
    expect(browser.streams).toHaveLength(2);
    expect(browser.open[0]?.after).toBe("5");
    browser.server.lost(true);
    await browser.pass(3);
    expect(browser.streams).toHaveLength(2);
    await browser.pass(3);
    expect(browser.streams).toHaveLength(3);
  });

  it("is opened again when the server has been silent for too long", async () => {
    await tabs(1);
    await browser.pass(40);
    browser.server.said({ kind: "pulse", id: "4" });
    await browser.pass(40);
    expect(browser.streams).toHaveLength(1);
    await browser.pass(14);
    expect(browser.streams).toHaveLength(2);
    expect(browser.open).toHaveLength(1);
  });

  it("is taken over by a tab that is looked at when the one that leads sleeps", async () => {
    const asleep = browser.tab(false);
    await browser.settle();
    browser.server.opened();
    browser.server.said({ kind: "reset", id: "4" });
    const [sleeping] = browser.streams;
    const awake = browser.tab();
    await browser.pass(80);
    expect(browser.open.every((stream) => stream !== sleeping)).toBe(true);
    expect(browser.open).toHaveLength(1);
    browser.server.opened();
    browser.server.said(change("5"));
    expect(awake.heard.at(-1)).toEqual(change("5"));
    expect(asleep.heard.at(-1)).toEqual(change("5"));
  });

  it("is one for each tab where the browser gives no locks", async () => {
    browser.tab(true, false);
    browser.tab(true, false);
    await browser.settle();
    expect(browser.open).toHaveLength(2);
  });

  it("closes with the last tab", async () => {
    for (const { close } of await tabs(2)) close();
    await browser.settle();
    expect(browser.open).toHaveLength(0);
  });
});
