"""`specgen types` and `specgen editions`: what can be made, and what is known of each edition."""

from __future__ import annotations

from pathlib import Path

import click

from specgen import exit_codes
from specgen.assembly.edition import GENERAL
from specgen.cli.output import format_option, print_json, print_problems, print_table, problems_json
from specgen.issue.precedents import OwnForms, open_workplace, template_folders


@click.command()
@format_option
def types(form: str) -> int:
    """List the document types, shipped and your organisation's.

    Example: specgen types
    """
    workplace, problems = open_workplace(Path.cwd())
    own, faults = OwnForms(template_folders(workplace.organisation)).all
    problems = [*problems, *faults]
    if form == "json":
        print_json(
            {
                "types": [
                    {
                        "type": kind.key,
                        "title": kind.title,
                        "per": kind.per,
                        "when": kind.when,
                        "audience": kind.audience,
                        "schedule": kind.schedule,
                        "prints": list(kind.prints),
                        "template": str(kind.template),
                    }
                    for kind in workplace.types
                ],
                "documents_with_figures": [
                    {
                        "type": kind.key,
                        "title": kind.title,
                        "says": kind.says,
                        "person_level": kind.person_level,
                        "fields": list(kind.fields),
                        "tables": {name: list(table.columns) for name, table in kind.tables.items()},
                        "figures": list(kind.figures),
                        "conditions": [condition.name for condition in kind.conditions],
                        "template": str(kind.template),
                    }
                    for kind in own
                ],
                "problems": problems_json(problems),
            }
        )
    else:
        audience = {"parties": "both parties", "commissioner": "Commissioner only"}
        print_table(
            ("TYPE", "TITLE", "ONE PER", "MADE WHEN", "FOR"),
            [(kind.key, kind.title, kind.per, kind.when, audience[kind.audience]) for kind in workplace.types],
        )
        click.echo("\nDocuments with figures, each of a file of its own that begins with “document: TYPE”:")
        print_table(("TYPE", "TITLE"), [(kind.key, kind.title) for kind in own])
        click.echo()
        templates = [*(kind.template for kind in workplace.types), *(kind.template for kind in own)]
        for folder in dict.fromkeys(str(template.parents[1]) for template in templates):
            click.echo(f"Templates: {folder}")
        print_problems(problems)
    return exit_codes.PROBLEMS if problems else exit_codes.DONE


@click.command()
@click.argument("edition", required=False)
@format_option
def editions(edition: str | None, form: str) -> int:
    """List the editions of the NHS Standard Contract, or one EDITION with every fact and whether it was verified.

    \b
    Examples:
      specgen editions
      specgen editions 2026/27
    """
    workplace, problems = open_workplace(Path.cwd())
    wanted = [entry for entry in workplace.editions if edition in (None, entry.edition)]
    if not wanted:
        known = ", ".join(dict.fromkeys(entry.edition for entry in workplace.editions))
        raise click.UsageError(f"there is no edition “{edition}”; there are: {known}")
    if form == "json":
        print_json(
            {
                "editions": [
                    {
                        "edition": entry.edition,
                        "form": entry.form,
                        "known_from": entry.known_from,
                        "file": entry.file,
                        "absent": dict(entry.absent),
                        "rules_set_aside": dict(entry.rules_set_aside),
                        "facts": [
                            {"fact": fact.name, "text": fact.text, "verified": fact.verified, "note": fact.note}
                            for fact in entry.facts().values()
                        ],
                    }
                    for entry in wanted
                ],
                "problems": problems_json(problems),
            }
        )
        return exit_codes.PROBLEMS if problems else exit_codes.DONE
    if edition is None:
        print_table(
            ("EDITION", "FORM", "SCHEDULES", "NOT VERIFIED"),
            [
                (
                    entry.edition,
                    entry.form,
                    ", ".join(schedule.letter for schedule in entry.schedules.values()) or "none",
                    str(sum(fact.verified == GENERAL for fact in entry.facts().values())),
                )
                for entry in wanted
            ],
        )
    for entry in wanted if edition is not None else ():
        click.echo(f"{entry.edition}, {entry.form} form. {entry.known_from}")
        print_table(
            ("FACT", "SAYS", "VERIFIED"), [(fact.name, fact.text, fact.verified) for fact in entry.facts().values()]
        )
        for key, reason in entry.absent.items():
            click.echo(f"Not in this form: {key}: {reason}")
        for rule, reason in entry.rules_set_aside.items():
            click.echo(f"Rule set aside: {rule}: {reason}")
        click.echo(f"File: {entry.file}")
        click.echo()
    print_problems(problems)
    return exit_codes.PROBLEMS if problems else exit_codes.DONE
