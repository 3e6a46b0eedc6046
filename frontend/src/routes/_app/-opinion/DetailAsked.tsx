import { useTimeline } from "../../../features/cases/cases";
import classes from "../../../features/second_opinion/OpinionPage.module.css";

/** What is missing, in the words of who has to answer: above the field where one gives it. */
export function DetailAsked({ caseId }: { caseId: string }) {
  const { data } = useTimeline(caseId);
  const asked = data?.items.findLast(({ kind }) => kind === "opinion_detail_asked");
  if (!asked?.text) return null;
  return (
    <>
      <h2>{`${asked.actor_name ?? "Le confrère"} demande`}</h2>
      <p className={classes.text}>{asked.text}</p>
    </>
  );
}
