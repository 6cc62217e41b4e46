"""The rival: Splink 5 on its DuckDB engine, set up as somebody would who knows it well and has no labels."""

import logging

import duckdb
import pandas as pd
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

# Of each level: what is compared (SQL), and the column whose frequencies weigh it, or a given m.
NAME = [
    ("full_name_l = full_name_r", "full_name"),
    ("list_has_any(names_l, names_r)", None),
    ("family_l = family_r and list_has_any(given_forms_l, given_forms_r)", "family"),
    ("heard_l = heard_r", None),
    ("least(len(words_l), len(words_r)) > 1 and "
     "(list_has_all(words_l, words_r) or list_has_all(words_r, words_l))", None),
    ("jaro_winkler_similarity(full_name_l, full_name_r) >= 0.95", None),
    ("family_l = family_r and given_l[1] = given_r[1] and least(len(given_l), len(given_r)) = 1", "family"),
    ("(family_l is null or family_r is null) and list_has_any(given_forms_l, given_forms_r)", "given"),
    ("list_has_any(given_forms_l, given_forms_r)", "given"),
    ("family_l = family_r", "family"),
]  # fmt: skip
# The local part as such; and, where a name is missing, whether the other's name spells it.
LOCAL = [("local_l = local_r", "local"), "list_has_any(chosen_l, chosen_r)"]
SPELT = ["list_has_any(locals_l, compact_r) or list_has_any(locals_r, compact_l)"]
EMPLOYER = [
    "list_has_any(employers_l, employers_r)",
    "least(last_l, last_r) - greatest(first_l, first_r) <= 30",
]
# Left to itself, expectation maximisation takes being together in one event for a sign of one person.
COMPANY = [
    ("list_contains(known_l, unique_id_r) or list_contains(known_r, unique_id_l)", 0.003),
    "len(list_intersect(rare_l, rare_r)) >= 3",
    "len(list_intersect(rare_l, rare_r)) >= 1",
    "len(list_intersect(known_l, known_r)) >= 5",
    "len(list_intersect(known_l, known_r)) >= 2",
    "len(list_intersect(known_l, known_r)) >= 1",
]
TIME = [
    "least(last_l, last_r) - greatest(first_l, first_r) > 90",
    "least(last_l, last_r) - greatest(first_l, first_r) > 0",
]
# The same kind of account twice: again a prior judgement, as it is learnt too high.
ACCOUNTS = [("list_has_any(accounts_l, accounts_r)", 0.05)]

CULTURE = 3
"""How many times more often than by chance a given name goes with a family name of its culture; a prior judgement."""

BLOCKS = [
    block_on("full_name"),
    block_on("keys", arrays_to_explode=["keys"]),
    block_on("spellings", arrays_to_explode=["spellings"]),
    block_on("given", "known", arrays_to_explode=["known"]),
]


def settings() -> SettingsCreator:
    """The model: names by how far they agree, local parts, employers, company, time and accounts."""
    comparisons = [
        _comparison("name", "given_l is null or given_r is null", NAME),
        _comparison("local", "chosen_l is null or chosen_r is null", LOCAL),
        _comparison("spelt", "given_l is not null and given_r is not null or "
                    "(locals_l is null or compact_r is null) and (locals_r is null or compact_l is null)", SPELT),
        _comparison("employer", "employers_l is null or employers_r is null", EMPLOYER),
        _comparison("company", "known_l is null or known_r is null", COMPANY),
        _comparison("time", "first_l is null or first_r is null", TIME),
        _comparison("accounts", "accounts_l is null or accounts_r is null", ACCOUNTS),
    ]  # fmt: skip
    return SettingsCreator(
        link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=BLOCKS
    )


def _comparison(name: str, missing: str, levels: list) -> cl.CustomComparison:
    made = [cll.CustomLevel(missing, "missing").configure(is_null_level=True)]
    for level in levels:
        condition, more = level if isinstance(level, tuple) else (level, None)
        one = cll.CustomLevel(condition) if isinstance(condition, str) else condition
        if isinstance(more, float):
            one = one.configure(m_probability=more, fix_m_probability=True)
        elif more:
            one = one.configure(
                tf_adjustment_column=more, tf_minimum_u_value=1e-6, disable_tf_exact_match_detection=True
            )
        made += [one]
    return cl.CustomComparison([*made, cll.ElseLevel()], output_column_name=name)


def scored(records: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """Scored pairs, the surest first: u from random pairs of different people, m by expectation maximisation.

    Of few people, random pairs of records hold so many true matches that a u from them is up to a hundred times too
    large. So u comes from one record of each full name, and that of a full name from its words.
    """
    chance, frequencies = _by_chance(records)
    linker = Linker(engine().register(records), _with_u(records, chance, seed))
    lookup = linker._db_api.register(frequencies)
    linker.table_management.register_term_frequency_lookup(lookup, "full_name")
    train = linker.training
    train.estimate_probability_two_random_records_match([block_on("full_name")], recall=0.6)
    for block in (block_on("full_name"), block_on("local")):
        train.estimate_parameters_using_expectation_maximisation(block)
    found = linker.inference.predict(threshold_match_probability=0.001)
    columns = ["unique_id_l", "unique_id_r", "match_probability"]
    return found.as_pandas_dataframe()[columns].sort_values(columns[::-1], ascending=[False, True, True])


def components(pairs: pd.DataFrame, groups: pd.Series, at: float, conflicts: pd.DataFrame | None) -> dict[str, str]:
    """Group -> component of the pairs scored `at` least so, the surest first.

    Given the records as `conflicts`, a pair that would bring two accounts of one kind into a component is passed over.
    """
    root = {group: group for group in set(groups)}
    members = {group: [group] for group in root}
    kinds = {group: set() for group in root}
    if conflicts is not None:
        known = conflicts.dropna(subset=["accounts"])
        kinds |= {group: set(accounts) for group, accounts in zip(known["unique_id"], known["accounts"], strict=True)}
    likely = pairs[pairs["match_probability"] >= at]
    for one, other in zip(likely["unique_id_l"], likely["unique_id_r"], strict=True):
        low, high = sorted((root[one], root[other]))
        if low == high or kinds[low] & kinds[high]:
            continue
        root.update(dict.fromkeys(members[high], low))
        members[low] += members.pop(high)
        kinds[low] |= kinds.pop(high)
    return root


def engine() -> DuckDBAPI:
    """Splink on DuckDB in memory, which keeps to itself what it says of each step."""
    logging.disable(logging.WARNING)
    connection = duckdb.connect()
    # Splink 5.0 writes functions as x -> y, which DuckDB 2 refuses unless told.
    connection.execute("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    return DuckDBAPI(connection=connection)


def _with_u(records: pd.DataFrame, chance: float, seed: int) -> dict:
    """The settings with u, from one record of each full name (and those without one)."""
    apart = records[records["full_name"].isna() | ~records["full_name"].duplicated()]
    linker = Linker(engine().register(apart), settings())
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=seed, min_count_per_level=None)
    trained = linker.misc.save_model_to_json()
    for comparison in trained["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("fix_m_probability"):
                level.pop("m_probability", None)
            if level["sql_condition"] in (NAME[0][0], NAME[1][0]):
                level["u_probability"] = chance
    return trained


def _by_chance(records: pd.DataFrame) -> tuple[float, pd.DataFrame]:
    """Chance that two people share a full name, and each full name's, from the frequencies of its words.

    More than the product, as given and family names go together by culture.
    """
    names = records.dropna(subset=["full_name"]).drop_duplicates("full_name")
    given, family = (names[c].map(names[c].value_counts(normalize=True)) for c in ("given", "family"))
    frequencies = pd.DataFrame({"full_name": names["full_name"], "tf_full_name": CULTURE * given * family})
    return float(CULTURE * given.mean() * family.mean()), frequencies
