"""Sessions, machine tokens, the rules of the community, the instance."""

from fastapi import Request, Response

from api.contract.models import (
    AccessToken,
    CommunityChoice,
    CommunityRules,
    CommunityRulesInput,
    Credentials,
    Instance,
    Me,
)
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, Routes
from api.identity import cookies, oauth, service

sessions = Routes("sessions")
communities = Routes("communities")
operations = Routes("operations")


@sessions.operation("createSession")
async def create_session(db: Db, request: Request, response: Response, body: Credentials) -> Me:
    replacing = request.cookies.get(cookies.SESSION)
    me, token = await service.create_session(db, body, replacing=replacing)
    cookies.give(response, token, me.csrf_token or "")
    return me


@sessions.operation("deleteSession")
async def delete_session(db: Db, actor: CurrentActor, response: Response) -> None:
    await service.delete_session(db, actor)
    cookies.take_back(response)


@sessions.operation("chooseCommunity")
async def choose_community(db: Db, actor: CurrentActor, body: CommunityChoice) -> Me:
    return await service.choose_community(db, actor, body)


@sessions.operation("getMe")
async def get_me(db: Db, actor: CurrentActor) -> Me:
    return await service.get_me(db, actor)


@sessions.operation("createAccessToken")
async def create_access_token(db: Db, request: Request, response: Response) -> AccessToken:
    response.headers.update(oauth.NOT_STORED)
    return await service.create_access_token(db, await oauth.read_form(request))


@communities.operation("getCommunityRules")
async def get_community_rules(db: Db, actor: CurrentActor) -> CommunityRules:
    return await service.get_community_rules(db, actor)


@communities.operation("replaceCommunityRules")
async def replace_community_rules(
    db: Db, actor: CurrentActor, expected: ExpectedVersion, body: CommunityRulesInput
) -> CommunityRules:
    return await service.replace_community_rules(db, actor, body, expected=expected)


@operations.operation("getInstance")
async def get_instance(db: Db) -> Instance:
    return await service.get_instance(db)
