import { useQuery } from "@tanstack/react-query";
import { BackLink } from "../../../ui/BackLink";
import { Note } from "../../../ui/Note";
import { Page } from "../../../ui/Page";
import { Segments } from "../../../ui/Segments";
import { FRENCH, LANGUAGES, type LanguageCode, loadWords } from "../kiosk/languages";
import { FR } from "../kiosk/words/fr";
import classes from "./Bookings.module.css";

type LanguagesProps = { code: string | null; onCode: (code: LanguageCode) => void };

const OTHERS = LANGUAGES.filter((language) => language !== FRENCH);

/** Every sentence of the kiosk beside its French, for whoever speaks the language to read it once. */
export function Languages({ code, onCode }: LanguagesProps) {
  const language = OTHERS.find((one) => one.code === code) ?? (OTHERS[0] as (typeof OTHERS)[0]);
  const { data } = useQuery({
    queryKey: ["kiosk-words", language.code],
    queryFn: () => loadWords(language.code),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Page title="Langues de la borne" column back={<BackLink to="/teleconsultations" />}>
      <Segments<LanguageCode>
        legend="Langue"
        hideLegend
        wide
        options={OTHERS.map(({ code: value, french }) => ({ value, label: french }))}
        value={language.code}
        onChange={onCode}
      />
      {!language.reviewed && (
        <Note tone="warn">
          À relire&nbsp;: personne dont c’est la langue n’a encore lu ces phrases. La borne les
          montre sans cette marque.
        </Note>
      )}
      <table className={classes.table}>
        <caption>Ce que la personne lit</caption>
        <thead>
          <tr>
            <th scope="col">français</th>
            <th scope="col">{language.french}</th>
          </tr>
        </thead>
        <tbody>
          {data &&
            (Object.keys(FR) as (keyof typeof FR)[]).map((key) => (
              <tr key={key}>
                <th scope="row">{FR[key]}</th>
                <td lang={language.code} dir={language.rightToLeft ? "rtl" : "ltr"}>
                  {data[key]}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </Page>
  );
}
