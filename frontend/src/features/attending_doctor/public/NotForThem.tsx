import type { ReactNode } from "react";
import type { AttendingDoctorForm } from "../../../api";
import { serverNow } from "../../../clock";
import { dayKey } from "../../../time";
import { Note } from "../../../ui/Note";
import { PhoneLink } from "../../../ui/PhoneLink";
import { type FormState, notForThem } from "./form";

type Reason = NonNullable<ReturnType<typeof notForThem>>;

/** Where to go, beside the answer that says that this form is not for them. */
export function NotForThem(props: {
  why: Reason;
  form: FormState;
  shown: AttendingDoctorForm;
}): ReactNode {
  const { why, form, shown } = props;
  if (notForThem(form, dayKey(serverNow())) !== why) return null;
  return (
    <Note tone="warn" alert>
      <Where why={why} shown={shown} />
    </Note>
  );
}

function Where({ why, shown }: { why: Reason; shown: AttendingDoctorForm }) {
  if (why === "child") {
    return (
      <>
        Avant 16 ans, il n’y a pas de médecin traitant à déclarer pour être remboursé. L’enfant est
        suivi par un pédiatre, un médecin généraliste ou la PMI. <CallUs shown={shown} />
      </>
    );
  }
  if (why === "elsewhere") {
    return (
      <>
        {shown.community_name} aide les habitants de{" "}
        {shown.communes.map(({ name }) => name).join(", ")}. Ailleurs, demandez à votre CPAM (3646)
        quelle CPTS vous aide.
      </>
    );
  }
  return (
    <>
      Ce formulaire est pour les personnes sans médecin traitant. Pour en changer, il suffit de
      faire la déclaration avec le nouveau médecin. <CallUs shown={shown} />
    </>
  );
}

function CallUs({ shown }: { shown: AttendingDoctorForm }) {
  if (shown.phone === null) return null;
  return (
    <>
      Une question&nbsp;? <PhoneLink phone={shown.phone} />.
    </>
  );
}
