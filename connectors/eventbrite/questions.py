"""What the answers of orders and attendees are answers to."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.kit.paging import items_of, text_of
from scanner.entities import EntityType
from scanner.errors import AuthFailed, Gone, SourceError

MEANT: Mapping[str, EntityType] = {"email": EntityType.EMAIL_ADDRESS, "url": EntityType.URL, "address": EntityType.LOCATION}
"""What an answer holds, by the type of its question."""

Pages = Callable[[str, Mapping[str, str]], list[Any]]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of an event. `choices` are the words of each choice, by its id."""

    text: str = ""
    type: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


class Questions:
    """The questions of each event, asked for once. Thread-safe.

    `pages` returns all pages of a listing.
    """

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._lock = threading.Lock()
        self._known: dict[tuple[str, bool], dict[str, Question] | SourceError] = {}

    def decode(self, raw: dict[str, Any]) -> tuple[dict[str, Any], SourceError | None]:
        """Return the record with every answer beside its question, and what kept a question from being known, or None.

        Answers that only `survey_responses` holds, by a question's number, join the others under `answers`. Raises AuthFailed.
        """
        event, answers = text_of(raw, "event_id"), raw.get("answers")
        answers = [dict(one) for one in answers if isinstance(one, dict)] if isinstance(answers, list) else []
        told = {text_of(one, "question_id") for one in answers}
        coded = raw.get("survey_responses")
        coded = coded if isinstance(coded, dict) else {}
        answers += [{"question_id": number, "answer": answer} for number, answer in coded.items() if number not in told]
        unknown = {text_of(one, "question_id") for one in answers if not text_of(one, "question")}
        if not (unknown and event):
            return raw, None
        questions, trouble = self._of(event, unknown)
        for answer in answers:
            question = questions.get(text_of(answer, "question_id"), Question())
            answer.setdefault("question", question.text)
            answer.setdefault("type", question.type)
            answer["answer"] = _in_words(answer.get("answer"), question)
        return {**raw, "answers": answers}, trouble

    def _of(self, event: str, wanted: set[str]) -> tuple[dict[str, Question], SourceError | None]:
        """Return the event's own questions, and those that come with the platform where these are not enough."""
        found: dict[str, Question] = {}
        for canned in (False, True):
            if wanted <= found.keys():
                break
            known = self._load(event, canned=canned)
            if isinstance(known, SourceError):
                return found, known
            found |= known
        return found, None

    def _load(self, event: str, *, canned: bool) -> dict[str, Question] | SourceError:
        with self._lock:
            known = self._known.get((event, canned))
        if known is None:
            known = self._ask(event, canned=canned)
            with self._lock:
                self._known[event, canned] = known
        return known

    def _ask(self, event: str, *, canned: bool) -> dict[str, Question] | SourceError:
        kind, params = ("canned_questions", {"include_all": "true"}) if canned else ("questions", {"as_owner": "true"})
        try:
            pages = self._pages(f"/events/{event}/{kind}/", params)
            return {text_of(raw, "id"): _question(raw) for page in pages for raw in items_of(page, "questions")}
        except AuthFailed:
            raise
        except Gone:
            # the event went, its questions with it: the answers stand as they are
            return {}
        except SourceError as error:
            # not asked again for each of the event's orders: an outage would be waited out as often
            return error


def declared_answers(raw: Mapping[str, Any]) -> dict[str, EntityType]:
    """Return what the answers hold, where their questions say it."""
    answers = raw.get("answers")
    return {
        f"/answers/{at}/answer{below}": MEANT[kind]
        for at, answer in enumerate(answers if isinstance(answers, list) else ())
        if (kind := text_of(answer, "type")) in MEANT
        for below in (("", "/*") if kind == "address" else ("",))
    }


def _question(raw: Any) -> Question:
    choices = raw.get("choices") if isinstance(raw, dict) else None
    words = {text_of(choice, "id"): text_of(choice, "answer/text") for choice in choices or () if isinstance(choice, dict)}
    return Question(text_of(raw, "question/text"), text_of(raw, "type"), words)


def _in_words(answer: Any, question: Question) -> Any:
    """Return the answer with the words of a choice in the place of its number."""
    if isinstance(answer, list):
        return [_in_words(one, question) for one in answer]
    return question.choices.get(str(answer), answer) if isinstance(answer, str | int) else answer
