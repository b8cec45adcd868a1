"""POST /access/v1/evaluation and /access/v1/evaluations (OpenID AuthZEN Authorization API 1.0)."""

import uuid
from collections.abc import Sequence
from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response

from rights.actions import decision_log
from rights.api.answers import answer, log_row
from rights.api.base import AccessView
from rights.api.schemas import ERRORS, EVALUATION, EVALUATIONS, RESULT, RESULTS
from rights.queries.decision import decide
from rights.rules.authzen import InvalidRequest, cut, evaluations_of, question_of
from rights.rules.decision import Decision, Question, Reason


class LogUnavailable(exceptions.APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "log_unavailable"
    default_detail = "Decisions cannot be logged now, so none is given. Try again."


class Evaluation(AccessView):
    @extend_schema(request=EVALUATION, responses={200: RESULT, **ERRORS}, summary="One decision")
    def post(self, request: Request) -> Response:
        try:
            question = question_of(cast("dict[str, Any]", request.data), system=self.system)
        except InvalidRequest as error:
            raise exceptions.ParseError(str(error)) from error
        return Response(self.told(decide([question]))[0])

    def told(self, decisions: Sequence[Decision]) -> list[dict[str, Any]]:
        """The answers, each logged. No answer leaves that the log has not taken."""
        keys = [uuid.uuid4() for _ in decisions]
        client, request_id = self.client.client_id, self.request_key
        pairs = list(zip(decisions, keys, strict=True))
        try:
            decision_log.note(log_row(decision, key, client, request_id) for decision, key in pairs)
        except decision_log.LogFull as full:
            raise LogUnavailable from full
        return [answer(decision, key) for decision, key in pairs]


class Evaluations(Evaluation):
    @extend_schema(
        request=EVALUATIONS, responses={200: RESULTS, **ERRORS}, summary="Many decisions in one call"
    )
    def post(self, request: Request) -> Response:
        try:
            batch = evaluations_of(cast("dict[str, Any]", request.data))
        except InvalidRequest as error:
            raise exceptions.ParseError(str(error)) from error
        if batch is None:
            return super().post(request)
        items, semantic = batch
        decided = cut(self._decided(items), semantic, lambda each: each[0].granted)
        answers = self.told([decision for decision, _ in decided])
        for found, (_, fault) in zip(answers, decided, strict=True):
            if fault:
                found["context"]["error"] = {"status": 400, "message": fault}
        return Response({"evaluations": answers})

    def _decided(self, items: Sequence[Any]) -> list[tuple[Decision, str]]:
        """A decision for every item; one that cannot be read is a no with its error."""
        questions = [self._read(item) for item in items]
        readable = [each for each in questions if isinstance(each, Question)]
        decisions = iter(decide(readable) if readable else ())
        return [
            (next(decisions), "") if isinstance(each, Question) else (_UNREADABLE, each) for each in questions
        ]

    def _read(self, item: Any) -> Question | str:
        if not isinstance(item, dict):
            return "An evaluation must be an object."
        try:
            return question_of(item, system=self.system)
        except InvalidRequest as error:
            return str(error)


_UNREADABLE = Decision(granted=False, reason=Reason.INVALID_REQUEST, question=Question(right=""))
