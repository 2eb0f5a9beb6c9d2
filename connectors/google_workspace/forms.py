"""Forms: the answers that people sent in, each beside its question.

Forms are found among the files of Drive; what a form itself asks is the content of its file. Google's filter on time would give
new answers, but not tell which were deleted, and one request gives a thousand, so that a form is read whole every time.
"""

import csv
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

from connectors.google_workspace import content
from connectors.google_workspace.domain import Domain, as_returned, moment
from connectors.google_workspace.drive import Drive
from connectors.google_workspace.sweeping import Load, Sweeping, paged
from connectors.kit.flatten import flatten
from connectors.kit.paging import items_of, required, text_of, token_pages
from scanner.connector import Phrase, Stream
from scanner.entities import EntityType
from scanner.errors import Malformed, SourceError
from scanner.model import Blob, Field, Gap, Partition, Record, RecordRef

SCOPE = "forms.responses.readonly"
PAGE = 1000
QUERY = f"mimeType = '{content.FORM}'"

_NUMBER = "a number of the platform"

RESPONSES = Stream(
    "responses",
    Phrase("Answers to forms", "Antwoorden op formulieren"),
    declares={"/respondentEmail": EntityType.EMAIL_ADDRESS},
    ignores={"/formId": _NUMBER, "/responseId": _NUMBER, "/answers": "read as answers.csv, each answer below its question"},
)


class Forms(Sweeping):
    """The stream `responses`: one partition for each form; its key is the form's id."""

    streams = (RESPONSES,)

    def __init__(self, domain: Domain, drive: Drive) -> None:
        super().__init__(domain)
        self._drive = drive
        self._lock = threading.Lock()
        self._questions: dict[str, Mapping[str, str]] = {}

    def partitions(self, user: str) -> Iterator[Partition | Gap]:
        """Yield the forms among the files of a user, or of a shared drive."""
        try:
            for (files, complete), _ in token_pages(lambda token: self._drive.page(user, token, "id", QUERY)):
                yield from (Partition(user, RESPONSES.name, required(file, "id")) for file in files)
                if not complete:
                    yield self._drive.incomplete(Partition(user, RESPONSES.name))
        except SourceError as error:
            yield self._gap(Partition(user, RESPONSES.name), "Forms could not be listed", error)

    def listings(self, partition: Partition) -> tuple[Load, ...]:
        """Return the answers to one form."""

        def load(token: str) -> tuple[list[Any], str]:
            wanted = {"formId": partition.key, "pageSize": PAGE, "pageToken": token or None}
            body = self._ask(partition.account, "list", **wanted)
            return items_of(body, "responses", ("nextPageToken",)), text_of(body, "nextPageToken")

        return (paged(load),)

    def _ask(self, account: str, method: str, **parameters: Any) -> Any:
        return self._domain.google.ask(SCOPE, self._drive.shared.reader(account), f"forms.forms.responses.{method}", **parameters)

    def records(self, partition: Partition, items: list[Any]) -> Iterable[Record | Gap]:
        """Yield the answers of each who sent the form in."""
        for item in items:
            record_id = f"{partition.key}/{required(item, 'responseId')}"
            yield self._record(RecordRef(self._domain.system, partition.account, RESPONSES.name, record_id), item)

    def fetch(self, ref: RecordRef) -> Record:
        """Read one person's answers again."""
        form, _, response = ref.record_id.rpartition("/")
        return self._record(ref, self._ask(ref.account, "get", formId=form, responseId=response))

    def _record(self, ref: RecordRef, item: Any) -> Record:
        form, _, response = ref.record_id.rpartition("/")
        table = _table(item, self._titles(ref.account, form))
        return Record(
            ref,
            flatten(item, RESPONSES.declares, RESPONSES.ignores),
            (Blob("answers.csv", "text/csv; charset=utf-8", len(table), lambda: BytesIO(table)),),
            moment(text_of(item, "lastSubmittedTime")),
            f"https://docs.google.com/forms/d/{form}/edit#response={response}",
            as_returned(response, item),
        )

    def searched(self, record: Record) -> Record:
        """Return a record with its answers as a field."""
        answers = b"".join(blob.open().read() for blob in record.blobs).decode()
        return replace(record, fields=(*record.fields, Field("/answers", answers)))

    def _titles(self, account: str, form: str) -> Mapping[str, str]:
        """Return the form's questions by number, asked for once."""
        with self._lock:
            if form not in self._questions:
                body = content.form(self._domain.google, self._drive.shared.reader(account), form)
                self._questions[form] = dict(_questions(items_of(body, "items", body.keys())))
            return self._questions[form]


def _questions(items: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for item in items:
        title = text_of(item, "title")
        if question := text_of(item, "questionItem/question/questionId"):
            yield question, title
        group = item.get("questionGroupItem")
        for row in items_of(group, "questions") if group else ():
            yield required(row, "questionId"), " ".join(filter(None, (title, text_of(row, "rowQuestion/title"))))


def _table(item: Any, titles: Mapping[str, str]) -> bytes:
    """Return the answers as a row below their questions, in the order of the form; then those whose question is gone."""
    answers = item.get("answers", {})
    if not isinstance(answers, dict):
        raise Malformed("Google gave answers that are not what its description promises; report it to inzage.")
    order = [*(number for number in titles if number in answers), *(number for number in answers if number not in titles)]
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([titles.get(number, number) for number in order])
    writer.writerow(["; ".join(_values(answers[number])) for number in order])
    return out.getvalue().encode()


def _values(answer: Any) -> Iterator[str]:
    for way, key in (("textAnswers", "value"), ("fileUploadAnswers", "fileName")):
        found = answer.get(way)
        yield from (text_of(one, key) for one in (items_of(found, "answers", ()) if found else ()))
