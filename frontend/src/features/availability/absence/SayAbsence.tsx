import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { Button } from "../../../ui/Button";

const AbsenceSheet = lazy(async () => ({ default: (await import("./AbsenceSheet")).AbsenceSheet }));

/** Says that one is away, from another page than the agenda; what it met is on the page of absences. */
export function SayAbsence() {
  const navigate = useNavigate();
  const [saying, setSaying] = useState(false);
  return (
    <>
      <Button onClick={() => setSaying(true)}>Absence</Button>
      <Suspense fallback={null}>
        {saying && (
          <AbsenceSheet
            day={null}
            forMember={false}
            onSaid={({ id }) => navigate({ to: "/absences", search: { absence: id } })}
            onClose={() => setSaying(false)}
          />
        )}
      </Suspense>
    </>
  );
}
