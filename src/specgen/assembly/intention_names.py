"""The names that a letter of commissioning intentions can print besides those of every template."""

from __future__ import annotations

from collections.abc import Mapping

from specgen.assembly.page_names import Name, each, group, texts

_CHANGE = {
    **texts(title="the clause’s title, or what changes", component="the component’s title, or nothing", says="what becomes of it, such as “is added” or “gets new wording (version 2 in place of version 1)”"),
    "values": each("its values that change", texts(asked="what the clause asks for with the value", before="what was printed, or nothing", after="what is to be printed, or nothing", change="the same in one line")),
}
_SCHEDULE = {
    **texts(heading="the schedule, such as Schedule 2A: Service Specifications; the document’s title where it belongs to none", service="the service’s number and name, or nothing",
            says="what becomes of the schedule as a whole, in a sentence; or nothing"),
    "changes": each("what changes in it", _CHANGE),
}
_CONTRACT = {
    **texts(reference="the contract’s reference", title="its title", agreement="contract, or grant agreement"),
    "schedules": each("the schedules that would change", _SCHEDULE),
}

INTENTION_NAMES: Mapping[str, Name] = {
    "intentions": group("What a Commissioner intends for all contracts of one Provider; only in a type with `when: intentions`", {
        **texts(
            sender="the Commissioner that intends it", sender_identity="its ODS code, or why there is none", signatory="the post that signs the letter, or nothing",
            provider="the Provider’s name", provider_identity="its ODS code, or why there is none", address="the Provider’s address, or nothing",
            effective="the day from which the changes are intended", dated="the date of the letter, or nothing", reply_by="the day by which an answer is asked for, or nothing",
        ),
        "contracts": each("the Provider’s contracts that would change, by reference", _CONTRACT),
    }),
}
