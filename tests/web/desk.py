"""An agent at the desk: logged in, the code given, an organisation open."""

from typing import Any

from tests.web.agents import Agent, make_agent

REASON = "Ringer, fordi flytningen ikke kan komme videre"


def at_the_desk(username: str = "sus", role: str = "agent") -> Agent:
    agent = make_agent(username, role)
    agent.come_in()
    return agent


def inside(number: str, rest: str = "") -> str:
    return f"/support/organisationer/{number}/{rest}"


def open_organisation(agent: Agent, number: str, **answers: Any) -> Any:
    form = {"case_number": "S-BCDFGH", "reason": REASON, "hours": "1", "is_outsider": "on", **answers}
    return agent.client.post(inside(number, "adgang/"), {k: v for k, v in form.items() if v is not None})
