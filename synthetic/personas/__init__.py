"""Sets of personas: the numbers that describe the customers of a synthetic shop."""

from synthetic.personas.others import OTHERS
from synthetic.personas.personas import Personas
from synthetic.personas.sample import SAMPLE

PERSONA_SETS: dict[str, Personas] = {"sample": SAMPLE, "others": OTHERS}
