"""The mandate as a document: its text is fixed with the last consent, its PDF is made right after.

A PDF takes half a second of processor, and nobody's answer waits for that: the text both sides agreed to is kept, word
for word, in a job of the same transaction; a worker makes the PDF of exactly that text."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from mandates.events import MandateEvent
from mandates.models import Mandate
from mandates.rules import words
from portal.core import audit, jobs, trace
from portal.core.actors import Actor
from portal.core.documents import keep_document, render_html
from portal.core.models import Chunk, Job

KIND = "mandates.document"
TEMPLATE, VERSION, LANGUAGE = "pdf/mandates/mandate.html", "2", "da"


def write_document(mandate: Mandate, rights: list[Any], *, actor: Actor) -> None:
    """Inside the action that brings it into force: what both sides agreed to."""
    with override(LANGUAGE):
        title = _("Fuldmagt %(number)s") % {"number": mandate.number}
        context = {"mandate": mandate, "rights": rights, "limit": words.limit_in_words(mandate)}
        text = str(render_html(TEMPLATE, context, language=LANGUAGE))
    jobs.start(KIND, title=title, requested_by=actor.label,
               chunks=[({"mandate": str(mandate.pk), "title": title, "text": text, "version": VERSION}, 1)])  # fmt: skip


@jobs.job_kind(KIND)
def _make(job: Job, chunk: Chunk) -> None:
    """The PDF of the kept text, with its hash, told in the history of both sides."""
    said = chunk.params
    rows = Mandate.objects.across_organisations("its document").select_related(
        "grantor", "grantee", "principal"
    )
    mandate = rows.select_for_update(of=("self",)).get(pk=said["mandate"])
    document = keep_document(
        text=said["text"], kind="fuldmagt", template=TEMPLATE, version=said["version"], organisation=mandate.grantor,
        title=said["title"], language=LANGUAGE,
    )  # fmt: skip
    mandate.document = document
    mandate.save(update_fields=["document"])
    with trace.collecting(KIND):
        audit.record(MandateEvent.DOCUMENTED, mandate, actor=Actor.system(KIND), organisations=mandate.organisations(),
                     number=mandate.number, sha256=document.sha256, template_version=said["version"])  # fmt: skip
