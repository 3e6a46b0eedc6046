import { describe, expect, it } from "vitest";
import type { Kiosk, TeleconsultationTime } from "../../../api";
import {
  birthDate,
  type Draft,
  EMPTY,
  inputOf,
  isPhone,
  partOf,
  redirectOf,
  refusedReason,
  type Step,
  shownTimes,
  stepAfter,
} from "./draft";

const NOW = "2026-11-24T09:45:00Z";

const kiosk = {
  commune_insee: "94081",
  communes: [{ insee: "94081", name: "Vitry-sur-Seine" }],
  reasons: [
    { reason: "ear_nose_throat", redirect: null },
    { reason: "chest_pain", redirect: "the_15" },
    { reason: "infant_under_3_months", redirect: "face_to_face" },
  ],
} as Kiosk;

const adult: Draft = {
  ...EMPTY,
  reason: "ear_nose_throat",
  given_name: "Gaspard",
  family_name: "Ormelin",
  birth: "04091961",
  sex: "male",
  phone: "0639984107",
  doctor_status: "none",
  agrees: true,
};

function time(doctor: string, at: string): TeleconsultationTime {
  return { slot_id: `${doctor}-${at}`, starts_at: at, professional: { id: doctor } } as never;
}

/** The questions from this one on, as far as the end. */
function asked(draft: Draft, from: Step = "reason", of: Kiosk = kiosk): Step[] {
  const steps: Step[] = [from];
  for (let step = from; step !== stepAfter(step, draft, of, NOW); ) {
    step = stepAfter(step, draft, of, NOW);
    steps.push(step);
  }
  return steps;
}

describe("the questions of the kiosk", () => {
  it("go from why to who, when and agreed, one a screen", () => {
    expect(asked({ ...adult, choice: "soon" })).toEqual([
      "reason",
      "given_name",
      "family_name",
      "birth",
      "sex",
      "phone",
      "doctor",
      "when",
      "consent",
      "confirm",
    ]);
  });

  it("stop at a sign of danger before anything else is asked", () => {
    expect(asked({ ...EMPTY, reason: "chest_pain" })).toEqual(["reason", "stop"]);
  });

  it("stop at the date of birth of a baby whom the community does not take", () => {
    const baby = { ...adult, birth: "01112026" };
    expect(stepAfter("birth", baby, kiosk, NOW)).toBe("stop");
    expect(redirectOf(kiosk.reasons, baby, NOW)).toBe("face_to_face");
    expect(refusedReason(kiosk.reasons, baby)).toBe("infant_under_3_months");
    expect(stepAfter("birth", { ...adult, birth: "24082026" }, kiosk, NOW)).toBe("sex");
  });

  it("ask a minor for the adult, the tie and the agreement of a parent", () => {
    expect(asked({ ...adult, birth: "25112008" }, "sex").slice(0, 5)).toEqual([
      "sex",
      "adult",
      "tie",
      "parental",
      "phone",
    ]);
    expect(stepAfter("sex", { ...adult, birth: "24112008" }, kiosk, NOW)).toBe("phone");
  });

  it("ask for the commune where there are several", () => {
    const two = { ...kiosk, communes: [...kiosk.communes, { insee: "94022", name: "Choisy" }] };
    expect(stepAfter("phone", adult, two, NOW)).toBe("commune");
  });

  it("ask whether the usual doctor was called before another one is booked", () => {
    const doctor = { id: "one" } as never;
    const other = { ...adult, doctor, doctor_status: "known" as const, choice: time("two", NOW) };
    expect(stepAfter("when", other, kiosk, NOW)).toBe("contact");
    expect(stepAfter("when", { ...other, choice: time("one", NOW) }, kiosk, NOW)).toBe("consent");
    expect(stepAfter("when", { ...other, choice: "soon" }, kiosk, NOW)).toBe("consent");
    expect(stepAfter("when", { ...other, contact: "called_no_answer" }, kiosk, NOW)).toBe(
      "consent",
    );
  });

  it("end without video when the person does not agree", () => {
    expect(stepAfter("consent", { ...adult, agrees: false }, kiosk, NOW)).toBe("no_consent");
  });

  it("show how far one is, of four", () => {
    expect((["reason", "birth", "when", "confirm"] as Step[]).map(partOf)).toEqual([1, 2, 3, 4]);
  });
});

describe("what is typed", () => {
  it("is a day that exists and has come", () => {
    expect(birthDate("04091961", NOW)).toBe("1961-09-04");
    expect(["31021990", "25112026", "0409196", "04091861"].map((it) => birthDate(it, NOW))).toEqual(
      [null, null, null, null],
    );
  });

  it("is a phone of ten digits", () => {
    expect(["0639984107", "063998410", "1639984107", "0039984107"].map(isPhone)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("what is sent", () => {
  it("is the person who agreed, and nothing that was not asked", () => {
    expect(inputOf(adult, kiosk, NOW)).toEqual({
      reason: "ear_nose_throat",
      person: {
        family_name: "Ormelin",
        given_name: "Gaspard",
        birth_date: "1961-09-04",
        sex: "male",
        phone: "0639984107",
        commune_insee: "94081",
      },
      attending_doctor_status: "none",
      consent: { by: "person", video: true, data: true },
    });
  });

  it("names the adult of a minor, who agrees for them", () => {
    const child: Draft = {
      ...adult,
      birth: "12052019",
      adult_name: "Paul Ormelin",
      tie: "parent",
      parental_consent: true,
    };
    const sent = inputOf(child, kiosk, NOW);
    expect(sent.consent?.by).toBe("guardian");
    expect(sent.minor).toEqual({
      adult_name: "Paul Ormelin",
      tie: "parent",
      phone: "0639984107",
      parental_consent: true,
    });
  });
});

it("the first time of the usual doctor is on top, the others by hour, by threes", () => {
  const times = [
    time("a", "2026-11-24T14:00:00Z"),
    time("b", "2026-11-24T10:00:00Z"),
    time("c", "2026-11-24T11:00:00Z"),
    time("own", "2026-11-24T15:00:00Z"),
  ];
  const doctors = (page: number) =>
    shownTimes(times, "own", page, 3).map(({ professional }) => professional.id);
  expect([doctors(0), doctors(1), doctors(2)]).toEqual([
    ["own", "b", "c"],
    ["a"],
    ["own", "b", "c"],
  ]);
});
