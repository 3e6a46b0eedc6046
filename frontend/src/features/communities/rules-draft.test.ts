import { describe, expect, it } from "vitest";
import type { CommunityRules } from "../../api";
import { changesBetween, draftOf, isChanged, readDraft, rebased, wallTime } from "./rules-draft";

const RULES: CommunityRules = {
  version: 3,
  changed_at: "2026-11-22T04:00:00Z",
  unscheduled_care: {
    waves: [
      { audience: "first_resort", minutes: 15, radius_km: null, at_most: null },
      { audience: "near", minutes: 30, radius_km: 3.5, at_most: 6 },
    ],
    coordinator_after_minutes: 90,
    coordinator_before_deadline_minutes: 60,
    two_day_factor: 2,
    confirmation_minutes: 60,
  },
  dispatch: {
    quiet_hours: { from_time: "20:00", to_time: "08:00" },
    weekly_cap: 5,
    fairness_days: 28,
  },
  availability: {
    hold_minutes: 10,
    min_delay_minutes: 10,
    max_delay_days: 60,
    outside_refresh_minutes: 30,
    outside_failures: 5,
    absence_earlier_hours: 24,
    absence_later_hours: 48,
    absence_notice_minutes: 120,
  },
  appointments: {
    earlier_proposals: 3,
    earlier_gap_hours: 24,
    earlier_before_minutes: 120,
    earlier_gain_minutes: 120,
    earlier_answer_minutes: 30,
    first_reminder_hours: 24,
    last_reminder_hours: 2,
    day_list_at: "18:30",
    no_show_months: 6,
    no_show_limit: 2,
    no_show_calls: 3,
  },
  directory: {
    confirm_days: 90,
    remind_again_days: 14,
    unverified_days: 30,
    unverified_km: 0.5,
    new_patients_days: 60,
    import_late_days: 8,
    newcomer_days: 60,
  },
  notifications: { summary_at: "18:00" },
  sessions: { idle_minutes: 15, invitation_days: 7 },
  retention: {
    unscheduled_care_months: 3,
    death_certification_months: 3,
    attending_doctor_months: 6,
    second_opinion_months: 3,
    hospital_discharge_months: 6,
    teleconsultation_months: 3,
    audit_trail_months: 12,
    member_months: 24,
    event_months: 36,
  },
  attending_doctor: {
    weights: {
      long_term_illness: 40,
      from_80: 30,
      from_70: 20,
      home_visit: 20,
      social_cover: 15,
      pregnancy: 15,
      disability: 15,
      recent_discharge: 15,
      per_period: 1,
      waiting_at_most: 20,
    },
    period_days: 15,
    recent_discharge_days: 30,
    high_from: 40,
    medium_from: 15,
    answer_days: 7,
    reminder_days: 3,
    refusals_at_most: 5,
    escalate_after_days: 90,
    contact_tries: 3,
    still_looking_months: 6,
    still_looking_answer_days: 30,
    undeclared_days: 30,
    declared_days: 30,
    open_months_at_most: 24,
  },
  second_opinion: {
    same_day_hours: 6,
    few_days_hours: 72,
    few_weeks_hours: 336,
    first_percent: 50,
    specialty_percent: 30,
    taken_hours: 24,
    detail_hours: 72,
    closes_after_days: 14,
  },
  hospital_discharge: {
    first_resort_minutes: 120,
    near_minutes: 180,
    near_radius_km: 3,
    near_at_most: 8,
    network_minutes: 360,
    coordinator_after_minutes: 720,
    coordinator_before_hours: 36,
    call_hospital_hours: 24,
    short_notice_hours: 48,
    furthest_days: 60,
    departure_time: "12:00",
    reconfirm_hours: 12,
    first_check_days: 1,
    second_check_days: 7,
    dac_criteria: 2,
  },
  death_certification: {
    attending_doctor_minutes: 20,
    rota_minutes: 30,
    volunteers_minutes: 60,
    coordinator_after_minutes: 120,
    samu_after_minutes: 240,
    late_after_minutes: 720,
    ceiling_after_minutes: 1440,
    transport_alert_hours: 42,
    duplicate_hours: 72,
    family_link_hours: 48,
  },
  certifiers: {
    order_list_days: 90,
    people_by_day: 1,
    people_on_rest_days: 1,
    people_by_night: 1,
    days_ahead: 14,
  },
  teleconsultation: {
    kit_months: 12,
    connection_months: 12,
    min_down_mbps: 4,
    min_up_mbps: 2,
  },
  teleconsultation_bookings: {
    hold_minutes: 5,
    refused_reasons: [{ reason: "chest_pain", redirect: "the_15" }],
    walk_in_hours: 2,
    late_minutes: 10,
    no_show_minutes: 15,
    soon_minutes: 60,
    usual_doctor_minutes: 10,
    network_minutes: 20,
    silent_minutes: 10,
    skew_seconds: 60,
  },
  calendars: {
    pdsa_saturday: true,
    pdsa_bridges: true,
    saturday_after_thursday: false,
    sas_bridges: true,
    fragile_zone: false,
  },
};

describe("the rules as they are typed", () => {
  it("says what was read when nothing was typed", () => {
    const { version: _, changed_at: __, ...document } = RULES;
    expect(readDraft(draftOf(RULES))).toEqual({ input: document, errors: {} });
    expect(isChanged(draftOf(RULES), draftOf(RULES))).toBe(false);
  });

  it("reads a decimal comma, and hours as people write them", () => {
    const draft = draftOf(RULES);
    draft.values["unscheduled_care.two_day_factor"] = "1,5";
    draft.values["dispatch.quiet_hours.to_time"] = "7h30";
    const { input } = readDraft(draft);
    expect(input?.unscheduled_care.two_day_factor).toBe(1.5);
    expect(input?.dispatch.quiet_hours.to_time).toBe("07:30");
    expect(input?.unscheduled_care.waves[1]?.radius_km).toBe(3.5);
  });

  it("names what is not a number, and sends nothing", () => {
    const draft = draftOf(RULES);
    draft.values["dispatch.weekly_cap"] = "cinq";
    const [first] = draft.waves;
    if (first) first.minutes = "";
    const { input, errors } = readDraft(draft);
    expect(input).toBeNull();
    expect(Object.keys(errors)).toEqual([
      "dispatch.weekly_cap",
      "unscheduled_care.waves.0.minutes",
    ]);
  });

  it("refuses an hour that no clock shows", () => {
    expect(wallTime("24:00")).toBeNull();
    expect(wallTime("8:75")).toBeNull();
    expect(wallTime("8")).toBe("08:00");
  });
});

describe("rules that somebody else changed meanwhile", () => {
  const base = draftOf(RULES);
  const fresh = draftOf({ ...RULES, dispatch: { ...RULES.dispatch, weekly_cap: 7 } });

  it("says what changed, from what to what", () => {
    expect(changesBetween(base, fresh)).toEqual([
      {
        label: "Plafond d’acceptations par semaine",
        before: "5 par semaine",
        after: "7 par semaine",
      },
    ]);
  });

  it("says a yes that became a no in words", () => {
    const closed = draftOf({ ...RULES, calendars: { ...RULES.calendars, sas_bridges: false } });
    expect(changesBetween(base, closed)).toEqual([
      { label: "Le SAS répond les jours de pont", before: "oui", after: "non" },
    ]);
    expect(readDraft(closed).input?.calendars.sas_bridges).toBe(false);
  });

  it("keeps what I typed, and takes theirs where I typed nothing", () => {
    const mine = { ...base, values: { ...base.values, "sessions.idle_minutes": "20" } };
    const both = rebased(mine, base, fresh);
    expect(both.values["sessions.idle_minutes"]).toBe("20");
    expect(both.values["dispatch.weekly_cap"]).toBe("7");
  });
});
