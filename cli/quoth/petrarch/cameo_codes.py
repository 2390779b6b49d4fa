"""What CAMEO's codes of actors say: letters in threes, first of a state or a kind of body, then of roles ("MLIREB", "IGOUNOHLH").

The roles are those of CAMEO's manual (Gerner, Schrodt and Yilmaz, 1.1b3, chapter 3), with the sector of PLOVER that each became.
"""

import msgspec

from quoth.model import ActorType, Sector

BODIES: dict[str, ActorType] = {
    "IGO": "igo", "NGO": "ngo", "NGM": "ngo", "ISM": "ngo", "MNC": "company", "IMG": "armed-group",
}  # fmt: skip
"""What stands in the place of a state for bodies of no state."""

ROLES: dict[str, tuple[Sector, ActorType]] = {
    "GOV": ("GOV", "party"), "MIL": ("MIL", "state-force"), "COP": ("COP", "state-force"), "SPY": ("SPY", "state-force"),
    "LEG": ("LEG", "party"), "JUD": ("JUD", "party"), "OPP": ("OPP", "party"), "PTY": ("PTY", "party"),
    "REB": ("REB", "armed-group"), "INS": ("REB", "armed-group"), "SEP": ("REB", "armed-group"), "RAD": ("REB", "armed-group"),
    "PRM": ("PRM", "armed-group"), "UAF": ("UAF", "armed-group"), "IMG": ("REB", "armed-group"), "CRM": ("CRM", "armed-group"),
    "IGO": ("IGO", "igo"), "NGO": ("NGO", "ngo"), "NGM": ("NGO", "ngo"), "HRI": ("NGO", "ngo"), "ENV": ("NGO", "ngo"),
    "MED": ("MED", "media"), "JRN": ("MED", "media"), "BUS": ("BUS", "company"), "MNC": ("BUS", "company"), "EDU": ("EDU", "ngo"),
    "HLH": ("HLH", "ngo"), "LAB": ("LAB", "ngo"), "AGR": ("AGR", "ngo"), "DEV": ("NGO", "ngo"), "REL": ("REL", "ngo"),
    "CHR": ("REL", "ngo"), "MOS": ("REL", "ngo"), "MUS": ("REL", "ngo"), "JEW": ("REL", "ngo"), "BUD": ("REL", "ngo"),
    "HIN": ("REL", "ngo"), "REF": ("REF", "people"), "CVL": ("CVL", "people"), "PPL": ("CVL", "people"), "SOC": ("CVL", "ngo"),
    "ELI": ("ELI", "people"),
}  # fmt: skip
"""Role -> PLOVER's sector, and the type of an actor that is no person."""


class Meaning(msgspec.Struct, frozen=True):
    """What a code says: the letters for whose it is, those of the first role that is known, and of all that is left."""

    owner: str
    role: str
    rest: str

    @property
    def sector(self) -> Sector | None:
        """PLOVER's sector of the role, or of a body of no state."""
        known = ROLES.get(self.role) or ROLES.get(self.owner)
        return known[0] if known else None

    @property
    def type(self) -> ActorType | None:
        """The type of an actor that is no person, as far as the code says it."""
        if self.owner in BODIES:
            return BODIES[self.owner]
        return ROLES[self.role][1] if self.role else None


def meaning(code: str) -> Meaning:
    """Take a code apart; ``~`` for the place of an actor's own code counts as nothing. An owner is never empty but for agents."""
    owner = "" if "~" in code else code[:3]
    parts = [part for part in _threes(code.replace("~", "")[len(owner) :])]
    role = next((part for part in parts if part in ROLES), "")
    if role:
        parts.remove(role)
    return Meaning(owner, role, "".join(parts))


def _threes(letters: str) -> list[str]:
    return [letters[at : at + 3] for at in range(0, len(letters), 3)]
