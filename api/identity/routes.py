"""Sessions, machine tokens, the rules of the community, the instance."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from api.contract.models import (
    AccessToken,
    CommunityChoice,
    CommunityRules,
    CommunityRulesInput,
    Credentials,
    DelegateInvitation,
    Delegation,
    DelegationChoice,
    DelegationInput,
    DelegationList,
    Instance,
    InvitationAcceptance,
    InvitationPage,
    InvitationReading,
    ListMyDelegationsQuery,
    Me,
    PasswordChange,
    PasswordChoice,
    PasswordJudgement,
    PasswordLinkRequest,
    PasswordToJudge,
    PracticeChoice,
    SessionList,
    SignedOut,
)
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, Routes
from api.core.throttle import network_of_caller
from api.identity import cookies, oauth, service
from api.identity.arrivals import let_in
from api.identity.factor_routes import factors as factors
from api.identity.password_rules import strength
from api.identity.psc import flow

sessions = Routes("sessions")
communities = Routes("communities")
operations = Routes("operations")


@sessions.operation("createSession")
async def create_session(db: Db, request: Request, response: Response, body: Credentials) -> Me | Response:
    replacing = cookies.session_token(request)
    browser = request.headers.get("user-agent")
    entered = await service.create_session(
        db, body, network=network_of_caller(request), replacing=replacing, browser=browser
    )
    return let_in(response, entered)


@sessions.operation("deleteSession")
async def delete_session(db: Db, actor: CurrentActor, response: Response) -> SignedOut:
    cookies.take_back(response)
    return await service.delete_session(db, actor)


@sessions.operation("startProSanteConnect")
async def start_pro_sante_connect(request: Request) -> Response:
    return await flow.start(request.query_params.get("return_to"))


@sessions.operation("returnFromProSanteConnect")
async def return_from_pro_sante_connect(request: Request) -> Response:
    return await flow.come_back(request)


@sessions.operation("choosePractice")
async def choose_practice(db: Db, actor: CurrentActor, body: PracticeChoice) -> Me:
    return await service.choose_practice(db, actor, body)


@sessions.operation("listMySessions")
async def list_my_sessions(db: Db, actor: CurrentActor) -> SessionList:
    return await service.list_my_sessions(db, actor)


@sessions.operation("endMySession")
async def end_my_session(db: Db, actor: CurrentActor, session_id: UUID) -> None:
    await service.end_my_session(db, actor, session_id)


@sessions.operation("endMyOtherSessions")
async def end_my_other_sessions(db: Db, actor: CurrentActor) -> None:
    await service.end_my_other_sessions(db, actor)


@sessions.operation("changePassword")
async def change_password(db: Db, actor: CurrentActor, response: Response, body: PasswordChange) -> None:
    cookies.renew(response, await service.change_password(db, actor, body))


@sessions.operation("chooseCommunity")
async def choose_community(db: Db, actor: CurrentActor, body: CommunityChoice) -> Me:
    return await service.choose_community(db, actor, body)


@sessions.operation("chooseDelegation")
async def choose_delegation(db: Db, actor: CurrentActor, body: DelegationChoice) -> Me:
    return await service.choose_delegation(db, actor, body)


@sessions.operation("readInvitation")
async def read_invitation(db: Db, request: Request, body: InvitationReading) -> InvitationPage:
    return await service.read_invitation(db, body, session=cookies.session_token(request))


@sessions.operation("acceptInvitation")
async def accept_invitation(
    db: Db, request: Request, response: Response, body: InvitationAcceptance
) -> Me | Response:
    replacing = cookies.session_token(request)
    browser = request.headers.get("user-agent")
    entered = await service.accept_invitation(
        db, body, network=network_of_caller(request), replacing=replacing, browser=browser
    )
    return let_in(response, entered)


@sessions.operation("requestPasswordLink")
async def request_password_link(db: Db, body: PasswordLinkRequest) -> None:
    await service.request_password_link(db, body)


@sessions.operation("choosePassword")
async def choose_password(db: Db, body: PasswordChoice) -> None:
    await service.choose_password(db, body)


@sessions.operation("judgePassword")
async def judge_password(body: PasswordToJudge) -> PasswordJudgement:
    return PasswordJudgement(strength=strength(body.password, *body.about.splitlines()))


@sessions.operation("listMyDelegations")
async def list_my_delegations(
    db: Db, actor: CurrentActor, query: Annotated[ListMyDelegationsQuery, Query()]
) -> DelegationList:
    return await service.list_my_delegations(db, actor, query)


@sessions.operation("inviteDelegate")
async def invite_delegate(db: Db, actor: CurrentActor, body: DelegateInvitation) -> Delegation:
    return await service.invite_delegate(db, actor, body)


@sessions.operation("replaceMyDelegation")
async def replace_my_delegation(
    db: Db, actor: CurrentActor, delegation_id: UUID, expected: ExpectedVersion, body: DelegationInput
) -> Delegation:
    return await service.replace_my_delegation(db, actor, delegation_id, body, expected=expected)


@sessions.operation("endMyDelegation")
async def end_my_delegation(db: Db, actor: CurrentActor, delegation_id: UUID) -> None:
    await service.end_my_delegation(db, actor, delegation_id)


@sessions.operation("sendDelegateInvitation")
async def send_delegate_invitation(db: Db, actor: CurrentActor, delegation_id: UUID) -> Delegation:
    return await service.send_delegate_invitation(db, actor, delegation_id)


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
