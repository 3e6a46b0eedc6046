"""What a browser gets that signs in: the cookies of its session, or that of who owes a second factor."""

from fastapi import Response

from api.contract.models import Me
from api.identity import cookies, service


def let_in(response: Response, entered: tuple[Me, str] | service.Asked) -> Me | Response:
    """Who is signed in, with their cookies; or what is asked of who has a second factor (202)."""
    if isinstance(entered, service.Asked):
        cookies.ask_factor(response, entered.token)
        return Response(entered.body.model_dump_json(), 202, media_type="application/json")
    me, token = entered
    cookies.give(response, token, me.csrf_token or "")
    return me
