import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { readIdentity, saveUnscheduledCareDraft, type UnscheduledCareRequest } from "../../api";
import { phoneWords } from "../../figures";
import { problemSentence } from "../../problems";
import { numericDate } from "../../time";
import { Button } from "../../ui/Button";
import { Note } from "../../ui/Note";

type SamePersonProps = { request: UnscheduledCareRequest; personId: string };

/** Begins another request with the same person: reads the identity, which is traced, into a draft. */
export function SamePerson({ request, personId }: SamePersonProps) {
  const navigate = useNavigate();
  const begin = useMutation({
    mutationFn: async () => {
      const { data: person } = await readIdentity({
        path: { person_id: personId },
        body: {},
        throwOnError: true,
      });
      const doctor = request.attending_professional;
      await saveUnscheduledCareDraft({
        throwOnError: true,
        body: {
          family_name: person.family_name,
          given_name: person.given_name,
          ...(person.birth_date && { birth_date: numericDate(person.birth_date) }),
          sex: person.sex,
          ...(person.phone && { phone: phoneWords(person.phone).replaceAll("\u00a0", " ") }),
          commune_insee: person.commune_insee,
          ...(person.phone_of && { phone_of: person.phone_of }),
          ...(person.sector && { sector: person.sector }),
          ...(doctor && { attending_doctor_status: "known", attending_professional_id: doctor.id }),
        },
      });
    },
    onSuccess: () => navigate({ to: "/demander" }),
  });
  return (
    <>
      {begin.isError && (
        <Note tone="warn" alert>
          {problemSentence(begin.error)}
        </Note>
      )}
      <Button wide busy={begin.isPending && "Lecture…"} onClick={() => begin.mutate()}>
        Nouvelle demande pour la même personne
      </Button>
    </>
  );
}
