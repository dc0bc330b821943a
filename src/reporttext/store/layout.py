"""What a store holds beside the tables of the contract, and the digest that tells stores of other versions apart."""

from __future__ import annotations

import hashlib

from reporttext.tables import tables

STATE = """
create schema state;
create table state.inputs as select * exclude (path, origin) from plan.inputs order by source;
create table state.archives as select * exclude (path, origin) from plan.archives order by source;
create table state.documents (
    doc_id varchar, source varchar, input varchar, copy_key varchar, signature varchar, sketch blob, chars bigint,
    place_id varchar, province varchar, city varchar, county varchar, township varchar, place_shared boolean,
    part varchar, ordinal bigint, duplicate_of varchar, place_joined varchar
);
create table state.errors (
    source varchar, doc_id varchar, stage varchar, kind varchar, severity varchar, message varchar,
    "start" bigint, "end" bigint, input varchar
);
create table state.store (layout varchar, identity varchar);
"""


def layout() -> str:
    """A digest of the columns and types of the tables and the state: a store with another layout cannot be built upon."""
    columns = [(t.name, [(c.name, c.type) for c in t.columns]) for t in tables().values()]
    return hashlib.sha256(repr([STATE, columns]).encode()).hexdigest()
