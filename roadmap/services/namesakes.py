"""Which people of the school the words of a document mean.

Only what leaves no doubt is bound: one person with the surname and the initials, a role by its usual name. The rest
stays a name that papers print, and the coordinator binds it on the page «Who answers».
"""

import re

from mentorship.programmes.models import Group, Membership
from mentorship.programmes.roles import Role

from ..outline import PartyKind

# The deputy for teaching is the one who leads the programme in most schools.
ROLE_WORDS = [
    (r"^(и\.? ?о\.? )?директор( школы| оо)?$", Role.DIRECTOR),
    (r"^(куратор|координатор)( программы)?( наставничества)?$", Role.COORDINATOR),
    (r"^(зам\w*\.? ?директора|завуч).*(увр|учебно)", Role.COORDINATOR),
    (r"^(зам\w*\.? ?директора|завуч)", Role.DEPUTY),
    (r"^(классны[ей] руководител[ьи]|кл\.? ?рук)", Role.CLASS_TEACHER),
    (r"психолог", Role.PSYCHOLOGIST),
    (r"рабоч(ая|ей) групп", Role.WORKING_GROUP),
    (r"^наставники?$", Role.MENTOR),
    (r"^наставляемы[ей]$", Role.MENTEE),
]


def role_meant(words):
    """The role of the school that the words name, or an empty string."""
    plain = " ".join((words or "").lower().replace("ё", "е").strip(" .").split())
    return next((role for pattern, role in ROLE_WORDS if re.search(pattern, plain)), "")


def name_key(name):
    """(surname, initials) of «Лебедева О. Н.», «О.Н. Лебедева» or «Лебедева Ольга Николаевна»; None when unclear."""
    words = re.findall(r"[а-яё]+(?:-[а-яё]+)?", (name or "").lower().replace("ё", "е"))
    short = [word[0] for word in words if len(word) == 1]
    long = [word for word in words if len(word) > 1]
    if len(long) == 1 and short:
        return long[0], "".join(short)[:2]
    if len(long) in (2, 3) and not short:
        return long[0], "".join(word[0] for word in long[1:])
    return None


class Binder:
    """Binds many parties with two queries."""

    def __init__(self, school):
        self.school = school
        self.people = {}
        for one in Membership.objects.active_on(school.today).select_related("user").order_by("pk"):
            self.people.setdefault(name_key(one.user.get_full_name()), []).append(one)
        self.groups = {group.title.lower(): group for group in Group.objects.all()}

    def bind(self, responsible):
        """What a new Party is bound to: ``{"membership": …}``, ``{"role": …}``, ``{"group": …}`` or nothing."""
        if responsible.kind == PartyKind.PERSON:
            return self.person(responsible.name)
        if responsible.kind == PartyKind.ROLE:
            return {"role": role_meant(responsible.role)}
        return {"group": self.group(responsible.role or "")}

    def person(self, name):
        key = name_key(name)
        found = self.people.get(key, []) if key else []
        same_user = len({one.user_id for one in found}) == 1
        return {"membership": found[0]} if same_user else {}

    def group(self, title):
        """The school's group with this title; made where there is none, with the role that the words name."""
        group = self.groups.get(title.lower())
        if group is None:
            group = Group.objects.create(school=self.school, title=title[:150], role=role_meant(title))
            self.groups[title.lower()] = group
        return group
