import { useEffect, useRef } from "react";
import type { CaseAction } from "../../../api";
import { Note } from "../../../ui/Note";
import { type OpinionSubject, useOpinionActs } from "./useOpinionActs";

/** One act on an opinion from its row of the board, with the sheet that it needs; its code comes only then. */
export default function OpinionRowAct(props: { subject: OpinionSubject; action: CaseAction }) {
  const { act, sheet, problem } = useOpinionActs();
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    act(props.subject, props.action);
  });
  return (
    <>
      {sheet}
      {problem && (
        <Note tone="crit" alert>
          {problem}
        </Note>
      )}
    </>
  );
}
