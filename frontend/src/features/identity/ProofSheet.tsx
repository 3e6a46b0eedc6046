import { useQuery, useQueryClient } from "@tanstack/react-query";
import { askFactorProof, proveAgain } from "../../api";
import { problemSentence } from "../../problems";
import { meOptions } from "../../session";
import { Refusal } from "../../ui/Refusal";
import { Sheet } from "../../ui/Sheet";
import { Skeletons } from "../../ui/Skeletons";
import { ASKED } from "./asked";
import FactorForm from "./FactorForm";
import rows from "./OwnRows.module.css";

type ProofSheetProps = { onProved: () => void; onClose: () => void };

/** Before a change of factors: that it is still oneself in front of this page. */
export function ProofSheet({ onProved, onClose }: ProofSheetProps) {
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ["factor-proof"],
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await askFactorProof({ throwOnError: true })).data,
  });
  const possible = data && (data.password || data.totp || data.recovery || data.passkey);
  return (
    <Sheet title={ASKED} onClose={onClose}>
      <Refusal error={error} />
      {!data && !error && <Skeletons shape="row" count={2} />}
      {data && !possible && (
        <p className={rows.help}>
          Déconnectez-vous, reconnectez-vous, ajoutez une clé d’accès, puis recommencez.
        </p>
      )}
      {data && possible && (
        <FactorForm
          asked={data}
          prove={async (proof) => {
            const { error: refused } = await proveAgain({ body: proof });
            if (refused) return problemSentence(refused);
            // It may be one of two factors from now on.
            await queries.invalidateQueries({ queryKey: meOptions.queryKey });
            onProved();
            return null;
          }}
        />
      )}
    </Sheet>
  );
}
