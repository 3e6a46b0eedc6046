import { useQuery } from "@tanstack/react-query";
import type { AuditChain, AuditFault } from "../../api";
import { getAuditChainOptions } from "../../api/@tanstack/react-query.gen";
import { serverNow } from "../../clock";
import { atHour } from "../../time";
import { Note } from "../../ui/Note";

const FAULT: Record<AuditFault, string> = {
  altered: "a été changée",
  missing: "manque",
  cut_short: "et les suivantes ont disparu",
};

/** A number as it is read: `12 345`. */
function read(count: number): string {
  return count.toLocaleString("fr-FR");
}

/** `Chaîne vérifiée aujourd’hui à 02:31 : 12 345 lignes, aucune changée.` */
export function chainWords(chain: AuditChain): string {
  const { checked_at, checked_lines, fault, fault_at_line, sealed } = chain;
  if (fault !== null) {
    return `Journal touché : la ligne ${read(fault_at_line ?? 0)} ${FAULT[fault]}. Prévenez l’hébergeur et le DPO.`;
  }
  if (checked_at === null)
    return `${read(sealed)} lignes scellées. Première vérification cette nuit.`;
  return `Chaîne vérifiée ${atHour(checked_at, serverNow())} : ${read(checked_lines ?? 0)} lignes, aucune changée.`;
}

/** Whether the trail is whole, as the server found it the last night. */
export function ChainLine() {
  const { data } = useQuery(getAuditChainOptions());
  if (data === undefined) return null;
  const broken = data.fault !== null;
  return (
    <Note tone={broken ? "crit" : "ok"} alert={broken}>
      {chainWords(data)}
    </Note>
  );
}
