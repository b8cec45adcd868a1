"""A file of users: choose it, say what the columns are, see every problem, start, follow, fetch the
errors."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from identities import actions, queries
from identities.models import Price, Upload, UploadRow
from identities.reader import FIELDS
from identities.views.living import decimal_or_none
from portal.core.exports import csv_response
from portal.core.forms import ConfirmForm, PortalForm, UploadField
from portal.core.pages import ActionOnObject, ActionPage, ConfirmPage, ListPage, Page
from portal.core.permissions import Permission


class FileForm(PortalForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Hvad er det for en fil?"),
        choices=Upload.Kind.choices,
        initial=Upload.Kind.CREATE,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Vælg, hvad det er for en fil")},
    )
    file = UploadField(
        label=gettext_lazy("Fil"),
        formats=("csv", "xlsx"),
        max_megabytes=20,
        error_messages={"required": gettext_lazy("Vælg en fil")},
    )


class UploadFile(ActionPage):
    action = actions.read_upload
    form_class = FileForm
    template_name = "identities/upload_file.html"
    title = gettext_lazy("Opret brugere fra en fil")
    section = "identities"
    submit = gettext_lazy("Læs filen")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        file = form.cleaned_data["file"]
        return {"content": file.read(), "file_name": file.name, "kind": form.cleaned_data["kind"]}

    def get_success_url(self) -> str:
        return reverse("identities:upload_columns", args=[self.organisation.cvr, self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            back=reverse("identities:list", args=[self.organisation.cvr]), **kwargs
        )


class UploadColumns(ActionOnObject):
    """What each column is; guessed from the heading, shown with the first values."""

    model = Upload
    subject_name = "upload"
    action = actions.try_upload
    form_class: Any = ConfirmForm
    template_name = "identities/upload_columns.html"
    title = gettext_lazy("Hvad er kolonnerne?")
    section = "identities"

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        chosen = {str(n): self.request.POST.get(f"column-{n}", "") for n in range(len(self.object.columns))}
        return {"upload": self.object, "mapping": {number: name for number, name in chosen.items() if name}}

    def get_success_url(self) -> str:
        return reverse("identities:upload", args=[self.organisation.cvr, self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(columns=list(self._columns()), fields=FIELDS.items(), **kwargs)

    def _columns(self) -> Any:
        posted = self.request.POST if self.request.method == "POST" else {}
        for number, heading in enumerate(self.object.columns):
            chosen = posted.get(f"column-{number}", self.object.mapping.get(str(number), ""))
            seen = [row[number] for row in self.object.samples if number < len(row) and row[number]]
            yield {"number": number, "heading": heading, "chosen": chosen, "seen": seen}


class UploadResult(ListPage):
    """The dry run: what would happen, every problem by line, the most it can cost."""

    model = UploadRow
    permission = Permission.IDENTITY_MANAGE
    template_name = "identities/upload.html"
    title = gettext_lazy("Prøvekørsel")
    section = "identities"
    order_by = ("number",)

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(upload=self.upload).exclude(problems=[])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (refusal := self.refusal(request)) is not None:
            return refusal
        self.upload = found_upload(self, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        good = self.upload.rows_total - self.upload.rows_bad
        return super().get_context_data(
            upload=self.upload,
            good=good,
            ceiling=queries.ceiling_for(self.organisation, good),
            price_shown=queries.price(Price.Item.IDENTITY),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from django.contrib import messages

        from portal.core.actions import RuleBroken

        try:
            started = actions.start_upload(
                actor=self.actor,
                upload=self.upload,
                order=request.POST.get("order") == "yes",
                price_shown=decimal_or_none(request.POST.get("price_shown")),
            )
        except RuleBroken as broken:
            messages.error(request, str(broken))
            return redirect(request.path)
        return redirect("web:job", self.organisation.cvr, started.job)


class DiscardUpload(ConfirmPage):
    model = Upload
    subject_name = "upload"
    action = actions.discard_upload
    question = gettext_lazy("Vil du kassere filen?")
    consequences = (gettext_lazy("Intet er oprettet, og filens indhold slettes her."),)
    submit = gettext_lazy("Kassér filen")
    done = gettext_lazy("Filen er kasseret.")
    section = "identities"

    def get_success_url(self) -> str:
        return reverse("identities:list", args=[self.organisation.cvr])


class UploadErrors(Page, View):
    """The lines that cannot be used, as they stood, with what is wrong: correct them and hand them in
    again."""

    permission = Permission.IDENTITY_MANAGE

    def get(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        upload = found_upload(self, pk)
        rows = (
            UploadRow.objects.for_actor(self.actor)
            .filter(upload=upload)
            .exclude(problems=[])
            .order_by("number")
        )
        lines = ([*row.cells, " ".join(row.problems)] for row in rows.iterator(2000))
        return csv_response(f"fejl-{upload.uploaded_at:%Y%m%d-%H%M}", [*upload.columns, _("Fejl")], lines)


def found_upload(page: Any, pk: Any) -> Upload:
    upload = Upload.objects.for_actor(page.actor).filter(pk=pk).first()
    if upload is None:
        raise Http404
    return upload
