/** The step that gives the job API a place for what it remembers over a restart. */
export const apiStep = `
  create table api_records (
    kind text not null,
    id text not null,
    until integer,
    record text not null,
    primary key (kind, id)
  ) strict, without rowid;
  create index api_records_until on api_records (until) where until is not null;
`;
