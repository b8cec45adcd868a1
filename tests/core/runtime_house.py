"""A small `up` for tests, as a process of its own: real PostgreSQL, Valkey, gunicorn and Celery, and a toy.

python runtime_house.py VAR    prints "ready PORT" and cares for its children until it is stopped
"""

import os
import sys
from pathlib import Path

from portal.core.runtime import children, places
from portal.core.runtime.logs import logs_dir
from portal.core.runtime.parts import Parts, start_servers
from portal.core.runtime.ports import listen, port_of
from portal.core.runtime.supervisor import StopAsked, Supervisor, stop_signals

TOY = """
import os, time
from celery import Celery

app = Celery("toy", broker=os.environ["TOY_BROKER"])
app.conf.worker_hijack_root_logger = False

@app.task
def sleep():
    open(os.environ["TOY_BUSY"], "w").close()
    time.sleep(600)

def application(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""


def say(sentence: str) -> None:
    print(sentence, flush=True)


def main(var: Path) -> None:
    (var / "toy.py").write_text(TOY)
    logs = logs_dir(var)
    # The toy is no Django project; Celery would take the variable at its word.
    own = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    env = {
        **own,
        "PYTHONPATH": f"{var}{os.pathsep}{places.PROJECT}",
        "TOY_BROKER": places.celery_url(places.redis_url(var=var)),
        "TOY_BUSY": str(var / "busy"),
    }
    try:
        with stop_signals(), Supervisor(say) as supervisor, listen(0) as listener:
            parts = Parts(database=True, broker_database=True, redis=True, provider=False)
            start_servers(supervisor, parts, var, say)
            web = children.web(listener, logs, env, "toy:application")
            supervisor.start(web, children.worker(logs, env, "toy"))
            say(f"ready {port_of(listener)}")
            supervisor.watch()
    except StopAsked:
        say("stopped")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
