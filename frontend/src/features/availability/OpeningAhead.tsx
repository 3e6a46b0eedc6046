import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type Opening, type OpeningInput, previewOpeningChange } from "../../api";
import { getOpeningOptions } from "../../api/@tanstack/react-query.gen";
import { aheadWords, outsideWords } from "./ahead-words";
import classes from "./Sheets.module.css";

const SETTLED_MS = 300;

/** How many appointments are to come in it: they stay, also once it is closed. */
export function Ahead({ of }: { of: Opening }) {
  const { data } = useQuery(getOpeningOptions({ path: { opening_id: of.id } }));
  const words = aheadWords(data?.appointments_ahead ?? 0);
  return words && <p className={classes.help}>{words}</p>;
}

/** How many of them the change leaves outside; `body` is null while the form is not whole. */
export function Outside({ of, body }: { of: Opening; body: OpeningInput | null }) {
  const [asked] = useDebouncedValue(body && JSON.stringify(body), SETTLED_MS);
  const { data } = useQuery({
    queryKey: ["previewOpeningChange", of.id, of.version, asked],
    queryFn: async ({ signal }) => {
      if (asked === null) return null;
      const path = { opening_id: of.id };
      const wanted: OpeningInput = JSON.parse(asked);
      return (await previewOpeningChange({ path, body: wanted, signal, throwOnError: true })).data;
    },
    placeholderData: keepPreviousData,
    enabled: asked !== null,
    retry: false,
  });
  const words = body && data ? outsideWords(data.appointments_outside) : null;
  return (
    <p className={classes.help} role="status">
      {words}
    </p>
  );
}
