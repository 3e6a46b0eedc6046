import cProfile, pstats, time
from tests.teleconsultations.bookings.scene import *


async def test_prof(kiosk, coordinator, doctor, ready):
    await doctor.call("me") if False else None
    for after in range(1, 6):
        pass
    found = await times(kiosk)
    for n in range(2):
        h = await hold(kiosk, found[n])
        await confirm(kiosk, h["token"])
    out = open("/tmp/vit/prof.txt", "w")

    async def prof(name, calls):
        c = time.process_time()
        t = time.perf_counter()
        n = 0
        got = []
        for call in calls:
            got.append(await call)
            n += 1
        print(
            f"=== {name}: {(time.perf_counter() - t) * 1000 / n:.1f} ms, cpu {(time.process_time() - c) * 1000 / n:.1f} ms",
            file=out,
        )
        return got

    await prof("search", [times(kiosk) for _ in range(20)])
    held = await prof("hold", [hold(kiosk, found[n]) for n in range(2, 9)])
    await prof("confirm", [confirm(kiosk, h["token"]) for h in held])
    p = cProfile.Profile()
    p.enable()
    for _ in range(20):
        await times(kiosk)
    p.disable()
    pstats.Stats(p, stream=out).sort_stats("tottime").print_stats(40)
    p = cProfile.Profile()
    p.enable()
    h = await hold(kiosk, found[9])
    h2 = await hold(kiosk, found[10])
    p.disable()
    pstats.Stats(p, stream=out).sort_stats("cumtime").print_stats(r"api/", 60)
    p = cProfile.Profile()
    p.enable()
    await confirm(kiosk, h["token"])
    await confirm(kiosk, h2["token"])
    p.disable()
    pstats.Stats(p, stream=out).sort_stats("tottime").print_stats(45)
