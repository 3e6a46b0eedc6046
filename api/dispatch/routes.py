"""The offer engine on the wire: offers to a professional, searches to a coordinator."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.contract import models as wire
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, Routes
from api.dispatch import service

routes = Routes("dispatch")


@routes.operation("listOffers")
async def list_offers(
    db: Db, actor: CurrentActor, query: Annotated[wire.ListOffersQuery, Query()]
) -> wire.OfferList:
    return await service.list_offers(db, actor, query)


@routes.operation("getOffer")
async def get_offer(db: Db, actor: CurrentActor, offer_id: UUID) -> wire.Offer:
    return await service.get_offer(db, actor, offer_id)


@routes.operation("markOfferSeen")
async def mark_offer_seen(db: Db, actor: CurrentActor, offer_id: UUID) -> wire.Offer:
    return await service.mark_offer_seen(db, actor, offer_id)


@routes.operation("acceptOffer")
async def accept_offer(db: Db, actor: CurrentActor, offer_id: UUID, body: wire.OfferAcceptance) -> wire.Offer:
    return await service.accept_offer(db, actor, offer_id, body)


@routes.operation("declineOffer")
async def decline_offer(db: Db, actor: CurrentActor, offer_id: UUID, body: wire.OfferDecline) -> wire.Offer:
    return await service.decline_offer(db, actor, offer_id, body)


@routes.operation("getMyShare")
async def get_my_share(db: Db, actor: CurrentActor) -> wire.Share:
    return await service.get_my_share(db, actor)


@routes.operation("getMyBalance")
async def get_my_balance(
    db: Db, actor: CurrentActor, query: Annotated[wire.GetMyBalanceQuery, Query()]
) -> wire.Balance:
    return await service.get_my_balance(db, actor, query)


@routes.operation("listMemberLoad")
async def list_member_load(
    db: Db, actor: CurrentActor, query: Annotated[wire.ListMemberLoadQuery, Query()]
) -> wire.MemberLoadList:
    return await service.list_member_load(db, actor, query)


@routes.operation("getDispatch")
async def get_dispatch(db: Db, actor: CurrentActor, dispatch_id: UUID) -> wire.Dispatch:
    return await service.get_dispatch(db, actor, dispatch_id)


@routes.operation("listDispatchOffers")
async def list_dispatch_offers(
    db: Db,
    actor: CurrentActor,
    dispatch_id: UUID,
    query: Annotated[wire.ListDispatchOffersQuery, Query()],
) -> wire.DispatchOfferList:
    return await service.list_dispatch_offers(db, actor, dispatch_id, query)


@routes.operation("listCandidates")
async def list_candidates(
    db: Db, actor: CurrentActor, dispatch_id: UUID, query: Annotated[wire.ListCandidatesQuery, Query()]
) -> wire.CandidateList:
    return await service.list_candidates(db, actor, dispatch_id, query)


@routes.operation("pauseDispatch")
async def pause_dispatch(
    db: Db, actor: CurrentActor, dispatch_id: UUID, version: ExpectedVersion
) -> wire.Dispatch:
    return await service.pause_dispatch(db, actor, dispatch_id, version)


@routes.operation("resumeDispatch")
async def resume_dispatch(
    db: Db, actor: CurrentActor, dispatch_id: UUID, version: ExpectedVersion
) -> wire.Dispatch:
    return await service.resume_dispatch(db, actor, dispatch_id, version)


@routes.operation("relaunchDispatch")
async def relaunch_dispatch(
    db: Db, actor: CurrentActor, dispatch_id: UUID, version: ExpectedVersion
) -> wire.Dispatch:
    return await service.relaunch_dispatch(db, actor, dispatch_id, version)


@routes.operation("widenDispatch")
async def widen_dispatch(
    db: Db, actor: CurrentActor, dispatch_id: UUID, version: ExpectedVersion
) -> wire.Dispatch:
    return await service.widen_dispatch(db, actor, dispatch_id, version)


@routes.operation("assignDispatch")
async def assign_dispatch(
    db: Db, actor: CurrentActor, dispatch_id: UUID, version: ExpectedVersion, body: wire.Assignment
) -> wire.Dispatch:
    return await service.assign_dispatch(db, actor, dispatch_id, version, body)
