import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import type { AdultTie, Kiosk, TeleconsultationReason } from "../../../api";
import { searchProfessionalsOptions } from "../../../api/@tanstack/react-query.gen";
import { serverNow } from "../../../clock";
import { paired } from "../../../ui/Field";
import choicesClasses from "./Choices.module.css";
import { birthDate, type Draft, isPhone } from "./draft";
import { Answer, Choices, Frame, useWords } from "./Frame";
import { asName, Digits, Letters } from "./Keys";
import typingClasses from "./Typing.module.css";
import type { KioskWords } from "./words/fr";

/** The questions of the kiosk, one a screen. */

export type StepProps = {
  draft: Draft;
  kiosk: Kiosk;
  /** Keeps an answer without going on. */
  set: (changed: Partial<Draft>) => void;
  /** Keeps an answer and goes on. */
  answer: (changed: Partial<Draft>) => void;
  onBack: () => void;
};

/** Why: what is possible by video first, then the signs of danger, which end it at once. */
export function ReasonStep({ kiosk, answer, onBack }: StepProps) {
  const words = useWords();
  const possible = kiosk.reasons.filter(({ redirect }) => redirect === null);
  const refused = kiosk.reasons.filter(({ redirect }) => redirect !== null);
  const button = (reason: TeleconsultationReason, look?: "serious") => (
    <Answer key={reason} look={look} onClick={() => answer({ reason })}>
      {words[reason]}
    </Answer>
  );
  return (
    <Frame title={words.reason_title} part={1} onBack={onBack} dense>
      <div className={choicesClasses.reasons}>
        <Choices columns={2}>{possible.map(({ reason }) => button(reason))}</Choices>
        <h2>{words.serious}</h2>
        <Choices columns={2}>{refused.map(({ reason }) => button(reason, "serious"))}</Choices>
      </div>
    </Frame>
  );
}

type NameStepProps = StepProps & { name: "given_name" | "family_name" | "adult_name" };

const NAME_TITLE = {
  given_name: "given_name",
  family_name: "family_name",
  adult_name: "adult_title",
} as const satisfies Record<NameStepProps["name"], keyof KioskWords>;

/** A name, letter by letter. */
export function NameStep({ draft, set, answer, onBack, name }: NameStepProps) {
  const words = useWords();
  const value = draft[name];
  const text = name === "adult_name" ? words.adult_text : words.keeps_nothing;
  return (
    <Frame title={words[NAME_TITLE[name]]} text={text} part={2} onBack={onBack} typed>
      <Letters
        label={words[NAME_TITLE[name]]}
        value={value}
        onChange={(letters) => set({ [name]: letters })}
        onNext={value.trim() === "" ? null : () => answer({ [name]: value.trim() })}
      />
    </Frame>
  );
}

const BIRTH_DIGITS = 8;

/** `__` where nothing is typed yet. */
function gap(digits: string, from: number, to: number): string {
  return digits.slice(from, to).padEnd(to - from, "_");
}

/** Day, month and year, on a keypad. */
export function BirthStep({ draft, set, answer, onBack }: StepProps) {
  const words = useWords();
  const whole = draft.birth.length === BIRTH_DIGITS;
  const found = whole && birthDate(draft.birth, serverNow());
  const at = draft.birth.length < 2 ? 0 : draft.birth.length < 4 ? 1 : 2;
  const boxes = [
    [words.day, gap(draft.birth, 0, 2)],
    [words.month, gap(draft.birth, 2, 4)],
    [words.year, gap(draft.birth, 4, 8)],
  ] as const;
  return (
    <Frame
      title={words.birth_title}
      text={whole && !found ? <b role="alert">{words.birth_bad}</b> : words.keeps_nothing}
      part={2}
      onBack={onBack}
    >
      <div className={typingClasses.boxes} aria-live="polite" dir="ltr">
        {boxes.map(([label, digits], index) => (
          <div key={label} data-on={index === at || undefined}>
            <small>{label}</small> {digits}
          </div>
        ))}
      </div>
      <Digits
        value={draft.birth}
        most={BIRTH_DIGITS}
        onChange={(birth) => set({ birth })}
        onNext={found ? () => answer({}) : null}
      />
    </Frame>
  );
}

/** What the identity of a person holds in France: two values. */
export function SexStep({ answer, onBack }: StepProps) {
  const words = useWords();
  return (
    <Frame title={words.sex_title} part={2} onBack={onBack}>
      <Choices>
        <Answer onClick={() => answer({ sex: "female" })}>{words.female}</Answer>
        <Answer onClick={() => answer({ sex: "male" })}>{words.male}</Answer>
      </Choices>
    </Frame>
  );
}

const PHONE_DIGITS = 10;

/** A number to be called at, of the adult when a minor is seen. */
export function PhoneStep({ draft, set, answer, onBack }: StepProps) {
  const words = useWords();
  const whole = draft.phone.length === PHONE_DIGITS;
  const good = isPhone(draft.phone);
  return (
    <Frame
      title={words.phone_title}
      text={whole && !good ? <b role="alert">{words.phone_bad}</b> : words.phone_text}
      part={2}
      onBack={onBack}
    >
      <p className={typingClasses.typed} aria-live="polite" dir="ltr">
        {paired(draft.phone.padEnd(PHONE_DIGITS, "_")).replace(/_+/, (left) => left)}
      </p>
      <Digits
        value={draft.phone}
        most={PHONE_DIGITS}
        onChange={(phone) => set({ phone })}
        onNext={good ? () => answer({}) : null}
      />
    </Frame>
  );
}

/** Where the person lives, when the territory has several communes. */
export function CommuneStep({ kiosk, answer, onBack }: StepProps) {
  const words = useWords();
  return (
    <Frame title={words.commune_title} part={2} onBack={onBack}>
      <Choices columns={2}>
        {kiosk.communes.map(({ insee, name }) => (
          <Answer key={insee} onClick={() => answer({ commune_insee: insee })}>
            <bdi>{name}</bdi>
          </Answer>
        ))}
      </Choices>
    </Frame>
  );
}

const TIES: [AdultTie, keyof KioskWords][] = [
  ["parent", "parent"],
  ["guardian", "guardian"],
  ["family", "family"],
  ["school", "school"],
  ["other", "other_tie"],
];

/** What the adult is to the minor. */
export function TieStep({ answer, onBack }: StepProps) {
  const words = useWords();
  return (
    <Frame title={words.tie_title} part={2} onBack={onBack}>
      <Choices>
        {TIES.map(([tie, word]) => (
          <Answer key={tie} onClick={() => answer({ tie })}>
            {words[word]}
          </Answer>
        ))}
      </Choices>
    </Frame>
  );
}

/** Whether a holder of parental authority agrees: without that, nothing is booked here. */
export function ParentalStep({ draft, set, answer, onBack }: StepProps) {
  const words = useWords();
  const refused = draft.parental_consent === false;
  return (
    <Frame
      title={words.parental_title}
      text={refused ? <b role="alert">{words.parental_no}</b> : words.parental_text}
      part={2}
      onBack={onBack}
    >
      <Choices>
        <Answer onClick={() => answer({ parental_consent: true })}>{words.yes}</Answer>
        <Answer onClick={() => set({ parental_consent: false })}>{words.no}</Answer>
      </Choices>
    </Frame>
  );
}

/** Whether there is a usual doctor: they are asked first, and alone. */
export function DoctorStep({ answer, onBack }: StepProps) {
  const words = useWords();
  const say = (doctor_status: "known" | "none" | "unknown") =>
    answer({ doctor_status, doctor: null, contact: null });
  return (
    <Frame title={words.doctor_title} text={words.doctor_text} part={2} onBack={onBack}>
      <Choices>
        <Answer onClick={() => say("known")}>{words.yes}</Answer>
        <Answer onClick={() => say("none")}>{words.no}</Answer>
        <Answer onClick={() => say("unknown")}>{words.dont_know}</Answer>
      </Choices>
    </Frame>
  );
}

const DOCTOR = "10";
const DOCTORS_SHOWN = 3;
const FROM_LETTERS = 2;

/** Which doctor, found by a few letters of the name. */
export function WhichStep({ answer, onBack }: StepProps) {
  const words = useWords();
  const [letters, setLetters] = useState("");
  const q = useDeferredValue(letters.trim());
  const asked = q.length >= FROM_LETTERS;
  const { data, isFetching } = useQuery({
    ...searchProfessionalsOptions({
      query: { q, limit: DOCTORS_SHOWN, profession_code: DOCTOR },
    }),
    enabled: asked,
    gcTime: 0,
  });
  const found = asked ? (data?.items.map((hit) => hit.professional) ?? []) : [];
  const nobody = asked && !isFetching && found.length === 0;
  return (
    <Frame
      title={words.which_title}
      text={nobody ? words.nobody_named : words.which_text}
      part={2}
      onBack={onBack}
      typed
    >
      <div className={choicesClasses.found} aria-live="polite">
        {found.map((doctor) => (
          <Answer
            key={doctor.id}
            detail={<bdi>{doctor.sector ?? doctor.commune_name}</bdi>}
            onClick={() => answer({ doctor })}
          >
            <bdi>{doctor.name}</bdi>
          </Answer>
        ))}
        <Answer look="plain" onClick={() => answer({ doctor_status: "unknown", doctor: null })}>
          {words.dont_know}
        </Answer>
      </div>
      <Letters
        label={words.which_title}
        value={letters}
        onChange={(typed) => setLetters(asName(typed))}
        onNext={found[0] && found.length === 1 ? () => answer({ doctor: found[0] }) : null}
      />
    </Frame>
  );
}
