"""The shapes of the decision API for its OpenAPI document."""

from typing import Any

_ENTITY = {
    "type": "object",
    "required": ["type", "id"],
    "properties": {"type": {"type": "string"}, "id": {"type": "string"}, "properties": {"type": "object"}},
}
_ACTION = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "properties": {"type": "object"}},
}
_TUPLE: dict[str, Any] = {
    "subject": _ENTITY,
    "action": _ACTION,
    "resource": _ENTITY,
    "context": {"type": "object", "properties": {"level": {"type": "string"}}},
}
_RESULT: dict[str, Any] = {
    "type": "object",
    "required": ["decision"],
    "properties": {"decision": {"type": "boolean"}, "context": {"type": "object"}},
}
_PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
    },
}

EVALUATION = {
    "application/json": {
        "type": "object",
        "required": ["subject", "action", "resource"],
        "properties": _TUPLE,
    }
}
EVALUATIONS = {
    "application/json": {
        "type": "object",
        "properties": {
            **_TUPLE,
            "evaluations": {
                "type": "array",
                "maxItems": 1000,
                "items": {"type": "object", "properties": _TUPLE},
            },
            "options": {"type": "object", "properties": {"evaluations_semantic": {"type": "string"}}},
        },
    }
}
PRIVILEGES = {
    "type": "object",
    "properties": {
        "privileges_intermediate": {"type": "string"},
        "priv": {"type": "array", "items": {"type": "object"}},
        "complete": {"type": "boolean"},
    },
}
SUBJECT = {
    "application/json": {
        "type": "object",
        "required": ["id", "identity"],
        "properties": {"id": {"type": "string"}, "identity": {"type": "string"}},
    }
}
RESULT = _RESULT
RESULTS = {
    "type": "object",
    "properties": {
        "evaluations": {"type": "array", "items": _RESULT},
        "decision": {"type": "boolean"},
        "context": {"type": "object"},
    },
}
ACTING_FOR = {
    "type": "object",
    "properties": {
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "cvr": {"type": "string"},
                    "name": {"type": "string"},
                    "own": {"type": "boolean"},
                },
            },
        },
        "page": {"type": "object", "properties": {"next_token": {"type": "string"}}},
    },
}
ERRORS = {(code, "application/problem+json"): _PROBLEM for code in (400, 401, 403, 413, 503)}
