"""The second factor: at sign-in, one's own, and for who lost it."""

from uuid import UUID

from fastapi import Request, Response

from api.contract.models import (
    FactorAdded,
    FactorAsked,
    FactorProof,
    Me,
    PasskeyCreation,
    PasskeyInput,
    RecoveryCodes,
    SecondFactor,
    SecondFactorReset,
    TotpConfirmation,
    TotpSecret,
)
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import Routes
from api.identity import cookies, service

factors = Routes("sessions")


@factors.operation("completeSignIn")
async def complete_sign_in(db: Db, request: Request, response: Response, body: FactorProof) -> Me:
    me, token = await service.complete_sign_in(
        db,
        body,
        asked=cookies.factor_token(request),
        replacing=cookies.session_token(request),
        browser=request.headers.get("user-agent"),
    )
    cookies.give(response, token, me.csrf_token or "")
    cookies.factor_proved(response)
    return me


@factors.operation("getMySecondFactor")
async def get_my_second_factor(db: Db, actor: CurrentActor) -> SecondFactor:
    return await service.get_my_second_factor(db, actor)


@factors.operation("askFactorProof")
async def ask_factor_proof(db: Db, actor: CurrentActor) -> FactorAsked:
    return await service.ask_factor_proof(db, actor)


@factors.operation("proveAgain")
async def prove_again(db: Db, actor: CurrentActor, response: Response, body: FactorProof) -> None:
    cookies.renew(response, await service.prove_again(db, actor, body))


@factors.operation("startTotp")
async def start_totp(db: Db, actor: CurrentActor) -> TotpSecret:
    return await service.start_totp(db, actor)


@factors.operation("confirmTotp")
async def confirm_totp(
    db: Db, actor: CurrentActor, response: Response, body: TotpConfirmation
) -> FactorAdded:
    added, token = await service.confirm_totp(db, actor, body)
    cookies.renew(response, token)
    return added


@factors.operation("removeTotp")
async def remove_totp(db: Db, actor: CurrentActor) -> None:
    await service.remove_totp(db, actor)


@factors.operation("startPasskey")
async def start_passkey(db: Db, actor: CurrentActor) -> PasskeyCreation:
    return await service.start_passkey(db, actor)


@factors.operation("addPasskey")
async def add_passkey(db: Db, actor: CurrentActor, response: Response, body: PasskeyInput) -> FactorAdded:
    added, token = await service.add_passkey(db, actor, body)
    cookies.renew(response, token)
    return added


@factors.operation("removePasskey")
async def remove_passkey(db: Db, actor: CurrentActor, passkey_id: UUID) -> None:
    await service.remove_passkey(db, actor, passkey_id)


@factors.operation("drawRecoveryCodes")
async def draw_recovery_codes(db: Db, actor: CurrentActor) -> RecoveryCodes:
    return await service.draw_recovery_codes(db, actor)


@factors.operation("resetSecondFactor")
async def reset_second_factor(db: Db, actor: CurrentActor, body: SecondFactorReset) -> None:
    await service.reset_second_factor(db, actor, body)
