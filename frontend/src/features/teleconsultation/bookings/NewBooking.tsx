import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Teleconsultation, TeleconsultationReason } from "../../../api";
import { getCommunityOptions } from "../../../api/@tanstack/react-query.gen";
import { serverNow } from "../../../clock";
import { isProblem, problemFields, problemSentence } from "../../../problems";
import { useMe } from "../../../session";
import { TELECONSULTATION_REASON } from "../../../teleconsultation-words";
import { appointmentTime } from "../../../time";
import { ActionBar } from "../../../ui/ActionBar";
import { BackLink } from "../../../ui/BackLink";
import { Button } from "../../../ui/Button";
import { Check } from "../../../ui/Choice";
import { ErrorSummary, type FieldProblem } from "../../../ui/ErrorSummary";
import { Note } from "../../../ui/Note";
import { Page } from "../../../ui/Page";
import page from "../../../ui/request-page.module.css";
import { Segments } from "../../../ui/Segments";
import { SelectField } from "../../../ui/SelectField";
import { sitesOptions } from "../reads";
import classes from "./Bookings.module.css";
import { isDoctor } from "./booking-words";
import { letGo, useBook } from "./bookings";
import {
  bookingOf,
  type DeskForm,
  EMPTY,
  FIELD_OF,
  fieldId,
  isMinor,
  type Problems,
  problemsOf,
} from "./desk-form";
import { DoctorFields, HelpersField, MinorFields, options, PersonFields } from "./desk-sections";
import { TimesField } from "./TimesField";

const REASONS = options(TELECONSULTATION_REASON);
const WHEN = [
  { value: "soon" as const, label: "Dès que possible" },
  { value: "chosen" as const, label: "À une heure choisie" },
];

/** A teleconsultation booked from the desk: where, why, who, which doctor first, when. */
export function NewBooking({ onDone }: { onDone: (booking: Teleconsultation) => void }) {
  const me = useMe();
  const { data: community } = useSuspenseQuery(getCommunityOptions());
  const { data: sites } = useQuery(sitesOptions);
  const bookable = sites?.sites.filter((site) => site.bookable) ?? [];
  const own =
    bookable.find(({ is_mine }) => is_mine) ?? (bookable.length === 1 ? bookable[0] : null);
  const [only] = community.communes.length === 1 ? community.communes : [];
  const [typed, setTyped] = useState<DeskForm>({ ...EMPTY, commune_insee: only?.insee ?? "" });
  const form = typed.site_id === "" && own ? { ...typed, site_id: own.id } : typed;
  const [problems, setProblems] = useState<Problems>({});
  const [summary, setSummary] = useState<FieldProblem[]>([]);
  const book = useBook(onDone);
  const doctor = isDoctor(me);
  const minor = isMinor(form, serverNow());

  // Leaving without booking gives the time back at once.
  const kept = useRef(form.hold);
  kept.current = book.isSuccess ? null : form.hold;
  useEffect(() => () => letGo(kept.current), []);

  function set(changed: Partial<DeskForm>) {
    setTyped((before) => ({ ...before, ...changed }));
    setProblems((before) => {
      const left = { ...before };
      for (const name of Object.keys(changed) as (keyof DeskForm)[]) delete left[name];
      return left;
    });
  }
  function show(found: Problems) {
    setProblems(found);
    setSummary(
      (Object.entries(found) as [keyof DeskForm, string][]).map(([name, sentence]) => ({
        fieldId: fieldId(name),
        sentence,
      })),
    );
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    const found = problemsOf(form, serverNow(), doctor);
    show(found);
    if (Object.keys(found).length > 0) return;
    book.mutate(bookingOf(form, serverNow()), {
      onError: (refused) => {
        const fields = Object.entries(problemFields(refused)).flatMap(([pointer, sentence]) => {
          const name = FIELD_OF[pointer];
          return name ? [[name, sentence]] : [];
        });
        show(Object.fromEntries(fields));
        if (isProblem(refused) && refused.type === "teleconsultation_hold_expired") {
          set({ hold: null });
        }
      },
    });
  }

  const section = {
    form,
    set,
    problems,
    warn: (found: Problems) => setProblems((before) => ({ ...before, ...found })),
  };
  const hour = form.when === "chosen" && form.hold;
  return (
    <Page
      title="Réserver une téléconsultation"
      focused
      column
      back={<BackLink to="/teleconsultations" />}
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <ErrorSummary problems={summary} />
        {book.error && summary.length === 0 && (
          <Note tone="crit" alert>
            {problemSentence(book.error, true)}
          </Note>
        )}
        {sites && bookable.length === 0 && (
          <Note tone="warn">Aucun lieu ne peut être réservé aujourd’hui. Voir ce qui manque.</Note>
        )}
        <SelectField
          id={fieldId("site_id")}
          label="Lieu"
          empty="Choisir"
          value={form.site_id}
          options={bookable.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(site_id) => {
            letGo(form.hold);
            set({ site_id, hold: null });
          }}
          error={problems.site_id}
        />
        <SelectField<TeleconsultationReason>
          id={fieldId("reason")}
          label="Motif"
          empty="Choisir"
          value={form.reason ?? ""}
          options={REASONS}
          onChange={(reason) => set({ reason: reason || null })}
          error={problems.reason}
        />
        <PersonFields {...section} community={community} />
        {minor && <MinorFields {...section} mayOverride={doctor} />}
        <DoctorFields {...section} />
        <div className={classes.form} id={fieldId("hold")} tabIndex={-1}>
          <Segments
            legend="Quand"
            options={WHEN}
            value={form.when}
            onChange={(when) => {
              if (when === "soon") letGo(form.hold);
              set({ when, hold: null });
            }}
            error={problems.hold}
          />
          {form.when === "soon" ? (
            <p className={page.quiet}>
              Le médecin traitant seul d’abord, puis les médecins du territoire. Qui accepte réserve
              la pièce et l’aide avec.
            </p>
          ) : form.site_id ? (
            <TimesField
              siteId={form.site_id}
              professionalId={null}
              reason={form.reason}
              hold={form.hold}
              onHold={(hold) => set({ hold })}
            />
          ) : (
            <p className={page.quiet}>Choisissez d’abord le lieu.</p>
          )}
        </div>
        <HelpersField {...section} />
        <fieldset className={classes.form}>
          <legend>Accord de la personne</legend>
          <Check checked={form.consent_video} onChange={(consent_video) => set({ consent_video })}>
            Être vue par vidéo
          </Check>
          <Check checked={form.consent_data} onChange={(consent_data) => set({ consent_data })}>
            Ce qui est gardé ici de la réservation
          </Check>
          <p className={page.quiet}>Sinon, il se note sur place, avant la vidéo.</p>
        </fieldset>
        <ActionBar>
          <Button
            type="submit"
            variant="filled"
            size="decision"
            wide
            busy={book.isPending && "Envoi…"}
          >
            {hour ? `Réserver ${appointmentTime(hour.starts_at, serverNow())}` : "Réserver"}
          </Button>
        </ActionBar>
      </form>
    </Page>
  );
}
