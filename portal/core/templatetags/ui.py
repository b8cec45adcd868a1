"""The components of every page: `{% load ui %}`. All of them, in all their states, stand on /komponenter/.

Pages extend `base.html` (menu at the side), `base_public.html` (no side menu), `base_step.html` (one step of
a way through) or `base_error.html`. Blocks of base.html: title, breadcrumbs, main, aside (the help box, last
in the page), scripts, modals. Context: `shell` (menu, organisation, organisations, person_name, support_line,
notifications_count, notifications_url, authority, is_development; each may be missing), `title`, `form`.

A page
    {% extends "base.html" %}{% load i18n ui %}
    {% block breadcrumbs %}{% breadcrumbs _("Overblik") url title %}{% endblock %}
    {% block main %}<h1>{{ title }}</h1><p class="font-lead">…</p>{% endblock %}
    {% block aside %}{% help_box who=_("…") after=_("…") %}{% endblock %}

A list (`ListPage`)
    {% filter_form form reset=request.path %}
    {% if rows %}{% table caption=title %}
      <thead><tr>{% sort_header _("Navn") "name" sort %}<th scope="col">…</th></tr></thead>
      <tbody>{% for row in rows %}<tr>
        <th scope="row"><a href="…">{{ row.name }}</a></th>
        <td>{% badge row.get_state_display row.tone %}</td></tr>{% endfor %}</tbody>
    {% endtable %}{% pagination previous next _("Sider med …") %}
    {% else %}{% empty_state _("Ingen …") %}<p>…</p>{% endempty_state %}{% endif %}

A list to choose from: as above, with kind="table--selectable", `{% select_all %}` first in the head,
`{% select_row row.pk row.name %}` first in each row, one <form method="post"> around it all, and below it
    {% table_actions one=_("1 valgt") many=_("{count} valgt") none=_("Ingen valgt") %}
      <button type="submit" class="button button-primary" name="do" value="…">…</button>{% endtable_actions %}

A form (`ActionPage`): page_form.html, or extend it and fill its blocks back, intro, form, buttons, aside.
`{% error_summary form %}` stands above the heading, `{{ form }}` below it.
A step: extend base_step.html; context `steps` [{label, url, state}], `back`, `title`, `form`, `submit`,
`may_save`; blocks intro, form, buttons, aside. The last one shows `{% summary_list rows %}` in its intro.
A dangerous act (`ConfirmPage`): page_confirm.html; question or title, consequences, submit, back, danger.
A receipt: `{% alert "success" _("…") %}…{% endalert %}` and what happens next.
A job: `{% job_progress label done total poll=url finished=… result=url %}`, poll.js in the block scripts.

Filters: moment ("exact"), day ("short"), money ("ex", "incl"), number, cvr, role_name, tone (of a level)
What each tag takes stands at its function: `_pieces`, `_lists`, `_formats` and `_charts` beside this file.
"""

from collections.abc import Callable
from typing import Any

from django import template

from portal.core.templatetags import _charts, _formats, _lists, _pieces

Tag = Callable[..., Any]
register = template.Library()

FILTERS: tuple[Tag, ...] = (
    _formats.moment,
    _formats.day,
    _formats.money,
    _formats.number,
    _formats.cvr,
    _formats.role_name,
    _formats.who_may,
    _pieces.tone,
)
SIMPLE: tuple[Tag, ...] = (_pieces.icon, _pieces.badge, _lists.step_position)
BLOCKS: tuple[Tag, ...] = (
    _pieces.alert,
    _pieces.panel,
    _pieces.empty_state,
    _lists.table,
    _lists.table_actions,
)
# Each has its template of the same name.
INCLUDED: tuple[Tag, ...] = (
    _pieces.price_line,
    _pieces.copyable,
    _lists.side_menu,
    _lists.breadcrumbs,
    _lists.step_list,
    _lists.pagination,
    _lists.select_all,
    _lists.select_row,
    _lists.filter_form,
    _lists.summary_list,
    _lists.definition_list,
    _lists.tabs,
    _lists.card_grid,
    _lists.error_summary,
    _charts.bar_chart,
    _charts.column_chart,
)
INCLUDED_WITH_CONTEXT: tuple[Tag, ...] = (_pieces.help_box, _lists.sort_header)

for function in FILTERS:
    register.filter(function.__name__, function)
for function in SIMPLE:
    register.simple_tag(function)
for function in BLOCKS:
    register.simple_block_tag(function)
register.simple_block_tag(_pieces.confirm, takes_context=True)
for function in INCLUDED:
    register.inclusion_tag(f"components/{function.__name__}.html")(function)
for function in INCLUDED_WITH_CONTEXT:
    register.inclusion_tag(f"components/{function.__name__}.html", takes_context=True)(function)
register.inclusion_tag("components/progress.html", name="job_progress")(_pieces.progress_part)
