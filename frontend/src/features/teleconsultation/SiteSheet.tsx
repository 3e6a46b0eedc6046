import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import type {
  Community,
  OrganisationKind,
  TeleconsultationSite,
  TeleconsultationSiteInput,
  TeleconsultationSiteKind,
} from "../../api";
import {
  getCommunityOptions,
  searchOrganisationsOptions,
} from "../../api/@tanstack/react-query.gen";
import { problemFields } from "../../problems";
import { announce } from "../../ui/announce";
import { Button } from "../../ui/Button";
import { Check } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { Refusal } from "../../ui/Refusal";
import { Segments } from "../../ui/Segments";
import { SelectField } from "../../ui/SelectField";
import { Sheet } from "../../ui/Sheet";
import classes from "./Sites.module.css";
import { SITE_KIND } from "./site-words";
import { useSaveSite } from "./sites";

const MOST = 200;

const STATE = [
  { value: "active", label: "Ouvert" },
  { value: "closed", label: "Fermé" },
] as const;

const KINDS = (Object.keys(SITE_KIND) as TeleconsultationSiteKind[]).map((value) => ({
  value,
  label: SITE_KIND[value],
}));

/** The structures of the directory that may keep a site of each kind. */
const KEEPERS: Record<TeleconsultationSiteKind, OrganisationKind[]> = {
  pharmacy: ["pharmacy"],
  health_centre: ["health_centre", "health_house", "unscheduled_care_centre"],
  nurse_practice: ["practice_group", "health_house"],
  home_visits: [],
};

const NEEDED: TeleconsultationSiteKind[] = ["pharmacy", "health_centre"];

const BLANK: TeleconsultationSiteInput = {
  kind: "pharmacy",
  state: "active",
  organisation_id: null,
  name: "",
  address_line: null,
  commune_insee: "",
  sector: null,
  room: { closed: true, seated: true, apart: true },
  join_link_base: null,
};

function draftOf(site: TeleconsultationSite): TeleconsultationSiteInput {
  const { kind, state, organisation_id, name, address_line, commune_insee, sector } = site;
  const { room, join_link_base } = site;
  return {
    kind,
    state,
    organisation_id,
    name,
    address_line: organisation_id ? null : address_line,
    commune_insee,
    sector,
    room,
    join_link_base,
  };
}

/** The communes of the territory, and the quarters that it names, as one list of places. */
function placesOf(community: Community | undefined) {
  const communes = community?.communes ?? [];
  const nameOf = (insee: string) => communes.find((one) => one.insee === insee)?.name ?? insee;
  return [
    ...communes.map(({ insee, name }) => ({ value: insee, label: name })),
    ...(community?.sectors ?? []).map(({ name, commune_insee }) => ({
      value: `${commune_insee} ${name}`,
      label: `${name}, ${nameOf(commune_insee)}`,
    })),
  ];
}

function useStructures(kind: TeleconsultationSiteKind) {
  const kinds = KEEPERS[kind];
  const { data } = useQuery(searchOrganisationsOptions({ query: { limit: MOST } }));
  return (data?.items ?? []).filter((one) => kinds.includes(one.kind));
}

/** What a site is: its nature, the structure that keeps it, where, its room and its video link. */
export default function SiteSheet(props: {
  site: TeleconsultationSite | null;
  onClose: () => void;
}) {
  const { site, onClose } = props;
  const [draft, setDraft] = useState(() => (site ? draftOf(site) : BLANK));
  const [tried, setTried] = useState(false);
  const community = useQuery(getCommunityOptions());
  const structures = useStructures(draft.kind);
  const save = useSaveSite();
  const navigate = useNavigate();
  const fields = problemFields(save.error);
  const atHome = draft.kind === "home_visits";
  const change = (changed: Partial<TeleconsultationSiteInput>) => {
    setDraft((before) => ({ ...before, ...changed }));
    save.reset();
  };
  const missing = {
    organisation_id: NEEDED.includes(draft.kind) && !draft.organisation_id,
    name: draft.name.trim() === "",
    commune_insee: draft.commune_insee === "",
  };
  const wrong = (one: keyof typeof missing, say: string) =>
    tried && missing[one] ? say : (fields[one] ?? null);

  function chooseStructure(id: string) {
    const found = structures.find((one) => one.id === id);
    if (!found) return change({ organisation_id: null });
    const known = community.data?.sectors.some(
      ({ name, commune_insee }) => name === found.sector && commune_insee === found.commune_insee,
    );
    change({
      organisation_id: found.id,
      name: draft.name || found.name,
      address_line: null,
      commune_insee: found.commune_insee,
      sector: known ? found.sector : null,
    });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (save.isPending || Object.values(missing).some(Boolean)) return;
    const join_link_base = draft.join_link_base?.trim() || null;
    const address_line = draft.address_line?.trim() || null;
    save.mutate(
      { site, body: { ...draft, name: draft.name.trim(), join_link_base, address_line } },
      {
        onSuccess: (saved) => {
          announce("Site enregistré");
          onClose();
          if (!site) void navigate({ to: "/teleconsultation/sites/$id", params: { id: saved.id } });
        },
      },
    );
  }
  return (
    <Sheet title={site ? "Modifier le site" : "Nouveau site"} onClose={onClose}>
      <form className={classes.form} onSubmit={submit} noValidate>
        {site && (
          <Segments
            legend="Ce site est"
            options={STATE}
            value={draft.state}
            onChange={(state) => change({ state })}
          />
        )}
        <SelectField
          label="Nature"
          value={draft.kind}
          options={KINDS}
          onChange={(kind) => kind && change({ kind, organisation_id: null })}
          error={
            fields.kind &&
            "Retirez d’abord de «\u00a0Qui assiste\u00a0» ceux qui n’y ont pas droit."
          }
        />
        {!atHome && (
          <SelectField
            label="Structure de l’annuaire"
            empty="Choisir"
            value={draft.organisation_id ?? ""}
            options={structures.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={chooseStructure}
            optional={!NEEDED.includes(draft.kind)}
            error={wrong("organisation_id", "Choisissez la structure.")}
          />
        )}
        <TextField
          label="Nom du site"
          autoComplete="off"
          value={draft.name}
          onChange={(name) => change({ name })}
          error={wrong("name", "Donnez un nom.")}
        />
        {!draft.organisation_id && (
          <>
            <SelectField
              label={atHome ? "Secteur de la tournée" : "Commune ou quartier"}
              empty="Choisir"
              value={[draft.commune_insee, draft.sector].filter(Boolean).join(" ")}
              options={placesOf(community.data)}
              onChange={(place) => {
                const [insee = "", ...words] = place.split(" ");
                change({ commune_insee: insee, sector: words.join(" ") || null });
              }}
              error={wrong("commune_insee", "Choisissez le lieu.")}
            />
            {!atHome && (
              <TextField
                label="Adresse"
                autoComplete="off"
                optional
                value={draft.address_line ?? ""}
                onChange={(address_line) => change({ address_line })}
                error={fields.address_line}
              />
            )}
          </>
        )}
        {!atHome && (
          <fieldset className={classes.checks}>
            <legend>La pièce</legend>
            <Check
              checked={draft.room.closed}
              onChange={(closed) => change({ room: { ...draft.room, closed } })}
            >
              Fermée&nbsp;: personne n’entend ni ne voit
            </Check>
            <Check
              checked={draft.room.seated}
              onChange={(seated) => change({ room: { ...draft.room, seated } })}
            >
              Avec une place assise
            </Check>
            <Check
              checked={draft.room.apart}
              onChange={(apart) => change({ room: { ...draft.room, apart } })}
            >
              Calme, éclairée, à l’écart du public
            </Check>
          </fieldset>
        )}
        <TextField
          label="Adresse du fournisseur de vidéo"
          autoComplete="off"
          placeholder="https://"
          help="Chaque rendez-vous y reçoit sa salle."
          value={draft.join_link_base ?? ""}
          onChange={(join_link_base) => change({ join_link_base })}
          error={fields.join_link_base && "L’adresse commence par https://."}
        />
        <Refusal typed error={Object.keys(fields).length === 0 && save.error} />
        <Button
          type="submit"
          variant="filled"
          size="decision"
          wide
          busy={save.isPending && "Envoi…"}
        >
          Enregistrer
        </Button>
      </form>
    </Sheet>
  );
}
