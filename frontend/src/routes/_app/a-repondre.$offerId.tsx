import { createFileRoute } from "@tanstack/react-router";
import { offerOptions, useOffer } from "../../features/dispatch/offers";
import { Skeletons } from "../../ui/Skeletons";
import { OfferScreen } from "./-answer/OfferScreen";

export const Route = createFileRoute("/_app/a-repondre/$offerId")({
  loader: ({ context, params }) => context.queries.ensureQueryData(offerOptions(params.offerId)),
  component: OfferPage,
});

function OfferPage() {
  const { offerId } = Route.useParams();
  const { data } = useOffer(offerId);
  return data ? <OfferScreen key={offerId} offer={data} /> : <Skeletons shape="offer" count={1} />;
}
