"""Where the packages lie; everything else stands in pyproject.toml.

The top-level folder ontology/ is packed as kg/_ontology, which pyproject.toml can only say by listing every package by hand.
"""

from setuptools import find_namespace_packages, setup

code = find_namespace_packages(include=["kg", "kg.*"], exclude=["*.__pycache__*"])
ontology = [f"kg._ontology.{name}" for name in find_namespace_packages("ontology", exclude=["*__pycache__*"])]

setup(
    packages=[*code, "kg._ontology", *ontology],
    package_dir={"kg._ontology": "ontology"},
    package_data={"": ["*"]},
)
