import re, time
from sqlalchemy import event
from sqlalchemy.engine import Engine
from tests.teleconsultations.bookings.scene import *


async def test_count(kiosk, coordinator, doctor, ready):
    seen = []

    def on(conn, cursor, statement, parameters, context, executemany):
        seen.append((re.sub(r"\s+", " ", statement), executemany))

    event.listen(Engine, "before_cursor_execute", on)
    out = open("/tmp/vit/count.txt", "w")

    async def step(name, call):
        seen.clear()
        t = time.perf_counter()
        got = await call
        t = (time.perf_counter() - t) * 1000
        print(f"=== {name}: {len(seen)} statements, {t:.0f} ms", file=out)
        for s, _ in seen:
            print("   ", s[:90] + (" … " + s[s.find(" FROM ") :][:150] if len(s) > 90 else ""), file=out)
        return got

    for r in range(2):
        found = await step("search", times(kiosk))
        kept = await step("hold", hold(kiosk, found[0]))
        b = await step("confirm", confirm(kiosk, kept["token"]))
        body = {k: v for k, v in a_booking("x" * 32).items() if k != "hold_token"}
        ans = await step("soon", kiosk.ask("askKioskSoon", json=body))
        print(ans.status_code, ans.text[:200], file=out)
        await step(
            "event",
            send(
                kiosk, uuid4(), an_event(1, "cancel", booking_id=b["id"], cancellation_reason="person_better")
            ),
        )
        await step("heartbeat", kiosk.ask("sendKioskHeartbeat", headers=sent_at()))
        await step("kiosk", kiosk.call("readKiosk", site_id=kiosk.site_id))
        await step("times of coordinator", times(coordinator))
    event.remove(Engine, "before_cursor_execute", on)
