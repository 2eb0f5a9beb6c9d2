"""Forms v1: what forms ask, and the answers that were sent in."""

import copy
import re
from collections.abc import Iterable
from typing import Any

from connectors.sandbox.google.call import Call
from connectors.sandbox.google.drive import Drive
from connectors.sandbox.google.listing import page
from connectors.sandbox.google.opaque import Opaque
from connectors.sandbox.google.problems import Problem, bad, missing
from connectors.sandbox.tenant import Form


class Forms:
    """Every form of the domain; its file in Drive says who may see it. The answers to `denied` forms are not shown."""

    def __init__(self, drive: Drive, forms: Iterable[Form], tokens: Opaque) -> None:
        self._drive, self._tokens = drive, tokens
        self._forms: dict[str, dict[str, Any]] = {}
        self._responses: dict[str, dict[str, dict[str, Any]]] = {}
        self.denied: set[str] = set()
        for form in forms:
            self._forms[form.resource["formId"]] = copy.deepcopy(form.resource)
            for response in form.responses:
                self.send_in(form.resource["formId"], response)

    def send_in(self, form_id: str, response: dict[str, Any]) -> None:
        """Take somebody's answers, or replace what they were."""
        self._responses.setdefault(form_id, {})[response["responseId"]] = copy.deepcopy(response)

    def delete(self, form_id: str, response_id: str) -> None:
        """Delete somebody's answers: nothing stays."""
        del self._responses[form_id][response_id]

    def _seen(self, call: Call) -> str:
        form = call.path["formId"]
        if form not in self._forms or not self._drive.shows(call.subject, form):
            raise missing("Requested entity")
        if form in self.denied and "responses" in call.method:
            raise Problem(403, "forbidden", "The caller does not have permission")
        return form

    def get_form(self, call: Call) -> dict[str, Any]:
        """forms.forms.get."""
        return self._forms[self._seen(call)]

    def list_responses(self, call: Call) -> dict[str, Any]:
        """forms.forms.responses.list: in order of sending in; the list leaves `formId` out."""
        held = sorted(self._responses.get(self._seen(call), {}).values(), key=lambda one: str(one["lastSubmittedTime"]))
        if wish := call.one("filter"):
            hit = re.fullmatch(r"timestamp (>=?) (\S+)", wish)
            if hit is None:
                raise bad("Invalid filter.")
            sign, moment = hit.groups()
            held = [
                one for one in held if one["lastSubmittedTime"] > moment or (sign, one["lastSubmittedTime"]) == (">=", moment)
            ]
        shown = [{name: value for name, value in one.items() if name != "formId"} for one in held]
        return page(self._tokens, call, "responses", shown, call.most("pageSize", 5000, 5000))

    def get_response(self, call: Call) -> dict[str, Any]:
        """forms.forms.responses.get."""
        form = self._seen(call)
        found = self._responses.get(form, {}).get(call.path["responseId"])
        if found is None:
            raise missing("Requested entity")
        return {**found, "formId": form}
